import type { Sign } from "./link-token";

/** Letters of a code: 66 bits. */
export const CODE_LETTERS = 11;

/** The code of a message's short address for its link n. The same message and link always have the same. */
export function shortCode(shopId: number, messageId: string, link: number, sign: Sign): string {
  const bytes = sign(Uint8Array.from(`short\n${shopId}\n${messageId}\n${link}`, (letter) => letter.charCodeAt(0)));
  let code = "";
  for (let at = 0; at < CODE_LETTERS; at += 1) code += LETTERS.charAt((bytes[at] ?? 0) & 63);
  return code;
}

/** Whether a text can be a code at all. */
export const isShortCode = (text: string): boolean => /^[A-Za-z0-9_-]{11}$/.test(text);

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
