import { createHash } from "node:crypto";
import type { AppContext } from "~/app-context";
import { loginsOf } from "~/ingest/people-behind.server";
import { identifyVisitor } from "~/services/customers/identify-visitor.server";
import { meetVisitors, visitorKey } from "~/services/customers/known-visitors.server";
import { recordPushAnswer } from "./record-push-answer.server";

type Context = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake">;

export interface SubscribingBrowser {
  visitorId: string;
  /** Shopify's id. */
  loggedInCustomerId: string | null;
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  /** The question that was answered with yes. */
  text: string;
  agent: string;
}

const hashOf = (endpoint: string) => createHash("sha256").update(endpoint).digest("hex");

/**
 * Somebody switched web push on in a browser (R28, R42). Told again, it is the same browser. Where the customer is known the
 * consent is recorded with its evidence; else the browser keeps the answer until the visitor is identified.
 */
export async function subscribeBrowser({ db, clock, newId, log, wake }: Context, shop: { id: number; timeZone: string }, { visitorId: browserId, loggedInCustomerId, subscription: { endpoint, keys }, text, agent }: SubscribingBrowser): Promise<void> {
  await db.write(async (tx) => {
    const now = clock.now();
    const deps = { now, newId, log };
    const known = (await meetVisitors(tx, [{ shopId: shop.id, id: browserId }], now)).get(visitorKey(shop.id, browserId));
    if (!known) throw new Error("a visitor was not stored");
    const caller = { shopId: shop.id, loggedInCustomerId };
    const visitor = await identifyVisitor(tx, deps, shop, known, { login: (await loginsOf(tx, [caller]))(caller) });
    const visitorId = visitor.id;
    const customerId = visitor.identity?.customerId ?? null;
    const { id } = await tx.forShop(shop.id).insertInto("PushSubscription")
      .values({ shopId: shop.id, id: newId(), visitorId, customerId, endpointHash: hashOf(endpoint), endpoint, p256dh: keys.p256dh, auth: keys.auth, text, agent, createdAt: now, lastSeenAt: now, goneAt: null })
      .onConflict((conflict) => conflict.columns(["shopId", "endpointHash"]).doUpdateSet({ visitorId, customerId, p256dh: keys.p256dh, auth: keys.auth, text, agent, lastSeenAt: now, goneAt: null }))
      .returning("id").executeTakeFirstOrThrow();
    if (customerId !== null) await recordPushAnswer(tx, deps, shop.id, customerId, { state: "granted", at: now, text, agent, browser: id });
  });
  wake.wake("runs");
}

/** A browser was switched off. The consent goes with the last browser of the customer; of an unknown endpoint nothing changes. */
export async function unsubscribeBrowser({ db, clock, newId, log, wake }: Context, shopId: number, endpoint: string, agent: string): Promise<void> {
  await db.write(async (tx) => {
    const now = clock.now();
    const own = tx.forShop(shopId);
    const gone = await own.updateTable("PushSubscription").set({ goneAt: now }).where("endpointHash", "=", hashOf(endpoint)).where("goneAt", "is", null).returning(["id", "visitorId", "customerId"]).executeTakeFirst();
    if (!gone) return;
    const visitor = gone.visitorId === null ? undefined : await own.selectFrom("Visitor").select("customerId").where("id", "=", gone.visitorId).executeTakeFirst();
    const customerId = visitor?.customerId ?? gone.customerId;
    if (customerId === null) return;
    const others = await own.selectFrom("PushSubscription").select("id").where("customerId", "=", customerId).where("goneAt", "is", null).limit(1).execute();
    if (others.length === 0) await recordPushAnswer(tx, { now, newId, log }, shopId, customerId, { state: "withdrawn", at: now, text: null, agent, browser: gone.id });
  });
  wake.wake("runs");
}
