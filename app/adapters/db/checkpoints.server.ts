import { once } from "node:events";
import { statSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { startSqliteThread } from "./sqlite-thread.server";

/** Bytes of the write-ahead log from which on it is brought into the file. */
const LARGE = 32 * 2 ** 20;
const LOOK_EVERY_MS = 2_000;

/** A process that was killed leaves its log, and the next one begins to bring it in from the start: one that never lives long enough for that would let it grow without end. */
export const isLogLarge = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) >= LARGE;

/** Most is copied beside those who write; only what came meanwhile makes them wait, and the log begins anew, unless a long read still needs it: nobody is kept waiting for that. */
const CHECKPOINT = `(db) => {
  const [{ log }] = db.pragma("wal_checkpoint(PASSIVE)");
  if (log * db.pragma("page_size", { simple: true }) >= ${LARGE}) db.pragma("wal_checkpoint(RESTART)");
  return null;
}`;

export interface Checkpoints {
  /** Brings the log into the file where it is large; ends when that is done. Real time does it every two seconds. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Brings SQLite's write-ahead log into its file in a thread of its own: in the one that writes everything would stand still for it, for
 * seconds where much was written, and a process that was killed would read all of the log again when it starts.
 */
export function openCheckpoints(file: string): Checkpoints {
  let thread: Worker | null = null;
  let busy: Promise<void> | null = null;

  const look = (): Promise<void> => {
    if (busy !== null) return busy;
    if (!isLogLarge(file)) return Promise.resolve();
    const asked = (thread ??= startSqliteThread(file, ["busy_timeout = 50", "synchronous = FULL"], CHECKPOINT));
    // One that failed is begun anew at the next look; until then the log waits.
    busy = once(asked, "message").then(() => undefined, () => void (thread = null)).finally(() => void (busy = null));
    asked.postMessage(null);
    return busy;
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return {
    look,
    async close() {
      clearInterval(timer);
      await thread?.terminate();
    },
  };
}
