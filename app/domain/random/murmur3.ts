/** MurmurHash3, 32 bits (x86), of ASCII text: a whole number from 0 to 2³² − 1, the same everywhere and for ever. Not for secrets. */
export function murmur3(text: string, seed = 0): number {
  let hash = seed;
  const tailStart = text.length - (text.length % 4);
  for (let at = 0; at < tailStart; at += 4) hash = Math.imul(rotated(hash ^ mixed(wordAt(text, at, 4)), 13), 5) + 0xe6546b64;
  if (tailStart < text.length) hash ^= mixed(wordAt(text, tailStart, text.length - tailStart));
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Little-endian. */
function wordAt(text: string, at: number, bytes: number): number {
  let word = 0;
  for (let byte = 0; byte < bytes; byte += 1) word |= (text.charCodeAt(at + byte) & 0xff) << (8 * byte);
  return word;
}

const mixed = (word: number) => Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
const rotated = (word: number, by: number) => (word << by) | (word >>> (32 - by));
