import { tell } from "./shell-link.ts";
import type { ShellMessage } from "../messages.ts";

interface ToastOptions {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
}

const shown = new Map<string, ToastOptions>();
let count = 0;

export const toast = {
  show(message: string, options: ToastOptions = {}): string {
    const id = `toast-${++count}`;
    shown.set(id, options);
    tell({ kind: "toast", id, message: String(message), isError: options.isError === true, action: options.action ?? null, durationMs: options.duration ?? 5000 });
    return id;
  },
  hide(id: string): void {
    tell({ kind: "hideToast", id });
  },
  hear(message: ShellMessage): void {
    if (message.kind === "toastAction") shown.get(message.id)?.onAction?.();
    if (message.kind !== "toastGone") return;
    shown.get(message.id)?.onDismiss?.();
    shown.delete(message.id);
  },
};
