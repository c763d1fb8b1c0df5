import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { connectControlledClock } from "./controlled-clock.server";

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A clock server that has told the time once, its end of the line, and what the process logged. */
async function connected() {
  const server = createServer({ allowHalfOpen: true });
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const connection = once(server, "connection") as Promise<[Socket]>;
  const logged: string[] = [];
  const line = Promise.withResolvers<undefined>();
  const log = pino(new Writable({ write: (chunk, _encoding, done) => { logged.push(String(chunk)); line.resolve(undefined); done(); } }));
  const connecting = connectControlledClock(`127.0.0.1:${(server.address() as AddressInfo).port}`, "command", log);
  const [socket] = await connection;
  socket.resume();
  const tell = (id: number, now: number) => socket.write(`${JSON.stringify({ id, now, frozen: true })}\n`);
  tell(1, 1_000);
  const clock = await connecting;
  return { socket, tell, clock, logged, somethingLogged: line.promise };
}

describe("a clock under control", () => {
  it("is told the time once more after it has left: that is all the same to it", async () => {
    const { socket, tell, clock } = await connected();
    const heard = Promise.withResolvers<undefined>();
    clock.serve({ drain: async () => void (clock.now() === 2_000 && heard.resolve(undefined)), nextDueAt: async () => null });
    clock.disconnect();
    await once(socket, "end");
    tell(2, 2_000);
    await heard.promise;
    // Here it would acknowledge, which must not end the process.
    await setImmediate();
    expect(clock.now()).toBe(2_000);
    socket.end();
  });

  it("runs on when the clock server is gone", async () => {
    const { socket, clock, logged, somethingLogged } = await connected();
    socket.resetAndDestroy();
    await somethingLogged;
    expect(logged[0]).toContain("lost the clock server; domain time runs on");
    expect(clock.now()).toBe(1_000);
  });
});
