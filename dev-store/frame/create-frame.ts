import { request } from "node:http";
import { pipeline } from "node:stream";
import { ReplaceStream } from "./replace-stream.ts";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

const CDN_APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

export interface FrameOptions {
  /** Where the app listens, for example `http://127.0.0.1:4402`. */
  appOrigin: string;
  /** Address of the App Bridge stand-in that the local store serves. */
  appBridgeUrl: string;
}

export interface Frame {
  /** Listener of the frame's own port; always answers (resolves true when the answer has left). */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Listener of `upgrade`: the dev server's live reload runs through the same port. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/**
 * Stands between the browser and the unmodified app, since the admin shell on localhost may frame it only without its
 * `frame-ancestors`, and its pages name the App Bridge of Shopify's CDN. Bodies pass as they are; nothing is retried.
 */
export function createFrame(options: FrameOptions): Frame {
  const app = new URL(options.appOrigin);
  const target = (req: IncomingMessage) => ({
    host: app.hostname,
    port: app.port,
    method: req.method,
    path: req.url,
    agent: false as const,
  });
  return {
    handle: (req, res) =>
      new Promise((resolve) => {
        res.once("close", () => resolve(true));
        const upstream = request({ ...target(req), headers: { ...req.headers, "accept-encoding": "identity" } }, (answer) => {
          const isHtml = (answer.headers["content-type"] ?? "").startsWith("text/html");
          res.writeHead(answer.statusCode ?? 502, answerHeaders(answer.headers, options, isHtml));
          const swap = isHtml ? [new ReplaceStream(CDN_APP_BRIDGE, options.appBridgeUrl)] : [];
          pipeline([answer, ...swap, res], (error) => {
            if (error) res.destroy(error);
          });
        });
        upstream.on("error", (error) => appIsDown(res, options.appOrigin, error));
        res.once("close", () => upstream.destroy());
        pipeline(req, upstream, (error) => {
          if (error) upstream.destroy(error);
        });
      }),
    upgrade: (req, socket, head) => {
      const upstream = request({ ...target(req), headers: req.headers });
      upstream.on("upgrade", (answer, appSocket, appHead) => {
        const lines = answer.rawHeaders.reduce((text, part, index) => text + part + (index % 2 === 0 ? ": " : "\r\n"), "");
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n`);
        if (appHead.length > 0) socket.write(appHead);
        if (head.length > 0) appSocket.write(head);
        pipeline(appSocket, socket, () => socket.destroy());
        pipeline(socket, appSocket, () => appSocket.destroy());
      });
      upstream.on("response", () => socket.destroy());
      upstream.on("error", () => socket.destroy());
      upstream.end();
    },
  };
}

function answerHeaders(headers: IncomingHttpHeaders, options: FrameOptions, isHtml: boolean): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = { ...headers };
  delete kept.connection;
  delete kept["keep-alive"];
  delete kept["transfer-encoding"];
  delete kept["x-frame-options"];
  if (isHtml) delete kept["content-length"];
  if (kept.link) kept.link = String(kept.link).replaceAll(CDN_APP_BRIDGE, options.appBridgeUrl);
  const policy = withoutFrameAncestors(String(kept["content-security-policy"] ?? ""));
  if (policy === "") delete kept["content-security-policy"];
  else kept["content-security-policy"] = policy;
  return kept;
}

function withoutFrameAncestors(policy: string): string {
  return policy.split(";").map((part) => part.trim()).filter((part) => part !== "" && !/^frame-ancestors\b/i.test(part)).join("; ");
}

function appIsDown(res: ServerResponse, appOrigin: string, error: Error): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const code = "code" in error ? String(error.code) : error.message;
  const text = `The app does not answer on ${appOrigin} (${code}). Start it, then reload this page.`;
  res.writeHead(502, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  res.end(`<!doctype html><meta charset="utf-8"><title>The app is not running</title><body style="font:14px/1.5 system-ui;padding:48px;color:#303030"><p>${text}</p>`);
}
