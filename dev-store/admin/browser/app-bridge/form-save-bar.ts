import { SaveBarElement } from "./save-bar-element.ts";

const bars = new WeakMap<HTMLFormElement, SaveBarElement>();

/** `<form data-save-bar>`: a change shows a save bar of its own, submitting or resetting the form takes it away. */
export function followForms(): void {
  const changed = (event: Event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-save-bar]") : null;
    if (form) void barOf(form).show();
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  for (const type of ["submit", "reset"]) {
    document.addEventListener(type, (event) => {
      if (event.target instanceof HTMLFormElement) void bars.get(event.target)?.hide();
    });
  }
}

function barOf(form: HTMLFormElement): SaveBarElement {
  const known = bars.get(form);
  if (known?.isConnected) return known;
  const bar = new SaveBarElement();
  bar.discardConfirmation = form.hasAttribute("data-discard-confirmation");
  const save = Object.assign(document.createElement("button"), { type: "button", textContent: "Save", onclick: () => form.requestSubmit() });
  save.setAttribute("variant", "primary");
  const discard = Object.assign(document.createElement("button"), { type: "button", textContent: "Discard", onclick: () => form.reset() });
  bar.append(save, discard);
  document.body.append(bar);
  bars.set(form, bar);
  return bar;
}
