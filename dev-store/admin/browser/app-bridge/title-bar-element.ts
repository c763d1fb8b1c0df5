import { barButton, watch } from "./bar-buttons.ts";
import { onShell, tell } from "./shell-link.ts";

const shown: { bar: TitleBarElement | null } = { bar: null };

/** `<ui-title-bar>`: title, breadcrumb and actions in the strip above the app. Inside a modal it belongs to the modal. */
export class TitleBarElement extends HTMLElement {
  #stop: (() => void) | null = null;

  connectedCallback(): void {
    this.style.display = "none";
    if (this.closest("ui-modal")) return;
    shown.bar = this;
    this.#stop = watch(this, () => this.#publish());
  }

  disconnectedCallback(): void {
    this.#stop?.();
    if (shown.bar !== this) return;
    shown.bar = null;
    tell({ kind: "titleBar", bar: null });
  }

  /** The breadcrumb first, then the others in their order; this is the order the shell answers with. */
  actions(): HTMLElement[] {
    const all = [...this.querySelectorAll<HTMLElement>("button, a")];
    return [...all.filter(isBreadcrumb), ...all.filter((one) => !isBreadcrumb(one))];
  }

  #publish(): void {
    const actions = this.actions();
    const breadcrumb = actions.find(isBreadcrumb);
    tell({
      kind: "titleBar",
      bar: { title: this.getAttribute("title") ?? document.title, breadcrumb: breadcrumb ? (breadcrumb.textContent?.trim() ?? "") : null, buttons: actions.filter((one) => one !== breadcrumb).map(barButton) },
    });
  }
}

function isBreadcrumb(element: Element): boolean {
  return element.getAttribute("variant") === "breadcrumb";
}

onShell((message) => {
  if (message.kind === "titleBarClick") shown.bar?.actions()[message.index]?.click();
});
