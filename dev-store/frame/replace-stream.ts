import { Transform } from "node:stream";
import type { TransformCallback } from "node:stream";

/** Replaces every `needle` in a stream of bytes, also where it lies across two chunks, holding back only what may begin one. */
export class ReplaceStream extends Transform {
  readonly #needle: Buffer;
  readonly #replacement: Buffer;
  #held: Buffer = Buffer.alloc(0);

  constructor(needle: string, replacement: string) {
    super();
    this.#needle = Buffer.from(needle);
    this.#replacement = Buffer.from(replacement);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let rest = Buffer.concat([this.#held, chunk]);
    for (let at = rest.indexOf(this.#needle); at >= 0; at = rest.indexOf(this.#needle)) {
      this.push(rest.subarray(0, at));
      this.push(this.#replacement);
      rest = rest.subarray(at + this.#needle.length);
    }
    const keep = this.#beginning(rest);
    this.push(rest.subarray(0, rest.length - keep));
    this.#held = rest.subarray(rest.length - keep);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(this.#held);
    done();
  }

  #beginning(rest: Buffer): number {
    for (let length = Math.min(this.#needle.length - 1, rest.length); length > 0; length--) {
      if (rest.subarray(rest.length - length).equals(this.#needle.subarray(0, length))) return length;
    }
    return 0;
  }
}
