import type { TraitFault } from "~/domain/trait/read-constant";

/** Why a line, or one cell of it, was left out; keys of the locale file `traits.json`, below `import.fault`. */
export type LineFault = Exclude<TraitFault, "empty"> | "no-key" | "bad-key" | "not-found" | "several" | "too-short" | "unreadable" | "trait-gone";

/** After so many no more are written down; they are still counted. */
export const MOST_FAULTS = 10_000;
/** Of what stood in the cell so much is kept. */
export const LONGEST_SHOWN = 200;

export const LARGEST_FILE = 20 * 1_024 * 1_024;
/** A piece of the upload. */
export const PART_BYTES = 256 * 1_024;
