import { make } from "./make.ts";

export interface Question {
  title: string;
  text: string;
  stay: string;
  go: string;
}

/** A dialog of the admin. True when the merchant chose `go`. */
export function confirmDialog(question: Question): Promise<boolean> {
  const dialog = make("dialog", { className: "confirm", aria: { labelledby: "confirm-title" } });
  const close = (answer: "go" | "stay") => () => dialog.close(answer);
  dialog.append(
    make("h2", { id: "confirm-title" }, question.title),
    make("p", {}, question.text),
    make("div", { className: "dialog-buttons" }, make("button", { type: "button", onclick: close("stay") }, question.stay), make("button", { type: "button", className: "primary critical", onclick: close("go") }, question.go)),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
  });
}
