import { sql } from "kysely";
import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import type { TagWishes } from "./queue-shopify-write.server";

/** As it stands in the outbox. */
export const tagWishes = z.object({ add: z.array(z.string()), remove: z.array(z.string()) });

/**
 * Lets Shopify know of customers' tags (R25, R45), in the transaction that changed them here. What still waits for a
 * customer, or was refused, is told along; of two wishes about one tag the later holds. Of customers who are not in
 * Shopify there is nobody to tell.
 */
export async function queueTagWrites(tx: WriteStatements, shopId: number, wishes: ReadonlyMap<string, TagWishes>, now: Instant): Promise<void> {
  const shop = tx.forShop(shopId);
  for (const ids of chunksOf([...wishes.keys()], 250)) {
    const inShopify = await shop.selectFrom("Customer").select("id").where("id", "in", ids).where("shopifyId", "is not", null).where("deletedAt", "is", null).execute();
    if (inShopify.length === 0) continue;
    const waiting = await shop.selectFrom("ShopifyWrite").select(["subjectId", "payload"]).where("kind", "=", "tags").where("subjectId", "in", ids).where("status", "!=", "done").execute();
    const untold = new Map(waiting.map(({ subjectId, payload }) => [subjectId, tagWishes.parse(JSON.parse(payload))]));
    await shop.insertInto("ShopifyWrite").values(inShopify.map(({ id }) => ({
      shopId, kind: "tags", subjectId: id, payload: JSON.stringify(merged(untold.get(id), wishes.get(id))), revision: 1,
      status: "waiting", attempts: 0, nextTryAt: now, leaseUntil: null, error: null, queuedAt: now, doneAt: null,
    }))).onConflict((conflict) => conflict.columns(["shopId", "kind", "subjectId"]).doUpdateSet((row) => ({
      payload: row.ref("excluded.payload"), status: row.ref("excluded.status"), attempts: row.ref("excluded.attempts"), nextTryAt: row.ref("excluded.nextTryAt"),
      leaseUntil: null, error: null, queuedAt: row.ref("excluded.queuedAt"), doneAt: null, revision: sql`"ShopifyWrite"."revision" + 1`,
    }))).execute();
  }
}

const none: TagWishes = { add: [], remove: [] };

function merged(before: TagWishes = none, later: TagWishes = none): TagWishes {
  const said = new Set([...later.add, ...later.remove].map((tag) => tag.toLowerCase()));
  const left = (tags: readonly string[]) => tags.filter((tag) => !said.has(tag.toLowerCase()));
  return { add: [...left(before.add), ...later.add], remove: [...left(before.remove), ...later.remove] };
}
