import type { ServerResponse } from "node:http";

export function answerJson(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): true {
  return answer(res, status, "application/json; charset=utf-8", JSON.stringify(body), headers);
}

export function answerHtml(res: ServerResponse, status: number, html: string): true {
  return answer(res, status, "text/html; charset=utf-8", html, { "cache-control": "no-store" });
}

export function answer(res: ServerResponse, status: number, contentType: string, body: string, headers: Record<string, string> = {}): true {
  res.writeHead(status, { "content-type": contentType, "content-length": String(Buffer.byteLength(body)), ...headers });
  res.end(body);
  return true;
}
