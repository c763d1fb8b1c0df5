import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type ActionFunctionArgs, type AppLoadContext, type EntryContext, type LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

const STREAM_TIMEOUT_MS = 5_000;

/** Crawlers get the whole document at once, browsers get it as it is made. */
export default function handleRequest(request: Request, status: number, headers: Headers, remixContext: EntryContext, context: AppLoadContext): Promise<Response> {
  context.shopify.addDocumentResponseHeaders(request, headers);
  const readyEvent = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
      [readyEvent]: () => {
        const body = new PassThrough();
        headers.set("Content-Type", "text/html");
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
        pipe(body);
      },
      onShellError: reject,
      onError(error) {
        status = 500;
        context.log.error({ err: error, url: new URL(request.url).pathname }, "rendering failed");
      },
    });
    setTimeout(abort, STREAM_TIMEOUT_MS + 1_000);
  });
}

/** A request that failed in a loader, an action or the router. Those that the visitor gave up are nobody's fault. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return;
  const facts = { method: request.method, path: new URL(request.url).pathname };
  if (isRouteErrorResponse(error)) context.log.info({ ...facts, status: error.status }, "a request was refused");
  else context.log.error({ ...facts, err: error }, "a request failed");
}
