import type { BarButton } from "../messages.ts";

/** How an app's `<button>` or `<a>` shows in one of the shell's bars. */
export function barButton(element: Element): BarButton {
  const loading = element.getAttribute("loading");
  return {
    label: element.textContent?.trim() ?? "",
    primary: element.getAttribute("variant") === "primary",
    critical: element.getAttribute("tone") === "critical",
    disabled: element.hasAttribute("disabled"),
    loading: loading !== null && loading !== "false",
  };
}

/** Calls `changed` now and whenever the element's children or attributes change, once per turn. Returns how to stop. */
export function watch(element: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(element, { subtree: true, childList: true, characterData: true, attributes: true });
  changed();
  return () => observer.disconnect();
}
