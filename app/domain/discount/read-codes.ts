import { codeKeyOf } from "./write-code";

/** More than this in one go is uploaded in several files. */
export const MOST_CODES = 50_000;
/** What Shopify takes. */
const LONGEST_CODE = 255;
const HEADERS = ["code", "codes", "discount code", "coupon", "coupon code"];

export interface CodeLine {
  code: string;
  /** In the text, from 1. */
  line: number;
}

export interface RefusedLine {
  line: number;
  /** What stands there, cut short. */
  text: string;
  reason: "spaces" | "too-long" | "twice" | "known" | "too-many";
  /** Of "twice": the line where it stands first. */
  first?: number;
}

export interface ReadCodes {
  codes: CodeLine[];
  refused: RefusedLine[];
}

/** Reads a pasted list or a CSV file: one code a line, of several columns the first; a heading and empty lines are passed over. */
export function readCodes(text: string): ReadCodes {
  const codes: CodeLine[] = [];
  const refused: RefusedLine[] = [];
  const seen = new Map<string, number>();
  text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).forEach((raw, index) => {
    const line = index + 1;
    const code = firstColumn(raw);
    if (code === "" || (seen.size === 0 && refused.length === 0 && HEADERS.includes(code.toLowerCase()))) return;
    const refuse = (reason: RefusedLine["reason"], first?: number) => refused.push({ line, text: code.slice(0, 60), reason, ...(first === undefined ? {} : { first }) });
    const key = codeKeyOf(code);
    const first = seen.get(key);
    if (/[\s\p{C}]/u.test(code)) refuse("spaces");
    else if (code.length > LONGEST_CODE) refuse("too-long");
    else if (first !== undefined) refuse("twice", first);
    else if (codes.length >= MOST_CODES) refuse("too-many");
    else {
      seen.set(key, line);
      codes.push({ code, line });
    }
  });
  return { codes, refused };
}

function firstColumn(raw: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(raw)?.[1];
  return (quoted === undefined ? (raw.split(/[,;\t]/)[0] ?? "") : quoted.replaceAll('""', '"')).trim();
}
