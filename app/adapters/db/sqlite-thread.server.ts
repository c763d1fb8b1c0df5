import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

/**
 * A thread with a connection of its own: the driver blocks its thread while a statement runs. It keeps no process alive. `answers`, of what is posted to it, is
 * the text of a function of `(db, message)`, so that no build has to know of a further entry; what it returns is posted back.
 */
export function startSqliteThread(file: string, pragmas: readonly string[], answers: string): Worker {
  const thread = new Worker(`
    const { parentPort, workerData } = require("node:worker_threads");
    const SQLite = require(workerData.driver);
    const db = new SQLite(workerData.file);
    for (const pragma of workerData.pragmas) db.pragma(pragma);
    const answers = ${answers};
    parentPort.on("message", (message) => parentPort.postMessage(answers(db, message)));`, { eval: true, workerData: { driver: createRequire(import.meta.url).resolve("better-sqlite3"), file, pragmas } });
  thread.unref();
  return thread;
}
