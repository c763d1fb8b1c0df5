/** Without those that are read for one another: I and 1, O and 0. 32 of them, so each takes five bits of chance. */
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** 50 bits: who tries a code a second meets one of a million valid ones after 35 years. */
export const CODE_LETTERS = 10;

/** A code of the prefix and `chance`, of which each byte (CODE_LETTERS of them, from a cryptographic source) gives one letter. */
export function writeCode(prefix: string, chance: Uint8Array): string {
  if (chance.length < CODE_LETTERS) throw new Error(`a code takes ${CODE_LETTERS} bytes of chance`);
  const letters = [...chance.subarray(0, CODE_LETTERS)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return prefix === "" ? letters : `${prefix}-${letters}`;
}

/** How Shopify compares codes: case alone makes no other code. */
export const codeKeyOf = (code: string): string => code.trim().toUpperCase();
