import { barButton, watch } from "./bar-buttons.ts";
import { modalStyle } from "./modal-style.ts";
import { tell } from "./shell-link.ts";

const WIDTHS: Record<string, string> = { small: "380px", base: "620px", large: "980px", max: "100vw" };

/** `<ui-modal>`: a dialog over the whole admin. The frame shows it; the shell dims the rest meanwhile. */
export class ModalElement extends HTMLElement {
  /** Where React's `Modal` puts its children. */
  readonly content = document.createElement("div");
  readonly #dialog = document.createElement("dialog");
  readonly #heading = document.createElement("h2");
  readonly #body = document.createElement("div");
  readonly #footer = document.createElement("footer");
  #frame: HTMLIFrameElement | null = null;
  #stop: (() => void) | null = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const close = Object.assign(document.createElement("button"), { className: "close", type: "button", textContent: "✕", onclick: () => void this.hide() });
    close.setAttribute("aria-label", "Close");
    const header = document.createElement("header");
    this.#heading.id = "heading";
    header.append(this.#heading, close);
    this.#body.className = "body";
    this.#body.append(document.createElement("slot"));
    this.#dialog.setAttribute("aria-labelledby", "heading");
    // The dialog itself takes the focus, so that the first key does not press its close button.
    this.#dialog.tabIndex = -1;
    this.#dialog.autofocus = true;
    this.#dialog.append(header, this.#body, this.#footer);
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) void this.hide();
    });
    const style = document.createElement("style");
    style.textContent = modalStyle;
    root.append(style, this.#dialog);
  }

  get variant(): string {
    return this.getAttribute("variant") ?? "base";
  }

  set variant(variant: string) {
    this.setAttribute("variant", variant);
  }

  get src(): string | undefined {
    return this.getAttribute("src") ?? undefined;
  }

  set src(src: string | undefined) {
    if (src) this.setAttribute("src", src);
    else this.removeAttribute("src");
  }

  get contentWindow(): Window | null {
    return this.#frame?.contentWindow ?? null;
  }

  connectedCallback(): void {
    if (!this.content.isConnected) this.append(this.content);
  }

  disconnectedCallback(): void {
    if (this.#dialog.open) this.#dialog.close();
  }

  show(): Promise<void> {
    if (this.#dialog.open || !this.isConnected) return Promise.resolve();
    this.#dialog.style.setProperty("--width", WIDTHS[this.variant] ?? "620px");
    this.#dialog.classList.toggle("max", this.variant === "max");
    this.#stop = watch(this, () => this.#bars());
    if (this.src) {
      this.#frame = Object.assign(document.createElement("iframe"), { src: this.src });
      this.#body.replaceChildren(this.#frame);
    }
    this.#dialog.showModal();
    tell({ kind: "modal", open: true });
    this.dispatchEvent(new Event("show"));
    return Promise.resolve();
  }

  hide(): Promise<void> {
    if (this.#dialog.open) this.#dialog.close();
    return Promise.resolve();
  }

  toggle(): Promise<void> {
    return this.#dialog.open ? this.hide() : this.show();
  }

  #closed(): void {
    this.#stop?.();
    if (this.#frame) {
      this.#frame = null;
      this.#body.replaceChildren(document.createElement("slot"));
    }
    tell({ kind: "modal", open: false });
    this.dispatchEvent(new Event("hide"));
  }

  #bars(): void {
    const bar = this.querySelector("ui-title-bar");
    this.#heading.textContent = bar?.getAttribute("title") ?? document.title;
    const actions = bar ? [...bar.querySelectorAll<HTMLElement>("button, a")] : [];
    this.#footer.hidden = actions.length === 0;
    const inOrder = [...actions].sort((a, b) => Number(barButton(a).primary) - Number(barButton(b).primary));
    this.#footer.replaceChildren(
      ...inOrder.map((action) => {
        const state = barButton(action);
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: state.label, disabled: state.disabled || state.loading, onclick: () => action.click() });
        button.className = [state.primary ? "primary" : "", state.critical ? "critical" : ""].join(" ").trim();
        return button;
      }),
    );
  }
}
