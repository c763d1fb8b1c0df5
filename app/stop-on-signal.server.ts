import type { Logger } from "pino";

/** Within the half minute that machines usually leave a process; a call to a provider has its answer by then. */
const STOP_WITHIN_MS = 25_000;

/**
 * On SIGTERM and SIGINT lets `finish` end what is under way, then exits with 0. What is not done within the limit is left
 * to others: its lease runs out.
 */
export function stopOnSignal(log: Logger, finish: () => Promise<void>): { readonly stopping: boolean } {
  const state = { stopping: false };
  const stop = async (signal: string): Promise<void> => {
    if (state.stopping) return;
    state.stopping = true;
    log.info({ signal }, "stopping");
    const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), STOP_WITHIN_MS));
    const ended = finish().catch((error: unknown) => log.error({ err: error }, "stopping went wrong; what was under way is found by the sweep"));
    if ((await Promise.race([ended, late])) === "late") log.warn("not all that was under way could be finished; its leases run out");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  return state;
}
