import { setFlagsFromString } from "node:v8";

/**
 * V8 lets garbage pile up to several times of what is in use before it looks for it, and a process that renders mails all
 * day holds hundreds of megabytes for nothing. Called first thing; it costs some percent of the processor's time. How much is made before the youngest are looked
 * at is settled before a program runs: the start scripts in package.json say it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
}
