import { sql } from "kysely";
import { z } from "zod";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import { DAY, type Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";

const stored = z.object({
  page: z.object({ path: z.string(), query: z.string() }).optional(), orderId: z.string().optional(), checkoutToken: z.string().optional(), cartToken: z.string().optional(),
  productId: z.string().optional(), variantId: z.string().optional(), cart: z.object({ token: z.string(), lines: z.array(z.unknown()) }).nullish(),
}).catch({});

/** What customers did since an instant, as it was told when it happened; by one statement. What was imported is no activity. */
export async function readActivitiesSince(
  db: Pick<Statements, "forShop">, shopId: number, { customerIds, types, since }: { customerIds: readonly string[]; types: readonly Activity["type"][]; since: Instant },
): Promise<Activity[]> {
  const rows = await db.forShop(shopId).selectFrom("Event").select(["id", "customerId", "type", "at", "properties"])
    .where("customerId", "in", customerIds).where("at", ">=", since).where("type", "in", types).where("source", "!=", "import").execute();
  return rows.flatMap(({ id, customerId, type, at, properties }) => {
    const { page, orderId, checkoutToken } = stored.parse(JSON.parse(properties));
    const known = types.find((each) => each === type);
    if (customerId === null || !known) return [];
    return [{ key: orderId !== undefined ? `order:${orderId}` : checkoutToken !== undefined ? `checkout:${checkoutToken}` : id, subjectId: customerId, type: known, at, ...(page ? { page } : {}) }];
  });
}

const CLOCKED = ["page_viewed", "product_viewed", "product_added_to_cart", "cart_viewed", "cart_updated", "checkout_started", "order_placed", "favourite_added", "favourite_removed"] as const satisfies readonly Activity["type"][];

const eventValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.object({ minor: z.number(), currency: z.string() })]);
const toldEvent = z.object({ page: z.object({ path: z.string(), query: z.string() }).optional(), complete: z.boolean(), properties: z.record(z.string(), eventValue) }).catch({ complete: false, properties: {} });

/** R13: the events that the shop defined, of a visitor nobody knows, with all they must have; as the activities of `subjectId`. */
export async function readCustomEvents(tx: WriteStatements, shopId: number, visitorId: string, since: Instant, subjectId: string): Promise<Activity[]> {
  const rows = await tx.forShop(shopId).selectFrom("Event").select(["id", "name", "at", "properties"])
    .where("visitorId", "=", visitorId).where("customerId", "is", null).where("at", ">=", since).where("type", "=", "custom_event").orderBy("at").orderBy("id").execute();
  return rows.flatMap(({ id, name, at, properties: stored }): Activity[] => {
    const { page, complete, properties } = toldEvent.parse(JSON.parse(stored));
    return complete && name !== null ? [{ key: id, subjectId, type: "custom_event", at, ...(page ? { page } : {}), event: { name, properties } }] : [];
  });
}

interface HistoryRow {
  shopId: number;
  subjectId: string;
  id: string;
  type: string;
  at: Instant;
  properties: string;
}

/** Somebody's activity. */
export interface ActivityOfShop {
  shopId: number;
  activity: Activity;
}

/**
 * All that idle clocks are told, of customers or visitors (`subjectId`) and each since an instant, in the order in which it happened and
 * by one statement. What was imported, or told a day late, is left out as it was then.
 */
export async function readHistory(tx: WriteStatements, asked: readonly { shopId: number; subjectId: string; since: Instant }[]): Promise<ActivityOfShop[]> {
  if (asked.length === 0) return [];
  // The type as an expression, which no index holds: else PostgreSQL may go through all events of these types for each of the few.
  const told = sql`e."shopId" = v."shopId" and e."at" >= v."since" and e."source" <> 'import' and e."receivedAt" - e."at" < ${DAY} and e."type" || '' in (${sql.join(CLOCKED)})`;
  // As it is written SQLite goes from the few to their events, and not through all events.
  const { rows } = await sql<HistoryRow>`
    with v("shopId", "subjectId", "since") as (${valueRows(tx.dialect, ["bigint", "text", "bigint"], asked.map(({ shopId, subjectId, since }) => [shopId, subjectId, since]))})
    select v."shopId" as "shopId", v."subjectId" as "subjectId", e."id" as "id", e."type" as "type", e."at" as "at", e."properties" as "properties" from v cross join "Event" as e where e."customerId" = v."subjectId" and ${told}
    union all
    select v."shopId", v."subjectId", e."id", e."type", e."at", e."properties" from v cross join "Event" as e where e."visitorId" = v."subjectId" and e."customerId" is null and ${told}
    order by 5, 3`.execute(tx.acrossShops);
  return rows.flatMap(({ shopId, subjectId, id, type, at, properties }): ActivityOfShop[] => {
    const known = CLOCKED.find((each) => each === type);
    if (!known) return [];
    const { page, orderId, checkoutToken, cartToken, productId, variantId, cart } = stored.parse(JSON.parse(properties));
    const activity = {
      key: orderId !== undefined ? `order:${orderId}` : checkoutToken !== undefined ? `checkout:${checkoutToken}` : id, subjectId, type: known, at,
      ...(page ? { page } : {}), ...(productId === undefined ? {} : { productId }), ...(variantId === undefined ? {} : { variantId }), ...(orderId === undefined ? {} : { orderId }),
      ...(cart ? { cart: { token: cart.token, empty: cart.lines.length === 0 } } : cartToken === undefined ? {} : { cart: { token: cartToken, empty: false } }),
    };
    return [{ shopId, activity }];
  });
}
