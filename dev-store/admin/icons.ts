import { readFileSync } from "node:fs";
import { Html } from "./html.ts";

const known = new Map<string, Html>();

/** An icon of Polaris by its file name, for example `HomeFilledIcon`. */
export function icon(name: string): Html {
  const found = known.get(name);
  if (found) return found;
  const svg = readFileSync(new URL(`../../node_modules/@shopify/polaris-icons/dist/svg/${name}.svg`, import.meta.url), "utf8");
  const drawn = new Html(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" width="20" height="20" fill="currentColor" '));
  known.set(name, drawn);
  return drawn;
}

/** The app's own mark: a way that parts in two. */
export const appMark = new Html(
  '<svg class="app-mark" aria-hidden="true" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0f6b4f"/><path d="M5 12h5m0 0c3 0 2-5 5-5h3m-8 5c3 0 2 5 5 5h3" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/><circle cx="5.4" cy="12" r="1.7" fill="#fff"/><circle cx="18.4" cy="7" r="1.7" fill="#bdf0d8"/><circle cx="18.4" cy="17" r="1.7" fill="#bdf0d8"/></svg>',
);
