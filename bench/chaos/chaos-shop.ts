import type { Database } from "../../app/adapters/db/database.server.ts";
import type { Instant } from "../../app/domain/instant.ts";
import { email, node, scenarioOf, stageCustomers, stageShop } from "../installation/staged-shop.ts";

export const DOMAIN = "chaos.myshopify.com";
export const FIRST_MAIL = "mail-a";
export const SECOND_MAIL = "mail-b";

/** An idle hour, three hours of waiting (the night in which the clock is set back lies between), a message; then two ways, one with a second message at six in the morning. */
const definition = scenarioOf([
  node("wait", "delay", { mode: "for", amount: 3, unit: "hours" }, { next: FIRST_MAIL }),
  node(FIRST_MAIL, "send-email", email("First"), { next: "was-sent" }),
  node("was-sent", "condition", { about: "message", stepId: FIRST_MAIL, was: "sent" }, { yes: "halves", no: null }),
  node("halves", "random-split", { branches: [{ id: "half", name: "Half", percent: 50 }, { id: "rest", name: "Rest", percent: 50 }] }, { half: "until-six", rest: null }),
  node("until-six", "delay", { mode: "until-time", time: "06:00" }, { next: SECOND_MAIL }),
  node(SECOND_MAIL, "send-email", email("Second"), { next: null }),
]);

/** Shopify's id of the customer with this number. */
export const shopifyIdOf = (index: number): string => String(1_000_000 + index);
export const emailOf = (index: number): string => `${index}@${DOMAIN}`;

/** A shop with one active scenario and so many customers who have agreed to e-mail, all from before `now`. */
export async function seedChaosShop(db: Database, customers: number, now: Instant): Promise<number> {
  const shop = await stageShop(db, "chaos", definition, now);
  await stageCustomers(db, shop, customers, now);
  return shop.shopId;
}
