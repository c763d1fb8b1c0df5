import type { ShopStatements } from "~/adapters/db/shop-statements.server";
import type { Instant } from "~/domain/instant";
import type { DataDiscount } from "~/domain/message/discount-data";
import { NEWEST_DISCOUNT, discountsNamed } from "~/domain/message/discounts-named";
import type { SendingFacts } from "~/domain/message/decide-sending";
import { worthOf } from "~/services/discounts/worth-of.server";
import type { WrittenText } from "~/domain/message/written-text";

/** A code of a run, as it is at this moment. */
export interface RunDiscount extends DataDiscount {
  why: "used" | "expired" | null;
  /** The merchant's rule for a message that would show it when it cannot be redeemed any more. */
  suppresses: boolean;
}

/** The codes of these runs, by run, in the order of their issue. */
export async function loadRunDiscounts(own: ShopStatements, runIds: readonly string[], now: Instant): Promise<ReadonlyMap<string, RunDiscount[]>> {
  const byRun = new Map<string, RunDiscount[]>();
  if (runIds.length === 0) return byRun;
  const rows = await own.selectFrom("DiscountCode")
    .select(["runId", "code", "name", "kind", "worth", "percent", "amountMinor", "currency", "status", "issuedAt", "expiresAt", "whenStale", "effectId"])
    .where("runId", "in", [...new Set(runIds)]).where("status", "!=", "free").execute();
  for (const row of rows.sort((a, b) => (a.issuedAt ?? 0) - (b.issuedAt ?? 0) || placeOf(a.effectId) - placeOf(b.effectId))) {
    if (row.runId === null) continue;
    const why = row.status === "used" ? "used" : row.expiresAt !== null && row.expiresAt <= now ? "expired" : null;
    const discount: RunDiscount = { code: row.code, name: row.name, worth: worthOf(row), expiresAt: row.expiresAt, usable: why === null, why, suppresses: row.whenStale !== "without" };
    byRun.set(row.runId, [...(byRun.get(row.runId) ?? []), discount]);
  }
  return byRun;
}

/** Of an effect `runId:seq:index`: at which step of the run it was asked for. */
const placeOf = (effectId: string | null): number => Number(effectId?.split(":")[1] ?? 0);

/** The first code that a message shows, which cannot be redeemed any more, and for which it is held back. */
export function staleCodeOf(texts: readonly WrittenText[], discounts: readonly RunDiscount[]): SendingFacts["staleCode"] {
  if (!discounts.some(({ why, suppresses }) => why !== null && suppresses)) return null;
  const named = new Set(texts.flatMap(({ source, writing }) => discountsNamed(source, writing)).map(({ name }) => name));
  const newestOf = new Map<string, RunDiscount>(discounts.flatMap((discount) => (discount.name === null ? [] : [[`discounts.${discount.name}`, discount] as const])));
  const newest = discounts.at(-1);
  if (newest) newestOf.set(NEWEST_DISCOUNT, newest);
  for (const name of named) {
    const shown = newestOf.get(name);
    if (shown?.why && shown.suppresses) return { code: shown.code, why: shown.why };
  }
  return null;
}
