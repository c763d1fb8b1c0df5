const LOOK_EVERY_MS = 1_000;

/** Calls back when the process that started this one is gone: a killed `npm run` must not leave servers behind. */
export function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, LOOK_EVERY_MS);
  watch.unref();
}
