import { z } from "zod";
import type { Selectable } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Customer } from "~/adapters/db/generated/tables";
import { storedEvent } from "~/domain/custom-event/stored-event";
import { buildMessageData } from "~/domain/message/build-message-data";
import type { MessageData, MessageSetting } from "~/domain/message/message-data";
import type { Instant } from "~/domain/instant";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { loadMessageSources, readCart } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import { loadRunDiscounts } from "~/runtime/messages/run-discounts.server";
import type { ErrandRow } from "./errand-doer";

/** Whom an errand is about and what templates may name, as they are now. */
export interface ErrandSubject {
  customer: Selectable<Customer>;
  run: { id: string; enteredAt: Instant };
  scenario: { id: string; name: string; version: number };
  trigger: TriggerContext;
  data: MessageData;
  setting: MessageSetting;
}

const trigger: z.ZodType<TriggerContext> = z.object({ at: z.number().optional(), cartToken: z.string().optional(), productIds: z.array(z.string()).optional(), orderId: z.string().optional(), event: storedEvent.optional() }).catch({});

/** Null where the customer is gone. */
export async function loadErrandSubject(db: Statements, shop: ShopRow, errand: ErrandRow, now: Instant): Promise<ErrandSubject | null> {
  const own = db.forShop(shop.id);
  const customer = await own.selectFrom("Customer").selectAll().where("id", "=", errand.customerId).where("deletedAt", "is", null).executeTakeFirst();
  const run = await own.selectFrom("Run").select(["id", "enteredAt", "context"]).where("id", "=", errand.runId).executeTakeFirst();
  const scenario = await own.selectFrom("Scenario").select(["id", "name"]).where("id", "=", errand.scenarioId).executeTakeFirst();
  const version = await own.selectFrom("ScenarioVersion").select("number").where("id", "=", errand.versionId).executeTakeFirst();
  if (!customer || !run || !scenario) return null;
  const context = trigger.parse(JSON.parse(run.context));
  const row = context.cartToken === undefined ? undefined
    : await own.selectFrom("Cart").select(["currency", "totalMinor", "lines", "checkoutUrl"]).where("token", "=", context.cartToken).executeTakeFirst();
  const discounts = (await loadRunDiscounts(own, [run.id], now)).get(run.id) ?? [];
  const [sources] = await loadMessageSources(db, shop, [{ customer, cart: row ? readCart(row) : null, discounts, context }]);
  if (!sources) return null;
  return {
    customer, run: { id: run.id, enteredAt: run.enteredAt }, scenario: { ...scenario, version: version?.number ?? 0 }, trigger: context,
    data: buildMessageData(sources), setting: { now, timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency },
  };
}
