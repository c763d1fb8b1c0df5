import { connect } from "node:net";
import { createInterface } from "node:readline";
import type { Logger } from "pino";
import { z } from "zod";
import type { Instant } from "~/domain/instant";
import { MovableClock } from "./movable-clock";

const command = z.object({ id: z.number(), now: z.number(), frozen: z.boolean() });

export interface Drainable {
  /** Does all that is due at the present instant. */
  drain(): Promise<void>;
  nextDueAt(): Promise<Instant | null>;
}

export interface ControlledClock extends MovableClock {
  /** Whose work is waited for at each instant set. */
  serve(process: Drainable): void;
  /** Leaves the clock server; domain time runs on from where it is. */
  disconnect(): void;
}

/**
 * Domain time under the control of a clock server: one JSON line sets it, one answers that everything due then is done.
 * Resolves once the server has told the time.
 */
export function connectControlledClock(address: string, role: "web" | "worker" | "command", log: Logger): Promise<ControlledClock> {
  const [host = "127.0.0.1", port = "0"] = address.split(":");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    let clock: ControlledClock | undefined;
    let drainable: Drainable | undefined;
    let pending: number | undefined;

    const acknowledge = (id: number): void => {
      if (!drainable) {
        pending = id;
        return;
      }
      const serving = drainable;
      serving.drain().then(() => serving.nextDueAt()).then(
        (due) => {
          // A time told while the line was being closed is still heard, and cannot be acknowledged any more.
          if (socket.writable) socket.write(`${JSON.stringify({ ack: id, nextDueAt: due })}\n`);
        },
        (error: unknown) => log.error({ err: error }, "could not finish what was due at the instant set"),
      );
    };

    socket.on("error", (error) => {
      reject(new Error(`the clock server at ${address} cannot be reached: ${error.message}`));
      log.warn({ err: error }, "lost the clock server; domain time runs on");
    });
    socket.once("connect", () => socket.write(`${JSON.stringify({ hello: role, pid: process.pid })}\n`));
    const lines = createInterface({ input: socket });
    // The socket's errors come here once more, and are logged there.
    lines.on("error", () => undefined);
    lines.on("line", (line) => {
      const { id, now, frozen } = command.parse(JSON.parse(line));
      if (clock) {
        clock.set(now, frozen);
      } else {
        clock = Object.assign(new MovableClock(now, frozen), {
          serve(process: Drainable) {
            drainable = process;
            if (pending !== undefined) acknowledge(pending);
          },
          disconnect: () => void socket.end(),
        });
        resolve(clock);
      }
      acknowledge(id);
    });
  });
}
