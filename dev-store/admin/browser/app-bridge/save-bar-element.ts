import { barButton, watch } from "./bar-buttons.ts";
import { onShell, tell } from "./shell-link.ts";

let count = 0;
const showing = new Set<SaveBarElement>();

/** `<ui-save-bar>`: its buttons stand in the shell's top bar while it shows, and nobody leaves the page meanwhile. */
export class SaveBarElement extends HTMLElement {
  readonly #key = `bar-${++count}`;
  #visible = false;
  #stop: (() => void) | null = null;

  get showing(): boolean {
    return this.#visible;
  }

  get discardConfirmation(): boolean {
    return this.hasAttribute("discardconfirmation") && this.getAttribute("discardconfirmation") !== "false";
  }

  set discardConfirmation(on: boolean) {
    this.toggleAttribute("discardconfirmation", on);
  }

  connectedCallback(): void {
    this.style.display = "none";
    bars.set(this.#key, this);
  }

  disconnectedCallback(): void {
    void this.hide();
    bars.delete(this.#key);
  }

  show(): Promise<void> {
    if (this.#visible) return Promise.resolve();
    this.#visible = true;
    showing.add(this);
    this.#stop = watch(this, () => this.#publish());
    this.dispatchEvent(new Event("show"));
    return Promise.resolve();
  }

  hide(): Promise<void> {
    if (!this.#visible) return Promise.resolve();
    this.#visible = false;
    showing.delete(this);
    this.#stop?.();
    this.#publish();
    this.dispatchEvent(new Event("hide"));
    return Promise.resolve();
  }

  toggle(): Promise<void> {
    return this.#visible ? this.hide() : this.show();
  }

  press(index: number): void {
    this.#buttons()[index]?.click();
  }

  #buttons(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("button")];
  }

  #publish(): void {
    tell({ kind: "saveBar", id: this.#key, visible: this.#visible, discardConfirmation: this.discardConfirmation, buttons: this.#buttons().map(barButton) });
  }
}

const bars = new Map<string, SaveBarElement>();

export function isAnySaveBarShowing(): boolean {
  return showing.size > 0;
}

export async function hideSaveBars(): Promise<void> {
  await Promise.all([...showing].map((bar) => bar.hide()));
}

onShell((message) => {
  if (message.kind === "saveBarClick") bars.get(message.id)?.press(message.index);
  if (message.kind === "hideSaveBars") void hideSaveBars();
});
