import type { Worker } from "node:worker_threads";
import { oneAfterAnother } from "~/adapters/one-after-another";
import { startSqliteThread } from "./sqlite-thread.server";

interface Answer {
  id: number;
  rows?: unknown[];
  error?: string;
}

interface Waiting {
  resolve(rows: unknown[]): void;
  reject(error: Error): void;
}

const PRAGMAS = ["busy_timeout = 5000", "query_only = ON", "cache_size = -131072", "mmap_size = 1073741824", "temp_store = MEMORY"];
const READ = `(db, { id, sql, parameters }) => {
  try {
    return { id, rows: db.prepare(sql).all(...parameters) };
  } catch (error) {
    return { id, error: String(error && error.message) };
  }
}`;

/** Reads in a thread of their own, which is started by the first of them and keeps no process alive. */
export function openLongReads(file: string) {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  const inTurn = oneAfterAnother();
  let asked = 0;

  const fail = (error: Error): void => {
    thread = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const made = startSqliteThread(file, PRAGMAS, READ);
    made.on("message", ({ id, rows, error }: Answer) => {
      const asker = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asker?.resolve(rows ?? []);
      else asker?.reject(new Error(error));
      if (waiting.size === 0) made.unref();
    });
    made.on("error", fail);
    made.on("exit", () => fail(new Error("the thread of long reads ended")));
    return made;
  };
  const ask = (sql: string, parameters: readonly unknown[], signal?: AbortSignal): Promise<unknown[]> => {
    signal?.throwIfAborted();
    thread ??= start();
    const id = ++asked;
    const answer = new Promise<unknown[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
    thread.ref();
    thread.postMessage({ id, sql, parameters });
    return answer;
  };

  return {
    /** One after the other; one that was called off meanwhile is not begun. */
    read: (sql: string, parameters: readonly unknown[], signal?: AbortSignal): Promise<unknown[]> => inTurn(async () => ask(sql, parameters, signal)),
    async close(): Promise<void> {
      const ending = thread;
      ending?.removeAllListeners("exit");
      await ending?.terminate();
      fail(new Error("the database was closed"));
    },
  };
}
