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

/**
 * Domain time under the control of a clock server: one JSON line sets it, one answers that everything due then is done.
 * Resolves once the server has told the time.
 */
export function connectControlledClock(address: string, role: "web" | "worker", log: Logger): Promise<MovableClock & { serve(process: Drainable): void }> {
  const [host = "127.0.0.1", port = "0"] = address.split(":");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    let clock: (MovableClock & { serve(process: Drainable): void }) | undefined;
    let drainable: Drainable | undefined;
    let pending: number | undefined;

    const acknowledge = async (id: number): Promise<void> => {
      if (!drainable) {
        pending = id;
        return;
      }
      await drainable.drain();
      socket.write(`${JSON.stringify({ ack: id, nextDueAt: await drainable.nextDueAt() })}\n`);
    };

    socket.once("error", reject);
    socket.once("connect", () => socket.write(`${JSON.stringify({ hello: role, pid: process.pid })}\n`));
    createInterface({ input: socket }).on("line", (line) => {
      const { id, now, frozen } = command.parse(JSON.parse(line));
      if (clock) {
        clock.set(now, frozen);
      } else {
        clock = Object.assign(new MovableClock(now, frozen), {
          serve(process: Drainable) {
            drainable = process;
            if (pending !== undefined) void acknowledge(pending);
          },
        });
        resolve(clock);
      }
      acknowledge(id).catch((error: unknown) => log.error({ err: error }, "could not finish what was due at the instant set"));
    });
  });
}
