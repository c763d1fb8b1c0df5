import { createHash } from "node:crypto";
import type { Database } from "../../app/adapters/db/database.server.ts";
import { insertRows } from "../../app/adapters/db/insert-rows.server.ts";
import { newId } from "../../app/adapters/db/new-id.server.ts";
import { DAY, type Instant } from "../../app/domain/instant.ts";
import type { PushService } from "../installation/push-service.ts";
import { email, node, scenarioOf, stageCustomers, stageShop } from "../installation/staged-shop.ts";

export const DOMAIN = "chaos.myshopify.com";
/** Where the scenario's webhooks go; the installation leads the name to the receiver on this machine. */
export const WEBHOOK_HOST = "orders.chaos.example";
const POOL = "pool";

const terms = (consent: string) => ({ consent, transactional: false, transactionalReason: "", onFailure: "continue" });
const push = (title: string) => ({ title, body: "Your cart waits.", icon: "", image: "", url: "", lifetimeHours: 24, ...terms("push") });
export const minutes = (amount: number) => ({ mode: "for", amount, unit: "minutes" });
const way = (id: string, percent: number) => ({ id, name: id, percent });

/**
 * An idle hour, two hours of waiting (the night in which the clock is set back lies between), an e-mail; then four ways: a
 * second e-mail at six in the morning, a code with a text message and a webhook, two web pushes, or a note to the staff.
 */
export const definition = scenarioOf([
  node("wait", "delay", minutes(120), { next: "mail-a" }),
  node("mail-a", "send-email", email("First"), { next: "was-sent" }),
  node("was-sent", "condition", { about: "message", stepId: "mail-a", was: "sent" }, { yes: "ways", no: null }),
  node("ways", "random-split", { branches: [way("mails", 45), way("texts", 15), way("pushes", 15), way("rest", 25)] }, { mails: "until-six", texts: "code", pushes: "push-a", rest: "few" }),
  node("until-six", "delay", { mode: "until-time", time: "06:00" }, { next: "mail-b" }),
  node("mail-b", "send-email", email("Second"), { next: null }),
  node("code", "discount-code", { source: { from: "pool", poolId: POOL }, expiresInDays: 7, name: "", onNone: "continue", whenStale: "suppress" }, { next: "text" }),
  node("text", "send-sms", { text: "Your code is {{ discount.code }}: https://chaos.example/cart", ...terms("texts") }, { next: "breath" }),
  node("breath", "delay", minutes(30), { next: "call" }),
  node("call", "webhook", { url: `https://${WEBHOOK_HOST}/carts`, headers: [], body: "", onFailure: "continue" }, { next: null }),
  node("push-a", "send-push", push("First push"), { next: "calm" }),
  node("calm", "delay", minutes(40), { next: "push-b" }),
  node("push-b", "send-push", push("Second push"), { next: null }),
  node("few", "random-split", { branches: [way("some", 5), way("others", 95)] }, { some: "note", others: null }),
  node("note", "notify-staff", { subject: "{{ customer.email }} left a cart", text: "Nobody bought it." }, { next: null }),
]);

/** Shopify's id of the customer with this number. */
export const shopifyIdOf = (index: number): string => String(1_000_000 + index);
export const emailOf = (index: number): string => `${index}@${DOMAIN}`;
export const phoneOf = (index: number): string => `+4850${1_000_000 + index}`;
/** The number of the customer with this address. */
export const indexOf = (address: string): number => Number(address.slice(0, address.indexOf("@")));

const PIECE = 5_000;

/** A shop with one active scenario, a pool of codes, and so many customers who have agreed to everything, all from before `now`. */
export async function seedChaosShop(db: Database, pushes: Pick<PushService, "subscribe">, customers: number, now: Instant): Promise<number> {
  const shop = await stageShop(db, "chaos", definition, now);
  const { shopId } = shop;
  const before = now - DAY;
  await db.write(async ({ acrossShops }) => {
    await acrossShops.updateTable("Shop").set({ staffEmails: JSON.stringify([`staff@${DOMAIN}`]) }).where("id", "=", shopId).execute();
    await insertRows(acrossShops, "Consent", ["texts", "push"].map((key) => ({ shopId, id: key, key, name: key, channels: JSON.stringify([key === "texts" ? "sms" : key]), shopify: null })));
    await acrossShops.insertInto("DiscountPool").values({ shopId, id: POOL, name: "Chaos", worth: "10 %", lowAt: 0, createdAt: before, deletedAt: null }).execute();
  });
  const ids = await stageCustomers(db, shop, customers, now);
  for (let start = 0; start < customers; start += PIECE) {
    const people = ids.slice(start, start + PIECE).map((id, index) => ({ id, index: start + index }));
    await db.write(async (tx) => {
      const { acrossShops } = tx;
      for (const { id, index } of people) await tx.forShop(shopId).updateTable("Customer").set({ phone: phoneOf(index) }).where("id", "=", id).execute();
      for (const consentId of ["texts", "push"]) await insertRows(acrossShops, "CustomerConsent", people.map(({ id }) => ({ shopId, customerId: id, consentId, state: "granted", changedAt: before, source: "import", evidence: null })));
      await insertRows(acrossShops, "PushSubscription", people.map(({ id, index }) => {
        const browser = pushes.subscribe(emailOf(index));
        return { shopId, id: newId(), visitorId: null, customerId: id, endpointHash: createHash("sha256").update(browser.endpoint).digest("hex"), ...browser, text: "Shall we tell you?", agent: "Chrome", createdAt: before, lastSeenAt: before, goneAt: null };
      }));
      await insertRows(acrossShops, "DiscountCode", people.map(({ index }) => {
        const code = `CHAOS${index}`;
        return { shopId, id: newId(), poolId: POOL, code, codeKey: code, status: "free", kind: "pool", createdAt: before };
      }));
    });
  }
  return shopId;
}
