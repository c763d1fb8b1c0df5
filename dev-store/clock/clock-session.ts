import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { processMessage, type ProcessMessage, type Tick } from "./process-message.ts";

const LONGEST_LINE = 4_096;

/** One connected app process. It exists from its hello until its socket closes, which is how a killed process is noticed. */
export class ClockSession {
  readonly name: string;
  readonly pid: number;
  /** The latest tick the process has worked off; -1 before the first. */
  acknowledged = -1;
  nextDueAt: number | null = null;
  readonly #socket: Socket;

  constructor(name: string, pid: number, socket: Socket) {
    this.name = name;
    this.pid = pid;
    this.#socket = socket;
  }

  get title(): string {
    return `${this.name} (pid ${this.pid})`;
  }

  send(tick: Tick): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(tick)}\n`);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/**
 * Reads JSON lines from one socket. A line that is not a message of the protocol ends the connection with a sentence on it,
 * so that a wrong client is told rather than waited for.
 */
export function readMessages(socket: Socket, onMessage: (message: ProcessMessage) => void): void {
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  // readline re-emits the socket's error; the socket's own handler deals with it.
  lines.on("error", () => socket.destroy());
  lines.on("line", (line) => {
    const refusal = accept(line, onMessage);
    if (refusal) socket.end(`${JSON.stringify({ error: refusal })}\n`);
  });
}

function accept(line: string, onMessage: (message: ProcessMessage) => void): string | null {
  if (line.length > LONGEST_LINE) return `A line may have ${LONGEST_LINE} characters at most.`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    return `Not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const message = processMessage.safeParse(parsed);
  if (!message.success) return `Expected {"hello","pid"} or {"ack","nextDueAt"}: ${message.error.issues[0]?.message ?? "unknown"}`;
  onMessage(message.data);
  return null;
}
