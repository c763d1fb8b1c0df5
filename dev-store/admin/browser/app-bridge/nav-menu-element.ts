import { onShell, tell } from "./shell-link.ts";
import { watch } from "./bar-buttons.ts";

/** `<ui-nav-menu>` and `<s-app-nav>`: the app's entries in the admin's own navigation. */
export class NavMenuElement extends HTMLElement {
  #stop: (() => void) | null = null;

  connectedCallback(): void {
    this.style.display = "none";
    this.#stop = watch(this, () => {
      const links = [...this.querySelectorAll<HTMLElement>("a, s-link")];
      tell({ kind: "nav", links: links.map((link) => ({ label: link.textContent?.trim() ?? "", href: link.getAttribute("href") ?? "/", home: link.getAttribute("rel") === "home" })) });
    });
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }
}

/** Two classes, since a class can define one element only. */
export class AppNavElement extends NavMenuElement {}

onShell((message) => {
  if (message.kind === "navigate") navigateInApp(message.path);
});

/** Apps with a client router listen for `shopify:navigate` and read the target's href. */
export function navigateInApp(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.style.display = "none";
  document.body.append(link);
  link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true, detail: { path } }));
  link.remove();
}
