import { isEnvelope } from "../messages.ts";
import type { Envelope, FrameMessage, FrameQuestion, ShellMessage } from "../messages.ts";

const script = document.currentScript;

/** Where the shell lives: whoever served this script. */
export const shellOrigin = new URL(script instanceof HTMLScriptElement ? script.src : location.href).origin;
export const apiKey = (script instanceof HTMLElement ? script.dataset.apiKey : undefined) ?? document.querySelector<HTMLMetaElement>("meta[name='shopify-api-key']")?.content ?? "";

type Listener = (message: ShellMessage) => void;

const listeners = new Set<Listener>();
const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
let calls = 0;

export function tell(message: FrameMessage): void {
  const envelope: Envelope<FrameMessage> = { appBridge: 1, message };
  window.top?.postMessage(envelope, shellOrigin);
}

export function ask(question: FrameQuestion): Promise<unknown> {
  const call = ++calls;
  return new Promise((resolve, reject) => {
    pending.set(call, { resolve, reject });
    tell({ kind: "ask", call, question });
  });
}

export function onShell(listener: Listener): void {
  listeners.add(listener);
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.origin !== shellOrigin || !isEnvelope<ShellMessage>(event.data)) return;
  const { message } = event.data;
  if (message.kind === "answer" || message.kind === "failed") {
    const waiting = pending.get(message.call);
    pending.delete(message.call);
    if (message.kind === "answer") waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
    return;
  }
  for (const listener of listeners) listener(message);
});
