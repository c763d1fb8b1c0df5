import { z } from "zod";

/** R40: where those go on who stand in a step that is gone, by the id of that step. */
export type Moves = ReadonlyMap<string, string>;

const movesSchema = z.record(z.string(), z.string());

/** As it is stored with a version, null where nobody is moved. */
export const readMoves = (stored: string | null): Moves => new Map(stored === null ? [] : Object.entries(movesSchema.parse(JSON.parse(stored))));

export const writeMoves = (moves: Moves): string | null => (moves.size === 0 ? null : JSON.stringify(Object.fromEntries(moves)));

/**
 * The moves of a new version. Somebody may not have been looked at since an earlier version moved her, because she was
 * held: she goes where those of her new step go. A step that is there again moves nobody, and one that is gone takes nobody.
 */
export function composeMoves(earlier: Moves, chosen: Moves, steps: ReadonlySet<string>): Moves {
  const composed = new Map<string, string>();
  for (const [from, to] of [...earlier, ...chosen]) {
    const end = steps.has(to) ? to : chosen.get(to);
    if (!steps.has(from) && end !== undefined && steps.has(end)) composed.set(from, end);
  }
  return composed;
}
