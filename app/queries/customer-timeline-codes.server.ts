import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { ROWS_A_KIND, type Source, type TimelineItem } from "./timeline-source";

/** R30: the codes that a customer got, and when they were used. */
export async function readDiscountCodes(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("DiscountCode as c")
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "c.shopId").onRef("s.id", "=", "c.scenarioId"))
    .select(["c.id", "c.code", "c.issuedAt", "c.usedAt", "c.scenarioId", "s.name"])
    .where("c.shopId", "=", shopId).where("c.customerId", "=", customerId).where("c.issuedAt", "<", before)
    .orderBy("c.issuedAt", "desc").limit(ROWS_A_KIND).execute();
  return rows.map((row) => {
    const scenario = { id: row.scenarioId ?? "", name: row.name };
    const milestones: [TimelineItem["kind"], Instant | null][] = [["code-issued", row.issuedAt], ["code-used", row.usedAt]];
    return { anchor: row.issuedAt ?? 0, items: milestones.flatMap(([kind, at]) => (at === null ? [] : [{ id: `${row.id}:${kind}`, at, kind, scenario, detail: row.code }])) };
  });
}
