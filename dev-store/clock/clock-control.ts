import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { ClockSession, readMessages } from "./clock-session.ts";
import type { OffsetClock } from "./offset-clock.ts";

/**
 * The TCP side of the one clock: app processes connect, learn the present instant, and acknowledge each tick when
 * everything due at it is done. Speaks JSON lines on loopback only.
 */
export class ClockControl {
  readonly #clock: OffsetClock;
  readonly #sessions = new Set<ClockSession>();
  readonly #sockets = new Set<Socket>();
  readonly #listeners = new Set<() => void>();
  #server: Server | null = null;
  #lastTick = 0;

  constructor(clock: OffsetClock) {
    this.#clock = clock;
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. Returns the port. */
  async listen(port: number): Promise<number> {
    const server = createServer((socket) => this.#welcome(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  get sessions(): readonly ClockSession[] {
    return [...this.#sessions];
  }

  /** Tells every process what the clock reads. Returns the tick's number, to be compared with what they acknowledge. */
  broadcast(): number {
    const id = ++this.#lastTick;
    for (const session of this.#sessions) session.send({ id, now: this.#clock.now(), frozen: this.#clock.frozen });
    return id;
  }

  /** Those who have not yet worked off tick `id`. Processes that died are not among them, those that came since are. */
  unanswered(id: number): ClockSession[] {
    return this.sessions.filter((session) => session.acknowledged < id);
  }

  /** Calls back after each message, arrival and departure. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #welcome(socket: Socket): void {
    let session: ClockSession | null = null;
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    // A process killed in the middle of a write resets the connection; "close" follows and takes its session away.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#sockets.delete(socket);
      if (session && this.#sessions.delete(session)) this.#changed();
    });
    readMessages(socket, (message) => {
      if ("hello" in message) {
        if (session) this.#sessions.delete(session);
        session = new ClockSession(message.hello, message.pid, socket);
        this.#sessions.add(session);
        session.send({ id: this.#lastTick, now: this.#clock.now(), frozen: this.#clock.frozen });
      } else if (session) {
        session.acknowledged = Math.max(session.acknowledged, message.ack);
        session.nextDueAt = message.nextDueAt;
      }
      this.#changed();
    });
  }
}
