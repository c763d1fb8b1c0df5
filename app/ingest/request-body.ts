import type { IncomingMessage } from "node:http";
import type { Refusal } from "./refusal";

const OVERSIZED: Refusal = { status: 413, code: "oversized", message: "A batch is at most 64 KB." };
/** So many times the limit is read and thrown away, so that the sender gets to see the refusal; then the line is cut. */
const PATIENCE = 16;

/** The body as text, or a refusal as soon as it exceeds the limit (bytes). Rejects when the sender goes away. */
export function readBody(request: IncomingMessage, limit: number): Promise<string | Refusal> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    if (Number(request.headers["content-length"] ?? 0) > limit) resolve(OVERSIZED);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      resolve(OVERSIZED);
      if (size > limit * PATIENCE) request.destroy();
    });
    request.on("end", () => resolve((chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString("utf8")));
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(new Error("the sender went away"));
    });
  });
}
