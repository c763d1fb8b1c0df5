import { pino } from "pino";
import { resendSenderDomains } from "~/adapters/channels/sender-domains.server";
import { createResendChannel } from "~/adapters/channels/resend-channel.server";
import { connectControlledClock } from "~/adapters/clock/controlled-clock.server";
import { systemClock } from "~/adapters/clock/system-clock.server";
import { createSign } from "~/adapters/crypto/create-sign.server";
import { newId } from "~/adapters/db/new-id.server";
import { openPrismaClient } from "~/adapters/db/prisma-client.server";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { adminApiOver, openAdminApi } from "~/adapters/shopify/admin-api.server";
import { isSignedByShopify } from "~/adapters/shopify/webhooks/verify-webhook.server";
import type { AppContext, WebContext } from "~/app-context";
import type { Environment } from "~/env.server";
import { EmbeddedRuntime } from "~/runtime/embedded-runtime.server";
import { createWorks } from "~/runtime/works.server";
import { installShop } from "~/services/shop/install-shop.server";
import { verifySender } from "~/services/shop/verify-sender.server";
import { type AdminGraphql, createShopify } from "~/shopify.server";

export interface Composition {
  context: WebContext;
  /** Starts the loops; queues and timers wake them from then on. */
  start(): void;
  /** Lets what is under way finish and closes everything. */
  stop(): Promise<void>;
}

/** Builds the adapters the environment asks for and wires them together. */
export async function compose(env: Environment): Promise<Composition> {
  const log = pino({ level: env.LOG_LEVEL });
  const controlled = env.CLOCK_CONTROL ? await connectControlledClock(env.CLOCK_CONTROL, "web", log) : null;
  const clock = controlled ?? systemClock;
  const db = openSqliteDatabase(env.DATABASE_URL);
  const prisma = openPrismaClient(env.DATABASE_URL, db);
  const runtime = new EmbeddedRuntime(clock, log);
  const shared: AppContext = { env, log, clock, db, newId, wake: runtime, sign: createSign(env.SECRET_KEY), email: createResendChannel({ apiKey: env.RESEND_API_KEY }), senderDomains: resendSenderDomains(env.RESEND_API_KEY) };
  const install = async (domain: string, graphql: AdminGraphql) => {
    await installShop(shared, { domain, api: adminApiOver(graphql) });
    await verifySender(shared, domain);
  };
  const shopify = createShopify(env, prisma, ({ domain, graphql }) => install(domain, graphql));
  const context: WebContext = { ...shared, shopify, install, openAdminApi: openAdminApi(shopify), verifyWebhook: (body, signature) => isSignedByShopify(body, signature, env.SHOPIFY_API_SECRET) };

  return {
    context,
    start() {
      runtime.start(createWorks(context));
      controlled?.serve(runtime);
    },
    async stop() {
      await runtime.stop();
      await prisma.$disconnect();
      await db.close();
    },
  };
}
