import type { Store } from "../state/store.ts";
import type { DevClock } from "../state/types.ts";

export interface StorefrontDependencies {
  store: Store;
  clock: DevClock;
  /** Where the app listens, for example `http://127.0.0.1:4402`: the target of the app proxy. */
  appUrl: string;
  /** The app's client secret, with which Shopify signs the app proxy. */
  apiSecret: string;
  /** Folder of the theme app extension (`…/extensions/scenarios-theme`), read anew at every page. */
  extensionDir: string;
  /** The shop's own address, for example `http://localhost:4400`. */
  origin: string;
}
