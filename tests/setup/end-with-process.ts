import type { ChildProcess } from "node:child_process";

/** The child gets the signal when this process ends, also by an error; only a SIGKILL of this process leaves it behind. */
export function endWithProcess(child: ChildProcess, signal: NodeJS.Signals): void {
  const end = (): void => void child.kill(signal);
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
}

/** SIGTERM and SIGINT end this process with its "exit" event, and so its children. */
export function exitOnSignals(): void {
  for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) process.once(signal, () => process.exit(code));
}
