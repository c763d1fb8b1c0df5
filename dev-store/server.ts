import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createAdmin } from "./admin/create-admin.ts";
import { StoreClock } from "./clock/store-clock.ts";
import { appEnvironment } from "./control/app-environment.ts";
import { clockRoutes } from "./control/clock-routes.ts";
import { createControlApi } from "./control/create-control-api.ts";
import { createIndexPage } from "./control/create-index-page.ts";
import { customerRoutes } from "./control/customer-routes.ts";
import { faultRoutes } from "./control/fault-routes.ts";
import { inboxRoutes } from "./control/inbox-routes.ts";
import { firstOf, freePort, listenOn } from "./control/listen-on.ts";
import { localCredentials } from "./control/local-credentials.ts";
import { orderRoutes } from "./control/order-routes.ts";
import { collectionRoutes } from "./control/collection-routes.ts";
import { productRoutes } from "./control/product-routes.ts";
import { pushRoutes } from "./control/push-routes.ts";
import { readSnapshot, writeSnapshot } from "./control/snapshot.ts";
import { smsRoutes } from "./control/sms-routes.ts";
import { storeRoutes } from "./control/store-routes.ts";
import { receiverRoutes } from "./control/receiver-routes.ts";
import { Faults } from "./faults/faults.ts";
import { createFrame } from "./frame/create-frame.ts";
import { API_VERSION, createAdminGraphql } from "./graphql/create-admin-graphql.ts";
import { createInboxPages } from "./inbox/create-inbox-pages.ts";
import { Inbox } from "./inbox/inbox.ts";
import { localAddress } from "./inbox/local-address.ts";
import { AccessTokens } from "./oauth/access-tokens.ts";
import { readAppConfig } from "./oauth/app-config.ts";
import { createOauth } from "./oauth/create-oauth.ts";
import type { RequestHandler } from "./oauth/request-handler.ts";
import { owner } from "./oauth/staff.ts";
import { WebhookReceiver } from "./receiver/webhook-receiver.ts";
import { createPushService } from "./providers/push-service.ts";
import { createResend } from "./providers/resend.ts";
import { createTwilio } from "./providers/twilio.ts";
import { seedState } from "./state/seed.ts";
import { Store } from "./state/store.ts";
import { createStorefront } from "./storefront/create-storefront.ts";
import { createWebhookSender } from "./webhooks/create-webhook-sender.ts";

export interface DevStoreOptions {
  /** 0 takes free ports for everything. Else the frame has `port + 1`, the app `port + 2`, the clock `port + 3`. */
  port: number;
  appPort?: number;
  /** Where the state lies between two starts; null keeps it in memory. */
  dataFolder: string | null;
  /** Real time, epoch ms UTC. */
  realNow: () => number;
}

