/** Where a text stops being JSON (RFC 8259). Line and column begin at 1. */
export interface JsonFault {
  line: number;
  column: number;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const DEEPEST = 100;

/**
 * The first place at which a text is not JSON, or null where all of it is. Browsers tell of it each in their own words,
 * mostly without the place.
 */
export function jsonFault(text: string): JsonFault | null {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) return false;
    at += found.length;
    return true;
  };
  const taken = (sign: string): boolean => {
    take(SPACE);
    if (!text.startsWith(sign, at)) return false;
    at += sign.length;
    return true;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (taken(end)) return true;
    do {
      if (!item()) return false;
    } while (taken(","));
    return taken(end);
  };
  const value = (depth: number): boolean => {
    take(SPACE);
    if (depth > DEEPEST) return false;
    if (taken("{")) return list("}", () => (take(SPACE), take(STRING)) && taken(":") && value(depth + 1));
    if (taken("[")) return list("]", () => value(depth + 1));
    return take(STRING) || take(SCALAR);
  };
  const whole = value(0) && take(SPACE) && at === text.length;
  if (whole) return null;
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
