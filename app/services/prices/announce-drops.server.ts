import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import type { PriceDropped } from "~/domain/scenario/entry-point-type";
import { chunksOf } from "~/services/chunks-of";

export interface Announcement {
  customerId: string;
  drops: readonly PriceDropped[];
}

/**
 * R18e: notes what the runs that were just entered carry, in their transaction, so that no check tells of the same drop again, whichever
 * scenario it belongs to. To be called for those who entered, and for nobody whose entry was refused.
 */
export async function announceDrops(tx: WriteStatements, shopId: number, announced: readonly Announcement[], now: Instant): Promise<void> {
  const rows = announced.flatMap(({ customerId, drops }) => drops.map(({ variantId, market, nowMinor }) => [customerId, variantId, market, nowMinor] as const))
    .sort((a, b) => (a.join("\n") < b.join("\n") ? -1 : 1));
  for (const chunk of chunksOf(rows, 500)) {
    await sql`
      with v(customer, variant, market, price) as (${valueRows(tx.dialect, ["text", "text", "text", "bigint"], chunk)})
      update "PriceSeen" set "announcedMinor" = v.price, "announcedAt" = ${now} from v
      where "PriceSeen"."shopId" = ${shopId} and "PriceSeen"."known" = 1 and "PriceSeen"."subjectId" = v.customer and "PriceSeen"."variantId" = v.variant and "PriceSeen"."market" = v.market`.execute(tx.acrossShops);
  }
}

/** Of the drops found those that nobody has announced meanwhile: the rows are held until the transaction ends, so that two checks at once never tell of the same. */
export async function notYetAnnounced(tx: WriteStatements, shopId: number, found: readonly Announcement[]): Promise<{ customerId: string; drops: PriceDropped[] }[]> {
  const customerIds = found.map(({ customerId }) => customerId);
  const told = new Map<string, number>();
  for (const chunk of chunksOf(customerIds, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("PriceSeen").select(["subjectId", "variantId", "market", "announcedMinor"])
      .where("known", "=", 1).where("subjectId", "in", chunk).orderBy("subjectId").orderBy("variantId").orderBy("market").modifyEnd(tx.dialect.locked).execute();
    for (const { subjectId, variantId, market, announcedMinor } of rows) told.set([subjectId, variantId, market].join("\n"), announcedMinor ?? Infinity);
  }
  return found.map(({ customerId, drops }) => ({ customerId, drops: drops.filter(({ variantId, market, nowMinor }) => nowMinor < (told.get([customerId, variantId, market].join("\n")) ?? -1)) }))
    .filter(({ drops }) => drops.length > 0);
}
