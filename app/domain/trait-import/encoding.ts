/** Encodings that spreadsheets write text files in. Their names are those of the Encoding Standard. */
export const ENCODINGS = ["utf-8", "windows-1250", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What the first bytes say: a byte order mark, or the zeros of UTF-16. Null where they leave UTF-8 and Windows-1250 open; "binary" where it is no text. */
export function encodingOfStart(bytes: Uint8Array): Encoding | "binary" | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // What a workbook (a zip) begins with.
  if (first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04) return "binary";
  return encodingByZeros(bytes.subarray(0, 4_096));
}

/** Letters of ours have a zero byte in UTF-16, on the same side each; a text of any other encoding has none at all. */
function encodingByZeros(bytes: Uint8Array): Encoding | "binary" | null {
  let even = 0;
  let odd = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even + odd === 0) return null;
  const half = bytes.length / 2;
  if (odd > half * 0.4 && even < half * 0.02) return "utf-16le";
  if (even > half * 0.4 && odd < half * 0.02) return "utf-16be";
  return "binary";
}
