import type { IncomingMessage, ServerResponse } from "node:http";
import { answer, answerJson } from "../oauth/answer.ts";

const FROM = /^bytes=(\d+)-$/;

/** The JSONL of a bulk query, whole or from a byte on, as Google's storage gives it out; undefined where it is no longer held. */
export function answerBulkFile(req: IncomingMessage, res: ServerResponse, text: string | undefined): true {
  if (text === undefined) return answerJson(res, 404, { errors: "Not Found" });
  const asked = FROM.exec(req.headers.range ?? "")?.[1];
  if (asked === undefined) return answer(res, 200, "application/jsonl", text);
  const bytes = Buffer.from(text);
  const from = Number(asked);
  if (from >= bytes.length) return answer(res, 416, "text/plain", "", { "content-range": `bytes */${bytes.length}` });
  return answer(res, 206, "application/jsonl", bytes.subarray(from).toString(), { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
}
