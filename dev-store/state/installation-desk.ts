import type { Ledger } from "./ledger.ts";
import type { ThemeEmbed } from "./types.ts";

/** The theme came without a sign-up form. */
const UNPLACED: ThemeEmbed = { enabled: false, settings: {} };
const UNTOUCHED: ThemeEmbed = { enabled: true, settings: {} };

/** What the shop keeps for the installed app: its metafields and the switches of its theme app embeds. */
export class InstallationDesk {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** `null` deletes. The value is the string that `metafieldsSet` was given. */
  setMetafield(namespace: string, key: string, value: string | null): void {
    const name = `${namespace}.${key}`;
    if (value === null) this.#ledger.state.appMetafields.delete(name);
    else this.#ledger.state.appMetafields.set(name, value);
  }

  metafield(namespace: string, key: string): string | undefined {
    return this.#ledger.state.appMetafields.get(`${namespace}.${key}`);
  }

  /** `handle` is the block's file name without `.liquid`, for example `tracker`. */
  embed(handle: string): ThemeEmbed {
    return this.#ledger.state.themeEmbeds.get(handle) ?? (handle === "sign-up" ? UNPLACED : UNTOUCHED);
  }

  setEmbed(handle: string, change: Partial<ThemeEmbed>): void {
    this.#ledger.state.themeEmbeds.set(handle, { ...this.embed(handle), ...change });
  }

  /** Fires app/uninstalled; Shopify drops the app's metafields with the app. */
  uninstall(): void {
    this.#ledger.state.appMetafields.clear();
    this.#ledger.emit({ topic: "app/uninstalled" });
  }
}
