import { ask, shellOrigin, tell } from "./shell-link.ts";
import { hideSaveBars, isAnySaveBarShowing } from "./save-bar-element.ts";

/** What Shopify puts into the frame's address and the admin's address never shows. */
const EMBEDDING = ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp"];

/** The page the app is on, as the admin's address shows it. */
export function currentPath(): string {
  const url = new URL(location.href);
  for (const name of EMBEDDING) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

/** Keeps the shell's address in step with the app's, sends links out of the frame, and holds in-app links while a save bar shows. */
export function followNavigation(shop: string): void {
  const navigated = () => tell({ kind: "navigated", path: currentPath(), title: document.title });
  for (const name of ["pushState", "replaceState"] as const) {
    const real = history[name].bind(history);
    history[name] = (data, unused, url) => {
      real(data, unused, url);
      navigated();
    };
  }
  window.addEventListener("popstate", navigated);
  window.addEventListener("hashchange", navigated);

  const realOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const outside = url === undefined ? null : outsideAddress(String(url), shop);
    if (outside !== null || (url !== undefined && target === "_top")) {
      tell({ kind: "open", url: outside ?? new URL(String(url), location.href).href, newTab: target !== "_top" && target !== "_self" && target !== "_parent" });
      return null;
    }
    return realOpen(url, target, features);
  };

  let passing = false;
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!link || passing || event.button !== 0 || event.defaultPrevented) return;
      const outside = outsideAddress(link.getAttribute("href") ?? "", shop);
      const newTab = link.target === "_blank" || event.metaKey || event.ctrlKey;
      if (outside !== null) {
        event.preventDefault();
        event.stopPropagation();
        tell({ kind: "open", url: outside, newTab });
        return;
      }
      if (newTab || !isAnySaveBarShowing() || link.closest("ui-modal")) return;
      event.preventDefault();
      event.stopPropagation();
      void ask({ name: "leaveConfirmation" }).then(async () => {
        await hideSaveBars();
        passing = true;
        link.click();
        passing = false;
      });
    },
    true,
  );
}

/** Addresses of the admin and of the shop itself live on the local store; null when the address is the app's or a stranger's. */
function outsideAddress(href: string, shop: string): string | null {
  const admin = /^shopify:\/*admin(\/.*)?$/.exec(href) ?? /^https:\/\/admin\.shopify\.com\/store\/[^/]+(\/.*)?$/.exec(href);
  if (admin) return `${shellOrigin}/admin${admin[1] ?? ""}`;
  return shop !== "" && href.startsWith(`https://${shop}`) ? shellOrigin + (href.slice(`https://${shop}`.length) || "/") : null;
}
