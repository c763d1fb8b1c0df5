import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";

const stored = z.object({ page: z.object({ path: z.string(), query: z.string() }).optional(), orderId: z.string().optional(), checkoutToken: z.string().optional() }).catch({});

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
