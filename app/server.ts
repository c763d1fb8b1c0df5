import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import sirv from "sirv";
import { compose } from "~/context.server";
import { readEnvironment } from "~/env.server";
import { healthHandlers } from "~/health-handlers.server";
import { plainHandlers } from "~/plain-handlers.server";
import { refuseOldNode } from "~/refuse-old-node.server";
import { stopOnSignal } from "~/stop-on-signal.server";

refuseOldNode("start");
const env = readEnvironment();
const composition = await compose(env, "web");
const { context } = composition;

const remixBuild = fileURLToPath(new URL("../server/index.js", import.meta.url));
const build = (await import(remixBuild)) as ServerBuild;
const remix = createRequestHandler(build, env.NODE_ENV);
const remixListener = createRequestListener((request) => remix(request, { ...context }));
const assets = sirv(fileURLToPath(new URL("../client", import.meta.url)), {
  etag: true, immutable: true, maxAge: 31_536_000,
  // Only built files carry a hash of their content in their name.
  setHeaders: (response, path) => void (path.startsWith("/assets/") || response.setHeader("cache-control", "public, max-age=3600")),
});

const server = createServer((request, response) => {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const handle = handlers.get(path) ?? handlers.get(path.slice(0, path.indexOf("/", 1) + 1));
  if (handle) return handle(request, response);
  assets(request, response, () => void remixListener(request, response));
});

/** Answers that are still being given have so long before the database is closed under them. */
const LAST_ANSWERS_MS = 10_000;

const state = stopOnSignal(context.log, async () => {
  const answered = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.race([answered, new Promise<void>((resolve) => setTimeout(resolve, LAST_ANSWERS_MS).unref())]);
  await composition.stop();
});
const handlers = new Map([...plainHandlers(context), ...healthHandlers(composition, () => state.stopping), ...composition.operatorPages]);

server.listen(env.PORT, env.HOST, () => {
  composition.start();
  context.log.info({ host: env.HOST, port: env.PORT }, "listening");
});
