import { config, tellApp } from "./frame-link.ts";
import { make } from "./make.ts";
import type { BarButton, TitleBarState } from "../messages.ts";

/** The strip above the app: breadcrumb, title, actions. Without a title bar it shows the app's name. */
export function drawTitleBar(bar: TitleBarState | null): void {
  const title = document.getElementById("title");
  const actions = document.getElementById("title-actions");
  if (!title || !actions) return;
  const first = bar?.breadcrumb === null || bar?.breadcrumb === undefined ? 0 : 1;
  const crumb = bar?.breadcrumb ? [make("button", { type: "button", className: "crumb", onclick: () => tellApp({ kind: "titleBarClick", index: 0 }) }, bar.breadcrumb), make("span", { className: "crumb-mark" }, "›")] : [];
  title.replaceChildren(...crumb, make("span", { className: "title-text" }, bar?.title || config.appName));
  const buttons = (bar?.buttons ?? []).map((button, index) => ({ button, index: index + first })).sort((a, b) => Number(a.button.primary) - Number(b.button.primary));
  actions.replaceChildren(...buttons.map(({ button, index }) => action(button, index)));
}

function action(button: BarButton, index: number): HTMLButtonElement {
  const className = [button.primary ? "primary" : "", button.critical ? "critical" : ""].join(" ").trim();
  return make("button", { type: "button", className, disabled: button.disabled || button.loading, onclick: () => tellApp({ kind: "titleBarClick", index }) }, button.label);
}
