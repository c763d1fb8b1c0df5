import type { IncomingMessage } from "node:http";

/** Thrown when a body passes the limit; the edge answers 413. */
export class BodyTooLarge extends Error {
  constructor(limitBytes: number) {
    super(`The request body is larger than ${limitBytes} bytes.`);
    this.name = "BodyTooLarge";
  }
}

/** The raw body as text. Throws BodyTooLarge past `limitBytes`. */
export async function readBody(req: IncomingMessage, limitBytes = 1_000_000): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limitBytes) throw new BodyTooLarge(limitBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body as JSON, or null when it is not JSON. Throws BodyTooLarge. */
export async function readJson(req: IncomingMessage, limitBytes?: number): Promise<unknown> {
  const text = await readBody(req, limitBytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