export interface DevStore {
  urls: { store: string; admin: string; inbox: string; app: string };
  shop: string;
  appPort: number;
  clockPort: number;
  /** For the app's process, given the absolute path of its database. */
  appEnvironment: (databaseFile: string) => Record<string, string>;
  store: Store;
  clock: StoreClock;
  inbox: Inbox;
  faults: Faults;
  stop: () => Promise<void>;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SAVE_AFTER_MS = 500;
const UNCHANGING = /^\/(?:images|assets|_dev|inbox|webhook-receiver)(?:\/|$)/;
/** What the app asks of Shopify; the rest below `/_shopify/` is the admin's own. */
const SHOPIFY_API = /^\/_shopify\/[^/]+\/admin\/(?:api|oauth)\//;
const SHOPIFY_REFUSALS = { 429: { errors: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service." }, 500: { errors: "Internal Server Error" } };

/** Starts the local Shopify. The app is not part of it: start it with `appEnvironment()`. Throws when a port is taken. */
export async function startDevStore(options: DevStoreOptions): Promise<DevStore> {
  const { dataFolder, realNow, port } = options;
  const kept = dataFolder === null ? null : readSnapshot(dataFolder);
  const config = () => readAppConfig(join(ROOT, "shopify.app.toml"));
  const { apiKey, apiSecret } = localCredentials;

  const clock = new StoreClock({ realNow, offsetMs: kept?.offsetMs ?? 0, parked: () => faults.parked });
  const faults: Faults = new Faults(["resend", "twilio", "push", "shopify"], () => clock.now());
  const state = { ...seedState(clock.now()), ...kept?.state };
  const shop = state.shop.domain;

  let parts: RequestHandler[] = [];
  const web = await listenOn(port, firstOf(() => parts));
  const storeOrigin = `http://localhost:${web.port}`;
  const appPort = options.appPort ?? (port === 0 ? await freePort() : port + 2);
  const appOrigin = `http://127.0.0.1:${appPort}`;
  const appBridgeUrl = `${storeOrigin}/_shopify/app-bridge.js`;
  const frame = createFrame({ appOrigin, appBridgeUrl });
  const framed = await listenOn(port === 0 ? 0 : port + 1, frame.handle).catch(stopping(web));
  framed.server.on("upgrade", frame.upgrade);
  const frameOrigin = `http://localhost:${framed.port}`;
  const clockPort = await clock.start(port === 0 ? 0 : port + 3).catch(stopping(web, framed));

  const inbox = new Inbox(kept?.inbox, () => saveSoon());
  const resend = createResend({
    clock, realNow, inbox, faults, apiKey: localCredentials.resendApiKey, webhookUrl: `${appOrigin}/webhooks/resend`, webhookSecret: localCredentials.resendWebhookSecret,
    senderDomain: state.shop.email.slice(state.shop.email.lastIndexOf("@") + 1), kept: kept?.resend, onChange: () => saveSoon(),
  });
  const twilio = createTwilio({
    clock, inbox, faults, accountSid: localCredentials.twilioAccountSid, authToken: localCredentials.twilioAuthToken, appOrigin, publicOrigin: frameOrigin, kept: kept?.twilio, onChange: () => saveSoon(),
  });
  const push = createPushService({ clock, inbox, faults, origin: () => storeOrigin, vapidPublicKey: localCredentials.vapidPublicKey, kept: kept?.push, onChange: () => saveSoon() });
  const receiver = new WebhookReceiver(() => clock.now());
  const sender = createWebhookSender({ store: { state }, clock, secret: apiSecret, endpoint: `${appOrigin}/webhooks/shopify`, topics: () => config().topics, apiVersion: API_VERSION, storeOrigin });
  let fired = 0;
  const store = new Store(state, clock, (change) => {
    fired += 1;
    sender.send(change);
    saveSoon();
  });
  clock.add({ name: "Shopify's webhooks", nextDueAt: sender.nextDueAt, runDue: sender.runDue, idle: sender.idle, begun: () => fired });
  clock.add(resend.callbacks);
  clock.add(twilio.callbacks);

  let saving: NodeJS.Timeout | null = null;
  function save(): void {
    if (saving) clearTimeout(saving);
    saving = null;
    if (dataFolder !== null) writeSnapshot(dataFolder, { offsetMs: clock.read().offsetMs, state, inbox: inbox.kept(), resend: resend.kept(), twilio: twilio.kept(), push: push.kept() });
  }
  function saveSoon(): void {
    if (dataFolder !== null) saving ??= setTimeout(save, SAVE_AFTER_MS);
  }

  const tokens = new AccessTokens(apiSecret, realNow);
  const { name: appName, handle: appHandle } = config();
  const identity = { apiKey, secret: apiSecret, shopDomain: shop };
  const oauth = createOauth({ ...identity, tokens, scopes: () => config().scopes, staff: owner, realNow });
  const graphql = createAdminGraphql({ store, tokens, apiKey, appName, appHandle, storeOrigin, realNow });
  const admin = createAdmin({
    store, apiKey, secret: apiSecret, appName, appHandle, appRoot: "/app", frameOrigin, storeOrigin, extensionsDirectory: join(ROOT, "extensions"), scopes: () => config().scopes, staff: owner, realNow,
  });
  const urls = { store: storeOrigin, admin: `${storeOrigin}/admin/apps/${appHandle}`, inbox: `${storeOrigin}/inbox`, app: frameOrigin };

  const health = async () => {
    const app = await fetch(appOrigin, { redirect: "manual", signal: AbortSignal.timeout(2_000) }).then((answer) => answer.status, () => null);
    return { ok: true, shop, urls, app: { reachable: app !== null, status: app }, processes: clock.read().processes, held: faults.parked };
  };
  const forget = () => {
    inbox.clear();
    receiver.clear();
    faults.clear();
    resend.reset();
    twilio.reset();
    push.reset();
    sender.clear();
  };
  const control = createControlApi([
    ...clockRoutes(clock, () => state.shop.timeZone),
    ...inboxRoutes(inbox, (text) => localAddress(text, shop, storeOrigin)),
    ...receiverRoutes(receiver),
    ...faultRoutes(faults),
    ...smsRoutes(twilio, localCredentials.twilioSender),
    ...pushRoutes(push),
    ...customerRoutes(store, sender.idle),
    ...productRoutes(store, sender.idle),
    ...collectionRoutes(store, sender.idle),
    ...orderRoutes(store, sender.idle),
    ...storeRoutes({ store, sender, forget, health }),
  ]);
  const remembering: RequestHandler = async (req) => {
    if (req.method !== "GET" || !UNCHANGING.test(req.url ?? "/")) saveSoon();
    return false;
  };
  parts = [
    remembering,
    resend.handle,
    twilio.handle,
    push.handle,
    shopifyApi(faults, [oauth, graphql]),
    admin,
    createIndexPage({ shopName: () => state.shop.name, shopDomain: shop, adminUrl: urls.admin, frameOrigin }),
    control,
    receiver.handle,
    createInboxPages({ inbox, shopDomain: shop, shopTimeZone: () => state.shop.timeZone, storeOrigin }),
    createStorefront({ store, clock, appUrl: appOrigin, apiSecret, extensionDir: join(ROOT, "extensions/scenarios-theme"), origin: storeOrigin }),
  ];
  save();

  return {
    urls, shop, appPort, clockPort, store, clock, inbox, faults,
    appEnvironment: (databaseFile) => appEnvironment({ storeOrigin, frameOrigin, appPort, clockPort, appBridgeUrl, scopes: config().scopes }, databaseFile),
    stop: async () => {
      faults.clear();
      await Promise.all([web.stop(), framed.stop(), clock.stop()]);
      save();
    },
  };
}

/** What the app asks of Shopify fails on demand; other requests pass by. */
function shopifyApi(faults: Faults, handlers: readonly RequestHandler[]): RequestHandler {
  const first: RequestHandler = async (req, res) => {
    for (const handle of handlers) if (await handle(req, res)) return true;
    return false;
  };
  return (req, res) => (SHOPIFY_API.test(req.url ?? "") ? faults.around("shopify", req, res, SHOPIFY_REFUSALS, first) : first(req, res));
}

/** For `.catch`: closes what already listens, so that a half-started store leaves nothing behind. */
function stopping(...started: { stop: () => Promise<void> }[]): (error: unknown) => Promise<never> {
  return async (error) => {
    await Promise.all(started.map(({ stop }) => stop()));
    throw error;
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: "string", default: "4400" }, data: { type: "string", default: "data/demo" }, "app-port": { type: "string" } } });
  const folder = isAbsolute(values.data) ? values.data : resolve(process.cwd(), values.data);
  const devStore = await startDevStore({ port: Number(values.port), ...(values["app-port"] ? { appPort: Number(values["app-port"]) } : {}), dataFolder: join(folder, "store"), realNow: Date.now });
  const { urls, shop, appPort, clockPort } = devStore;
  process.stdout.write(`${JSON.stringify({ ready: true, ...urls, shop, appPort, clockPort, appEnvironment: devStore.appEnvironment(join(folder, "app.db")) })}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void devStore.stop().then(() => process.exit(0)));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
