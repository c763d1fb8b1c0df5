import type { IncomingMessage } from "node:http";

const MOST_BYTES = 1_000_000;

/** Too large, or not what its content type says. Answered 413 or 400. */
export class BodyError extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.name = "BodyError";
    this.status = status;
  }
}

/** Form fields as they came, or the parsed JSON. */
export type RequestBody = { kind: "fields"; fields: [string, string][] } | { kind: "json"; value: unknown };

/** Reads JSON, urlencoded and multipart bodies of at most 1 MB. An untyped body that begins with `{` is JSON, as Shopify reads it. Throws BodyError. */
export async function readBody(req: IncomingMessage): Promise<RequestBody> {
  const raw = await readBytes(req);
  const type = req.headers["content-type"] ?? "";
  if (type.includes("multipart/form-data")) return { kind: "fields", fields: await multipart(raw, type) };
  const text = raw.toString("utf8");
  if (type.includes("application/json") || text.trimStart().startsWith("{")) {
    try {
      return { kind: "json", value: text === "" ? {} : JSON.parse(text) };
    } catch (error) {
      throw new BodyError(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { kind: "fields", fields: [...new URLSearchParams(text)] };
}

/** Throws BodyError 413 above 1 MB. */
export async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES) throw new BodyError(413, "The body is larger than 1 MB.");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function multipart(raw: Buffer, type: string): Promise<[string, string][]> {
  try {
    const form = await new Response(new Uint8Array(raw), { headers: { "content-type": type } }).formData();
    return [...form].map(([name, value]) => [name, typeof value === "string" ? value : value.name]);
  } catch (error) {
    throw new BodyError(400, `The form cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
