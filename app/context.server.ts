import type { RequestListener } from "node:http";
import { pino, type Logger } from "pino";
import { resendSenderDomains } from "~/adapters/channels/sender-domains.server";
import { createResendChannel } from "~/adapters/channels/resend-channel.server";
import type { Clock } from "~/adapters/clock/clock";
import { connectControlledClock } from "~/adapters/clock/controlled-clock.server";
import { systemClock } from "~/adapters/clock/system-clock.server";
import { createSign } from "~/adapters/crypto/create-sign.server";
import { newId } from "~/adapters/db/new-id.server";
import { openDatabase } from "~/adapters/db/open-database.server";
import { openPrismaClient } from "~/adapters/db/prisma-client.server";
import type { WakeQueues } from "~/adapters/queue/bull/wake-queues.server";
import { EmbeddedQueue } from "~/adapters/queue/embedded-queue.server";
import type { WorkQueue } from "~/adapters/queue/work-queue";
import { readBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import { adminApiOver, openAdminApi } from "~/adapters/shopify/admin-api.server";
import { isSignedByShopify } from "~/adapters/shopify/webhooks/verify-webhook.server";
import { createHttpWebhookSender } from "~/adapters/webhooks/http-webhook-sender.server";
import { createWebhookSecrets } from "~/adapters/webhooks/webhook-secrets.server";
import type { AppContext, WebContext } from "~/app-context";
import { setUpOf, type Environment } from "~/env.server";
import { createWorks } from "~/runtime/works.server";
import { installShop } from "~/services/shop/install-shop.server";
import { verifySender } from "~/services/shop/verify-sender.server";
import { type AdminGraphql, createShopify } from "~/shopify.server";

export interface Composition {
  context: WebContext;
  /** Null where one process does all. */
  queues: WakeQueues | null;
  /** Pages for the operator, by path as the plain handlers'. */
  operatorPages: ReadonlyMap<string, RequestListener>;
  /** Starts the works this process has to do; queues and timers wake them from then on. */
  start(): void;
  /** Rejects while the database does not answer. */
  ready(): Promise<void>;
  /** Lets what is under way finish and closes everything. */
  stop(): Promise<void>;
}

/** A web process answers; a worker works. Where there is no Redis, the one web process does both. */
export type ProcessRole = "web" | "worker";

/** Builds the adapters the environment asks for and wires them together. */
export async function compose(env: Environment, role: ProcessRole): Promise<Composition> {
  const log = pino({ level: env.LOG_LEVEL });
  const controlled = env.CLOCK_CONTROL ? await connectControlledClock(env.CLOCK_CONTROL, role, log) : null;
  const clock = controlled ?? systemClock;
  const db = openDatabase(env.DATABASE_URL, log);
  const prisma = openPrismaClient(env.DATABASE_URL, db);
  const { queue, queues, operatorPages } = await openQueue(env, role, clock, log);
  const texting = await openTwilio(env);
  const shared: AppContext = {
    env, log, clock, db, newId, wake: queue, sign: createSign(env.SECRET_KEY), setUp: setUpOf(env),
    email: createResendChannel({ apiKey: env.RESEND_API_KEY, callsPerSecond: env.RESEND_CALLS_PER_SECOND }), senderDomains: resendSenderDomains(env.RESEND_API_KEY), sms: texting?.channel ?? null, push: await openWebPush(env),
    webhooks: createHttpWebhookSender({ real: () => clock.real(), loopback: env.WEBHOOK_LOOPBACK ?? null }), webhookSecrets: createWebhookSecrets(env.SECRET_KEY),
  };
  const install = async (domain: string, graphql: AdminGraphql) => {
    await installShop(shared, { domain, api: adminApiOver(graphql) });
    await verifySender(shared, domain);
  };
  const shopify = createShopify(env, prisma, ({ domain, graphql }) => install(domain, graphql));
  const context: WebContext = { ...shared, verifyTwilio: texting?.verify ?? null, shopify, install, openAdminApi: openAdminApi(shopify), readBulkFile, verifyWebhook: (body, signature) => isSignedByShopify(body, signature, env.SHOPIFY_API_SECRET) };

  return {
    context,
    queues,
    operatorPages,
    start() {
      queue.start(createWorks(context, { soleOwner: queues === null }));
      controlled?.serve(queue);
    },
    async ready() {
      await db.acrossShops.selectFrom("Shop").select("id").limit(1).execute();
    },
    async stop() {
      await queue.stop();
      await prisma.$disconnect();
      await db.close();
    },
  };
}

type OpenQueue = Pick<Composition, "queues" | "operatorPages"> & { queue: WorkQueue };

/** Bull and its board are loaded only where there is a Redis. */
async function openQueue(env: Environment, role: ProcessRole, clock: Clock, log: Logger): Promise<OpenQueue> {
  if (!env.REDIS_URL) return { queue: new EmbeddedQueue(clock, log), queues: null, operatorPages: new Map() };
  const { WakeQueues } = await import("~/adapters/queue/bull/wake-queues.server");
  const queues = new WakeQueues({ url: env.REDIS_URL, prefix: env.REDIS_PREFIX, log });
  if (role === "worker") {
    const { BullQueue } = await import("~/adapters/queue/bull/bull-queue.server");
    return { queue: new BullQueue({ queues, clock, log }), queues, operatorPages: new Map() };
  }
  const { RemoteWorks } = await import("~/adapters/queue/bull/remote-works.server");
  const queue = new RemoteWorks(queues);
  if (!env.OPERATOR_TOKEN) return { queue, queues, operatorPages: new Map() };
  const { createQueueBoard, QUEUE_BOARD_PATH } = await import("~/adapters/queue/bull/queue-board.server");
  const board = createQueueBoard(queues, env.OPERATOR_TOKEN);
  return { queue, queues, operatorPages: new Map(["/admin/", QUEUE_BOARD_PATH].map((path) => [path, board])) };
}

/** Loaded only where there are keys. */
async function openWebPush({ VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject }: Environment) {
  if (publicKey === undefined || privateKey === undefined || subject === undefined) return null;
  const { createWebPushChannel } = await import("~/adapters/channels/web-push-channel.server");
  return createWebPushChannel({ publicKey, privateKey, subject });
}

/** The SDK takes half a second and 40 MB to load: only where it is used. */
async function openTwilio({ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl }: Environment) {
  if (accountSid === undefined || authToken === undefined) return null;
  const [{ createTwilioChannel }, { createTwilioVerifier }] = await Promise.all([import("~/adapters/channels/twilio-channel.server"), import("~/adapters/channels/verify-twilio-webhook.server")]);
  return { channel: createTwilioChannel({ accountSid, authToken, baseUrl }), verify: createTwilioVerifier(authToken) };
}
