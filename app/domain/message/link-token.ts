/** What a signed address of ours stands for. */
export type TokenKind = "click" | "open" | "trap" | "unsubscribe" | "follow" | "displayed";

export interface MessageToken {
  kind: TokenKind;
  shopId: number;
  /** A UUID, as all ids of ours. */
  messageId: string;
  /** Place of the link in the message; 0 where the kind has none. */
  link: number;
}

/** HMAC-SHA256 of the bytes under the app's secret key. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

/** The letters say nothing to a reader; changing one makes every mail that is out lose its links. */
const KINDS: readonly TokenKind[] = ["click", "open", "trap", "unsubscribe", "follow", "displayed"];
const FIXED_BYTES = 23;
/** 96 bits: nobody guesses one by asking us, and addresses stay short. */
const SIGNATURE_BYTES = 12;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A token of 47 letters, safe in an address: kind, link (16 bits), shop (32 bits), message, signature. Throws where a part does not fit. */
export function signToken({ kind, shopId, messageId, link }: MessageToken, sign: Sign): string {
  if (!UUID.test(messageId)) throw new Error(`"${messageId}" is no id of a message`);
  if (!Number.isInteger(shopId) || shopId < 0 || shopId > 0xffff_ffff || !Number.isInteger(link) || link < 0 || link > 0xffff) throw new Error("shop or link does not fit into a token");
  const bytes = new Uint8Array(FIXED_BYTES + SIGNATURE_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KINDS.indexOf(kind));
  view.setUint16(1, link);
  view.setUint32(3, shopId);
  const digits = messageId.replaceAll("-", "");
  for (let at = 0; at < 16; at += 1) view.setUint8(7 + at, Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16));
  bytes.set(sign(bytes.subarray(0, FIXED_BYTES)).subarray(0, SIGNATURE_BYTES), FIXED_BYTES);
  return toBase64Url(bytes);
}

/** Reads a token; null for one that we did not sign. */
export function verifyToken(token: string, sign: Sign): MessageToken | null {
  const bytes = fromBase64Url(token);
  if (bytes?.length !== FIXED_BYTES + SIGNATURE_BYTES) return null;
  const expected = sign(bytes.slice(0, FIXED_BYTES)).slice(0, SIGNATURE_BYTES);
  let difference = 0;
  for (const [at, byte] of expected.entries()) difference |= byte ^ (bytes[FIXED_BYTES + at] ?? 256);
  const view = new DataView(bytes.buffer);
  const kind = KINDS[view.getUint8(0)];
  if (difference !== 0 || kind === undefined) return null;
  const digits = [...bytes.slice(7, FIXED_BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const messageId = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
  return { kind, shopId: view.getUint32(3), messageId, link: view.getUint16(1) };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += LETTERS.charAt(bits >> 18) + LETTERS.charAt((bits >> 12) & 63);
    if (at + 1 < bytes.length) text += LETTERS.charAt((bits >> 6) & 63);
    if (at + 2 < bytes.length) text += LETTERS.charAt(bits & 63);
  }
  return text;
}

function fromBase64Url(text: string): Uint8Array | null {
  if (text.length > 64 || text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = (bits >> held) & 0xff;
      at += 1;
    }
  }
  // Leftover bits must be nothing, or one token could be written in several ways.
  return (bits & ((1 << held) - 1)) === 0 ? bytes : null;
}
