import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import sirv from "sirv";
import { compose } from "~/context.server";
import { readEnvironment } from "~/env.server";
import { keepHeapSmall } from "~/keep-heap-small.server";
import { plainHandlers } from "~/plain-handlers.server";

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 22) {
  process.stderr.write(`Scenarios needs Node 22.12 or newer; this is ${process.versions.node}. Start it with \`npm run start\`, which brings its own.\n`);
  process.exit(1);
}

keepHeapSmall();
const env = readEnvironment();
const composition = await compose(env);
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
const handlers = plainHandlers(context);

const server = createServer((request, response) => {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const handle = handlers.get(path) ?? handlers.get(path.slice(0, path.indexOf("/", 1) + 1));
  if (handle) return handle(request, response);
  assets(request, response, () => void remixListener(request, response));
});

server.listen(env.PORT, env.HOST, () => {
  composition.start();
  context.log.info({ host: env.HOST, port: env.PORT }, "listening");
});

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  context.log.info({ signal }, "stopping");
  server.close();
  server.closeIdleConnections();
  await composition.stop();
  process.exit(0);
}
process.on("SIGTERM", (signal) => void stop(signal));
process.on("SIGINT", (signal) => void stop(signal));
