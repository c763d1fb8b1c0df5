import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createResendChannel } from "~/adapters/channels/resend-channel.server";
import { createWebPushChannel } from "~/adapters/channels/web-push-channel.server";
import { createTwilioChannel } from "~/adapters/channels/twilio-channel.server";
import { createSign } from "~/adapters/crypto/create-sign.server";
import type { Database } from "~/adapters/db/database.server";
import { createOutbounds } from "~/runtime/messages/outbounds.server";
import { messagesWork } from "~/runtime/messages/messages.server";
import type { SendEmailConfig } from "~/steps/send-email/definition";
import { Faults, type FaultMode } from "../../dev-store/faults/faults.ts";
import { Inbox } from "../../dev-store/inbox/inbox.ts";
import { localCredentials } from "../../dev-store/control/local-credentials.ts";
import { createPushService } from "../../dev-store/providers/push-service.ts";
import { createResend, RESEND_PATH } from "../../dev-store/providers/resend.ts";
import { createTwilio, TWILIO_PATH } from "../../dev-store/providers/twilio.ts";
import { openTestDatabase } from "../setup/test-database";
import { cartSeries, emailConfig, engineWorldOn, T0, TestClock } from "./engine-world";
import { exhaustWork } from "./exhaust-work";

export const APP_URL = "https://app.example";
export const SECRET = "a secret of at least thirty-two letters";
const WEBHOOK_SECRET = `whsec_${Buffer.from("a secret of the local store").toString("base64")}`;

export const TWILIO = { accountSid: "AC00000000000000000000000000000001", authToken: "a token" };

/** A shop with a sender and a provider: the real SDK speaks to the local stand-in over HTTP. */
export async function openMessageWorld(options: { timeout?: number; callsPerSecond?: number } = {}) {
  const test = await openTestDatabase();
  const clock = new TestClock(T0, true);
  const provider = await openProvider(clock);
  const world = await messageWorldOn(test.db, clock, provider, options);
  return { ...world, url: test.url, async close() { await provider.close(); await test.close(); } };
}

export async function openProvider(clock: TestClock) {
  const inbox = new Inbox();
  const faults = new Faults(["resend", "twilio", "push"], () => clock.now());
  const twilio = createTwilio({ clock, inbox, faults, ...TWILIO, appOrigin: null, publicOrigin: APP_URL });
  let url = "";
  const push = createPushService({ clock, inbox, faults, origin: () => url, vapidPublicKey: VAPID.publicKey });
  const resend = createResend({ clock, realNow: () => Date.now(), inbox, faults, apiKey: "re_local", webhookUrl: "http://127.0.0.1:1/webhooks/resend", webhookSecret: WEBHOOK_SECRET, senderDomain: "example.com", callsPerSecond: 1_000 });
  const calls: { key: string; body: string }[] = [];
  const server = await listening((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => calls.push({ key: String(req.headers["idempotency-key"]), body: Buffer.concat(chunks).toString() }));
    void (req.url?.startsWith(TWILIO_PATH) ? twilio : req.url?.startsWith("/_push/") ? push : resend).handle(req, res);
  });
  url = server.url;
  return { inbox, faults, calls, push, origin: url, failPush: (mode: FaultMode, count = 1) => faults.arm("push", mode, count), fail: (mode: FaultMode, count = 1) => faults.arm("resend", mode, count), failTexts: (mode: FaultMode, count = 1) => faults.arm("twilio", mode, count), twilio, twilioUrl: `${server.url}${TWILIO_PATH}`, baseUrl: `${server.url}${RESEND_PATH}`, close: server.close };
}

export type Provider = Awaited<ReturnType<typeof openProvider>>;

export const VAPID = { publicKey: localCredentials.vapidPublicKey, privateKey: localCredentials.vapidPrivateKey, subject: "mailto:push@example.com" };

/** The installation has Twilio, and the shop no sender of its own. */
export const SMS_SENDER = "+48500009999";

