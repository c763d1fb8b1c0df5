import { AppNavElement, NavMenuElement } from "./nav-menu-element.ts";
import { ModalElement } from "./modal-element.ts";
import { SaveBarElement, hideSaveBars, isAnySaveBarShowing } from "./save-bar-element.ts";
import { TitleBarElement } from "./title-bar-element.ts";
import { apiKey, ask, onShell, shellOrigin, tell } from "./shell-link.ts";
import { currentPath, followNavigation } from "./follow-navigation.ts";
import { followForms } from "./form-save-bar.ts";
import { idToken } from "./id-token.ts";
import { patchFetch } from "./patch-fetch.ts";
import { pickerRequest } from "./picker-request.ts";
import { toast } from "./toast.ts";

/** Embedding parameters come with the first page only; later pages of the same tab remember them. */
function remembered(name: string): string {
  const given = new URLSearchParams(location.search).get(name);
  if (given !== null) sessionStorage.setItem(`app-bridge:${name}`, given);
  return given ?? sessionStorage.getItem(`app-bridge:${name}`) ?? "";
}

const config = { apiKey, host: remembered("host"), shop: remembered("shop"), locale: remembered("locale") || "en" };

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`There is no <${type === (SaveBarElement as unknown) ? "ui-save-bar" : "ui-modal"}> with the id "${id}".`);
}

function byId<T extends HTMLElement & { show(): Promise<void>; hide(): Promise<void>; toggle(): Promise<void> }>(type: new () => T) {
  return {
    show: async (id: string) => element(id, type).show(),
    hide: async (id: string) => element(id, type).hide(),
    toggle: async (id: string) => element(id, type).toggle(),
  };
}

/** What the admin on this machine cannot do must say so instead of hanging. */
function notHere(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`shopify.${name} is not part of the local admin.`));
}

const openInTop = (url: string) => tell({ kind: "open", url: new URL(url, location.href).href, newTab: false });

const shopify = {
  config,
  origin: shellOrigin,
  ready: Promise.resolve(),
  environment: { mobile: false, embedded: window.top !== window, pos: false, intent: false },
  idToken,
  toast,
  loading: (on = true) => tell({ kind: "loading", on }),
  saveBar: {
    ...byId(SaveBarElement),
    leaveConfirmation: async () => {
      if (!isAnySaveBarShowing()) return;
      await ask({ name: "leaveConfirmation" });
      await hideSaveBars();
    },
  },
  modal: byId(ModalElement),
  resourcePicker: async (options: Parameters<typeof pickerRequest>[0]) => {
    const chosen = await ask({ name: "resourcePicker", request: pickerRequest(options) });
    return Array.isArray(chosen) ? Object.assign(chosen, { selection: chosen }) : undefined;
  },
  app: { extensions: () => ask({ name: "extensions" }) },
  user: () => ask({ name: "user" }),
  scopes: { query: () => ask({ name: "scopes" }), request: notHere("scopes.request"), revoke: notHere("scopes.revoke") },
  picker: notHere("picker"),
  reviews: { request: () => Promise.resolve({ success: false, code: "merchant-ineligible", message: "The local admin shows no review modal." }) },
  webVitals: { onReport: () => Promise.resolve() },
  support: { registerHandler: () => Promise.resolve() },
  scanner: { capture: notHere("scanner.capture") },
  setSignals: () => undefined,
};

if (window.top === window) {
  location.replace(`${shellOrigin}/_shopify/admin/open?path=${encodeURIComponent(currentPath())}`);
} else {
  Object.defineProperty(window, "shopify", { value: shopify, configurable: true, enumerable: true });
  customElements.define("ui-save-bar", SaveBarElement);
  customElements.define("ui-modal", ModalElement);
  customElements.define("ui-title-bar", TitleBarElement);
  customElements.define("ui-nav-menu", NavMenuElement);
  customElements.define("s-app-nav", AppNavElement);
  patchFetch(openInTop);
  if (window.parent === window.top) {
    followNavigation(config.shop);
    followForms();
    tell({ kind: "hello", path: currentPath(), title: document.title });
  }
  onShell(toast.hear);
}
