import { isEnvelope } from "../messages.ts";
import type { Envelope, FrameMessage, ShellMessage } from "../messages.ts";

interface ShellConfig {
  frameOrigin: string | null;
  appBase: string;
  appRoot: string;
  appName: string;
  shopName: string;
}

export const config: ShellConfig = JSON.parse(document.getElementById("shell-config")?.textContent ?? "{}");

/** The window that speaks last is answered: a modal's own frame speaks for itself. */
export type Reply = (message: ShellMessage) => void;

export function appFrame(): HTMLIFrameElement | null {
  const frame = document.getElementById("app");
  return frame instanceof HTMLIFrameElement ? frame : null;
}

export function tellApp(message: ShellMessage): void {
  post(appFrame()?.contentWindow ?? null, message);
}

export function onApp(hear: (message: FrameMessage, reply: Reply) => void): void {
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (config.frameOrigin === null || event.origin !== config.frameOrigin || !isEnvelope<FrameMessage>(event.data)) return;
    const { source } = event;
    hear(event.data.message, (message) => {
      if (source && "postMessage" in source) post(source as Window, message);
    });
  });
}

function post(target: Window | null, message: ShellMessage): void {
  const envelope: Envelope<ShellMessage> = { appBridge: 1, message };
  if (target && config.frameOrigin) target.postMessage(envelope, config.frameOrigin);
}
