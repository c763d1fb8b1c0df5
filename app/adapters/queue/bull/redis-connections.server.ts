import { Redis } from "ioredis";
import type { Logger } from "pino";

const LONGEST_RECONNECT_MS = 2_000;
const QUIT_WITHIN_MS = 1_000;

/**
 * Connections to one Redis: one for commands and one for news, shared by all queues, and one for each queue that waits
 * for jobs. While Redis is away commands wait; they are few, since each queue keeps one wake-up under way at most.
 */
export class RedisConnections {
  private readonly url: string;
  private readonly log: Logger;
  private readonly shared = new Map<"client" | "subscriber", Redis>();
  private readonly all: Redis[] = [];
  private away = false;

  constructor(url: string, log: Logger) {
    this.url = url;
    this.log = log;
  }

  /** Whether commands are answered now, as far as is known. */
  get ready(): boolean {
    return this.shared.get("client")?.status === "ready";
  }

  /** As Bull asks for them. */
  of(type: "client" | "subscriber" | "bclient"): Redis {
    if (type === "bclient") return this.open();
    const known = this.shared.get(type);
    if (known) return known;
    const opened = this.open();
    if (type === "client") this.tell(opened);
    this.shared.set(type, opened);
    return opened;
  }

  /** Ends all of them, in good order where Redis answers. */
  async close(): Promise<void> {
    await Promise.all(this.all.map(async (connection) => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, QUIT_WITHIN_MS).unref());
      // A connection that is lost already has nothing to say goodbye to.
      if (connection.status === "ready") await Promise.race([connection.quit().then(() => undefined, () => undefined), late]);
      connection.disconnect();
    }));
  }

  private open(): Redis {
    const connection = new Redis(this.url, {
      // Bull's own conditions for connections that wait.
      maxRetriesPerRequest: null, enableReadyCheck: false,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RECONNECT_MS),
    });
    // Each queue listens on the shared ones.
    connection.setMaxListeners(0);
    // Closing, Bull makes its waiting connection connect anew and looks at the promise only later: rejected meanwhile, it would end the process. Lost or not, the connection tries on by itself.
    const connect = connection.connect.bind(connection);
    connection.connect = (callback) => connect(callback).catch(() => undefined);
    // Told once, by `tell`; without a listener the library would write to the console.
    connection.on("error", () => undefined);
    this.all.push(connection);
    return connection;
  }

  private tell(connection: Redis): void {
    connection.on("error", (error) => {
      if (!this.away) this.log.warn({ err: error }, "Redis is away; work goes on by the sweep");
      this.away = true;
    });
    connection.on("ready", () => {
      if (this.away) this.log.info("Redis is back");
      this.away = false;
    });
  }
}
