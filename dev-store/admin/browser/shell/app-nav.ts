import { config } from "./frame-link.ts";
import { make } from "./make.ts";
import type { NavLink } from "../messages.ts";

let links: NavLink[] = [];

/** `/app/x?y` of the app is `/admin/apps/{handle}/x?y` of the admin. */
export function adminPath(appPath: string): string {
  const rest = appPath.startsWith(config.appRoot) ? appPath.slice(config.appRoot.length) : appPath;
  return config.appBase + rest;
}

export function drawAppNav(next: NavLink[] | null, currentPath: string, go: (path: string) => void): void {
  if (next) links = next;
  const list = document.getElementById("app-nav");
  if (!list) return;
  const here = currentPath.split(/[?#]/)[0] ?? "";
  const matching = links.filter((link) => !link.home && (here === link.href || here.startsWith(`${link.href}/`))).sort((a, b) => b.href.length - a.href.length)[0];
  list.replaceChildren(
    ...links.filter((link) => !link.home).map((link) => {
      const anchor = make("a", { href: adminPath(link.href), className: "entry sub", onclick: (event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        go(link.href);
      } }, make("span", {}, link.label));
      if (link === matching) anchor.setAttribute("aria-current", "page");
      return make("li", {}, anchor);
    }),
  );
  document.getElementById("app-entry")?.toggleAttribute("data-sub", matching !== undefined);
}
