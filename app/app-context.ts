import type { Logger } from "pino";
import type { EmailChannel } from "~/adapters/channels/email-channel";
import type { PushChannel } from "~/adapters/channels/push-channel";
import type { SmsChannel } from "~/adapters/channels/sms-channel";
import type { VerifyTwilioWebhook } from "~/adapters/channels/verify-twilio-webhook.server";
import type { SmsSetUp } from "~/domain/message/sms-sender";
import type { SenderDomains } from "~/adapters/channels/sender-domains.server";
import type { WebhookSecrets, WebhookSender } from "~/adapters/webhooks/webhook-sender";
import type { Clock } from "~/adapters/clock/clock";
import type { Database } from "~/adapters/db/database.server";
import type { ReadBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import type { OpenAdminApi } from "~/adapters/shopify/admin-api";
import type { Sign } from "~/domain/message/link-token";
import type { Environment } from "~/env.server";
import type { Wake } from "~/runtime/work";
import type { AdminGraphql, Shopify } from "~/shopify.server";

/** The channels that an installation may lack, each null where it has no provider. */
export interface SetUp {
  sms: SmsSetUp | null;
  /** The key by which browsers subscribe (VAPID). */
  push: { publicKey: string } | null;
}

/** What a service that writes needs; the command line has no more than this. */
export interface ServiceContext {
  log: Logger;
  clock: Clock;
  db: Database;
  newId: () => string;
  wake: Wake;
  setUp: SetUp;
}

/** What the composition root builds and everything else is given. */
export interface AppContext extends ServiceContext {
  env: Environment;
  /** Signs the links in messages. */
  sign: Sign;
  email: EmailChannel;
  sms: SmsChannel | null;
  push: PushChannel | null;
  senderDomains: SenderDomains;
  webhooks: WebhookSender;
  webhookSecrets: WebhookSecrets;
}

/** The web process's context: what routes get from `getLoadContext`. */
export interface WebContext extends AppContext {
  shopify: Shopify;
  /** The Admin API of any installed shop, outside a request. */
  openAdminApi: OpenAdminApi;
  readBulkFile: ReadBulkFile;
  /** Makes the shop known, or brings it up to date; harmless when called again. */
  install(domain: string, graphql: AdminGraphql): Promise<void>;
  /** Null where text messages have no provider. */
  verifyTwilio: VerifyTwilioWebhook | null;
  /** Whether Shopify signed this body; the signature is that of the header. */
  verifyWebhook(body: Buffer, signature: string | undefined): boolean;
}
