import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import { shopDay } from "~/domain/schedule/shop-day";
import type { CounterChange } from "~/domain/statistics/metric";
import type { ShopRow } from "~/queries/shop.server";
import { inPieces } from "~/services/in-pieces.server";
import { recordCounts } from "~/services/record-counts.server";
import { lettersOf } from "./letters-of.server";
import type { WhichLetters } from "./which-letters";

type RetryContext = Pick<ServiceContext, "db" | "clock" | "newId" | "wake">;

/**
 * Lets errands that failed be tried again from their first try, because a person asked for it. Their runs have gone on
 * and do not wait; exits do not cancel them. They leave the figure of what failed until there is a new outcome. What was
 * stored is done again unchanged, but for notes to staff, whose key the provider may have forgotten: those are written anew.
 */
export async function retryErrands(context: RetryContext, shop: Pick<ShopRow, "id" | "timeZone">, which: WhichLetters): Promise<void> {
  const now = context.clock.now();
  await inPieces(context.db, (tx) => retryPiece(tx, context, shop, which, now));
  context.wake.wake("errands");
}

async function retryPiece(tx: WriteStatements, { newId }: RetryContext, shop: Pick<ShopRow, "id" | "timeZone">, which: WhichLetters, now: number): Promise<bigint> {
  const own = tx.forShop(shop.id);
  const ids = await lettersOf(tx, shop.id, "errand", which);
  if (ids.length === 0) return 0n;
  const failed = await own.selectFrom("Errand").select(["id", "scenarioId", "versionId", "stepId", "status", "reason", "settledAt"]).where("id", "in", ids).execute();
  await own.updateTable("Errand").set({ status: "queued", attempts: 0, nextTryAt: now, retriedAt: now, settledAt: null, reason: null, leaseOwner: null, leaseUntil: null }).where("id", "in", ids).execute();
  await own.updateTable("Errand").set({ payload: null, preparedAt: null, unheard: 0 }).where("id", "in", ids).where("kind", "=", "staff-note").execute();
  await recordCounts(tx, newId, shop.id, failed.map(({ scenarioId, versionId, stepId, status, reason, settledAt }): CounterChange => ({
    scenarioId, versionId, stepId, channel: "", reason: reason ?? "", metric: status === "failed" ? "errands-failed" : "errands-unknown", day: shopDay(settledAt ?? now, shop.timeZone), value: -1,
  })));
  return BigInt(ids.length);
}
