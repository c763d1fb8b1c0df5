import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import { knownToShopify, queueShopifyWrites, type TagWishes } from "./queue-shopify-write.server";

/** As it stands in the outbox. */
export const tagWishes = z.object({ add: z.array(z.string()), remove: z.array(z.string()) });

/**
 * Lets Shopify know of customers' tags (R25, R45), in the transaction that changed them here. What still waits for a
 * customer, or was refused, is told along; of two wishes about one tag the later holds. Of customers who are not in
 * Shopify there is nobody to tell.
 */
export async function queueTagWrites(tx: WriteStatements, shopId: number, wishes: ReadonlyMap<string, TagWishes>, now: Instant): Promise<void> {
  const ids = [...await knownToShopify(tx, shopId, [...wishes.keys()])];
  const untold = new Map<string, TagWishes>();
  for (const chunk of chunksOf(ids, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("ShopifyWrite").select(["subjectId", "payload"]).where("kind", "=", "tags").where("subjectId", "in", chunk).where("status", "!=", "done").execute();
    for (const { subjectId, payload } of rows) untold.set(subjectId, tagWishes.parse(JSON.parse(payload)));
  }
  await queueShopifyWrites(tx, shopId, ids.map((subjectId) => ({ kind: "tags", subjectId, payload: merged(untold.get(subjectId), wishes.get(subjectId)) })), now);
}

const none: TagWishes = { add: [], remove: [] };

function merged(before: TagWishes = none, later: TagWishes = none): TagWishes {
  const said = new Set([...later.add, ...later.remove].map((tag) => tag.toLowerCase()));
  const left = (tags: readonly string[]) => tags.filter((tag) => !said.has(tag.toLowerCase()));
  return { add: [...left(before.add), ...later.add], remove: [...left(before.remove), ...later.remove] };
}
