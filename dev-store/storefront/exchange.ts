import type { IncomingMessage, ServerResponse } from "node:http";
import type { Shopper } from "./shopper.ts";

/** One request and its answer. Every answer carries the shopper's cookies. */
export class Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly shopper: Shopper;

  constructor(req: IncomingMessage, res: ServerResponse, url: URL, shopper: Shopper) {
    this.req = req;
    this.res = res;
    this.url = url;
    this.shopper = shopper;
  }

  get method(): string {
    return this.req.method ?? "GET";
  }

  html(status: number, body: string): void {
    this.#send(status, "text/html; charset=utf-8", body);
  }

  json(status: number, value: unknown): void {
    this.#send(status, "application/json; charset=utf-8", JSON.stringify(value));
  }

  redirect(to: string): void {
    this.res.setHeader("Location", to);
    this.#send(302, "text/html; charset=utf-8", "");
  }

  #send(status: number, type: string, body: string): void {
    const cookies = this.shopper.setCookies();
    if (cookies.length > 0) this.res.setHeader("Set-Cookie", cookies);
    this.res.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", "Content-Length": Buffer.byteLength(body) });
    this.res.end(this.req.method === "HEAD" ? undefined : body);
  }
}