export async function messageWorldOn(db: Database, clock: TestClock, provider: Provider, { timeout = 2_000, callsPerSecond = 1_000 }: { timeout?: number; callsPerSecond?: number } = {}) {
  const world = await engineWorldOn(db, clock);
  const email = createResendChannel({ apiKey: "re_local", baseUrl: provider.baseUrl, timeout, callsPerSecond });
  const sms = createTwilioChannel({ accountSid: TWILIO.accountSid, authToken: TWILIO.authToken, baseUrl: provider.twilioUrl, timeout, callsPerSecond });
  const context = { ...world.context, email, sms, push: createWebPushChannel({ ...VAPID, timeout, callsPerSecond }), setUp: { sms: { sender: SMS_SENDER }, push: { publicKey: VAPID.publicKey } }, sign: createSign(SECRET), env: { SHOPIFY_APP_URL: APP_URL } };
  const outbounds = createOutbounds(context);
  const shopId = world.shop.id;
  await db.write(async (tx) => {
    await tx.forShop(shopId).insertInto("Consent").values({ shopId, id: "c-news", key: "newsletter", name: "Newsletter", channels: JSON.stringify(["email"]), shopify: "email" }).execute();
    for (const [id, title, price] of [["501", "Linen Apron", 5400], ["502", "Stoneware Plates", 7800]] as const) {
      await tx.forShop(shopId).insertInto("Product").values({ shopId, id, title, handle: title.toLowerCase().replace(" ", "-"), vendor: "Juniper", type: "Home", imageUrl: `https://cdn.example/${id}.jpg`, status: "ACTIVE", tags: "[]", updatedAt: T0, deletedAt: null }).execute();
      await tx.forShop(shopId).insertInto("Variant").values({ shopId, id: `9${id}`, productId: id, title: "Default Title", sku: "", priceMinor: price, compareAtMinor: null, currency: "EUR", available: 1, imageUrl: null, position: 1 }).execute();
    }
  });
  const sender = () => messagesWork(context, outbounds.email, { soleOwner: true });
  const texts = messagesWork(context, outbounds.sms, { soleOwner: true });
  const pushes = messagesWork(context, outbounds.push, { soleOwner: true });
  const messages = sender();
  return {
    ...world, context, provider, works: { ...world.works, messages, texts, pushes }, sender,
    /** A customer who granted the newsletter, with a cart of two products that she opened. */
    async shopper(id: string, consent: "granted" | "pending" | "withdrawn" | null = "granted") {
      await world.addCustomer(id);
      await db.write(async (tx) => {
        if (consent) await tx.forShop(shopId).insertInto("CustomerConsent").values({ shopId, customerId: id, consentId: "c-news", state: consent, changedAt: T0, source: "import", evidence: null }).execute();
        await tx.forShop(shopId).insertInto("Cart").values({
          shopId, token: `cart-${id}`, visitorId: null, customerId: id, currency: "EUR", totalMinor: 13_200, openedAt: T0, checkoutStartedAt: null, checkoutUrl: null, orderedAt: null, updatedAt: T0,
          lines: JSON.stringify([{ productId: "501", variantId: "9501", quantity: 1, lineMinor: 5_400 }, { productId: "502", variantId: "9502", quantity: 1, lineMinor: 7_800 }]),
        }).execute();
      });
      await world.does(id, "cart_viewed", { cart: { token: `cart-${id}`, empty: false } });
      return id;
    },
    series: (config: Partial<SendEmailConfig> = {}) => {
      const series = cartSeries();
      return { ...series, steps: series.steps.map((step) => (step.type === "send-email" ? { ...step, config: { ...emailConfig, ...config } } : step)) };
    },
    /** Does all that is due now, sending included. */
    async drain(): Promise<void> {
      let done: number;
      do {
        await world.settle();
        done = (await exhaustWork(messages)) + (await exhaustWork(texts)) + (await exhaustWork(pushes));
      } while (done > 0);
    },
    /** From due instant to due instant, sending included. */
    async pass(ms: number): Promise<void> {
      const target = clock.now() + ms;
      for (;;) {
        await this.drain();
        const dues = (await Promise.all([world.works.clocks, world.works.runs, messages, texts, pushes].map((work) => work.nextDueAt()))).filter((due) => due !== null);
        const next = Math.min(...dues);
        if (next > target || next <= clock.now()) break;
        clock.set(next, true);
      }
      clock.set(target, true);
      await this.drain();
    },
    mailTo: (id: string) => provider.inbox.list({ to: `${id}@example.com` }),
    async messageOf(id: string) {
      return (await world.messages()).filter(({ customerId }) => customerId === id);
    },
  };
}

export type MessageWorld = Awaited<ReturnType<typeof openMessageWorld>>;

export async function listening(onRequest: RequestListener) {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
