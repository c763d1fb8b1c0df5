import { make } from "./make.ts";
import type { FrameMessage } from "../messages.ts";
import type { Reply } from "./frame-link.ts";

type Toast = Extract<FrameMessage, { kind: "toast" }>;

const leave = new Map<string, () => void>();

export function showToast(toast: Toast, reply: Reply): void {
  const element = make("div", { className: toast.isError ? "toast error" : "toast", aria: { role: toast.isError ? "alert" : "status" } }, make("span", {}, toast.message));
  const gone = () => {
    if (!leave.delete(toast.id)) return;
    element.remove();
    reply({ kind: "toastGone", id: toast.id });
  };
  leave.set(toast.id, gone);
  if (toast.action) {
    element.append(
      make("button", { type: "button", className: "toast-action", onclick: () => {
        reply({ kind: "toastAction", id: toast.id });
        gone();
      } }, toast.action),
    );
  }
  element.append(make("button", { type: "button", className: "toast-close", onclick: gone, aria: { label: "Dismiss" } }, "✕"));
  document.getElementById("toasts")?.append(element);
  setTimeout(gone, toast.durationMs);
}

export function hideToast(id: string): void {
  leave.get(id)?.();
}
