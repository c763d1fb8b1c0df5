/** The navigation on a phone: a drawer behind the menu button. */
export function openableMenu(): { close: () => void } {
  const button = document.querySelector<HTMLButtonElement>(".menu");
  const scrim = document.querySelector<HTMLElement>(".scrim");
  const set = (open: boolean) => {
    document.body.classList.toggle("menu-open", open);
    button?.setAttribute("aria-expanded", String(open));
    button?.setAttribute("aria-label", open ? "Close menu" : "Open menu");
    if (scrim) scrim.hidden = !open;
  };
  const close = () => set(false);
  button?.addEventListener("click", () => set(!document.body.classList.contains("menu-open")));
  scrim?.addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return { close };
}
