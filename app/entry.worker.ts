import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { compose } from "~/context.server";
import { readEnvironment } from "~/env.server";
import { healthHandlers } from "~/health-handlers.server";
import { refuseOldNode } from "~/refuse-old-node.server";
import { stopOnSignal } from "~/stop-on-signal.server";

refuseOldNode("start:worker");
const env = readEnvironment();
if (!env.REDIS_URL) {
  process.stderr.write("REDIS_URL is not set, so the web process does all the work by itself and no worker may run beside it. Set REDIS_URL for all processes, or start the web process alone with `npm start`.\n");
  process.exit(1);
}

const composition = await compose(env, "worker");
const { log } = composition.context;
const server = createServer((request, response) => {
  const handle = handlers.get((request.url ?? "/").split("?", 1)[0] ?? "/");
  if (handle) return handle(request, response);
  response.writeHead(404).end();
});
const state = stopOnSignal(log, async () => {
  await composition.stop();
  server.close();
});
const handlers = healthHandlers(composition, () => state.stopping);

server.listen(env.WORKER_PORT, env.HOST, () => {
  composition.start();
  log.info({ host: env.HOST, port: (server.address() as AddressInfo).port }, "working");
});
