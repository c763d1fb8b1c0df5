import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";

/** What was chosen and saved nowhere is read on for so long. */
const CHOSEN_FOR = DAY;

/** Asks for the members of segments of Shopify's: those that are not read are due at once, and so are those whose reading failed. The caller wakes "shopify-segments" after the commit. */
export async function wantShopifySegments(tx: WriteStatements, shopId: number, ids: Iterable<string>, now: Instant): Promise<void> {
  const wanted = [...ids];
  if (wanted.length === 0) return;
  const own = tx.forShop(shopId);
  await own.updateTable("ShopifySegment").set({ chosenAt: now }).where("id", "in", wanted).execute();
  await own.updateTable("ShopifySegment").set({ dueAt: now }).where("id", "in", wanted).where((row) => row.or([row("dueAt", "is", null), row("error", "is not", null)])).execute();
}

/** Whether somebody asks for the members of a segment of Shopify's: it was chosen lately, or a segment, a scenario or a version in which runs finish names it. */
export async function isShopifySegmentWanted(tx: WriteStatements, shopId: number, { id, chosenAt }: { id: string; chosenAt: Instant | null }, now: Instant): Promise<boolean> {
  if (chosenAt !== null && chosenAt > now - CHOSEN_FOR) return true;
  const own = tx.forShop(shopId);
  const names = `%"shopifySegmentId":"${id}"%`;
  const segment = await own.selectFrom("Segment").select("id").where("deletedAt", "is", null).where("definition", "like", names).limit(1).executeTakeFirst();
  if (segment) return true;
  const scenario = await own.selectFrom("Scenario").select("id").where("status", "!=", "deleted").where("definition", "like", names).limit(1).executeTakeFirst();
  if (scenario) return true;
  const pinned = await own.selectFrom("Run").select("pinnedVersionId").where("status", "=", "active").where("pinnedVersionId", "is not", null).distinct().execute();
  const versions = pinned.flatMap(({ pinnedVersionId }) => pinnedVersionId ?? []);
  return versions.length > 0 && (await own.selectFrom("ScenarioVersion").select("id").where("id", "in", versions).where("definition", "like", names).limit(1).executeTakeFirst()) !== undefined;
}
