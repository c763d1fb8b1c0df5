import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Dialect } from "~/adapters/db/dialect";
import type { Instant } from "~/domain/instant";
import type { Condition, Segment } from "~/domain/segment/condition";
import { foldCase } from "~/domain/segment/fold-case";
import type { ShopSegment } from "~/domain/segment/shop-segment";
import type { TraitDefinition } from "~/domain/trait/trait";
import { traitPredicate } from "./compile-trait.server";
import { rowsOf } from "./rows-of-customer.server";

/** What a condition means depends on: `readSegmentContext` answers it for a shop. */
export interface SegmentContext {
  shopId: number;
  /** Domain time, for what is asked of the last days. */
  now: Instant;
  /** IANA zone of the shop. */
  timeZone: string;
  segments: ReadonlyMap<string, ShopSegment>;
  traits: readonly TraitDefinition[];
}

/**
 * The one compiler of segments: whether the customer of the row `"Customer"` is in the segment, as a boolean that the
 * statement puts where it wants. The statement selects from `"Customer"` and carries the shop and whether those deleted count.
 */
export function segmentPredicate(dialect: Dialect, { match, groups }: Segment, context: SegmentContext): RawBuilder<SqlBool> {
  return joined(match, groups.map((group) => joined(group.match, group.conditions.map((condition) => conditionPredicate(dialect, condition, context)))));
}

function joined(match: Segment["match"], parts: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  const [only] = parts;
  return parts.length === 1 && only ? only : sql<SqlBool>`(${sql.join([...parts], match === "all" ? sql` and ` : sql` or `)})`;
}

const not = (predicate: RawBuilder<SqlBool>): RawBuilder<SqlBool> => sql<SqlBool>`not ${predicate}`;

const SIGNS = { equals: sql`=`, "at-least": sql`>=`, "at-most": sql`<=` } as const;

function conditionPredicate(dialect: Dialect, condition: Condition, context: SegmentContext): RawBuilder<SqlBool> {
  switch (condition.fact) {
    case "tag": {
      const has = rowsOf("CustomerTag", context.shopId, sql`lower(of."tag") = ${foldCase(condition.tag)}`);
      return condition.operator === "has" ? has : not(has);
    }
    case "orders-count": return sql<SqlBool>`"Customer"."ordersCount" ${SIGNS[condition.operator]} ${condition.count}`;
    case "total-spent": return sql<SqlBool>`"Customer"."totalSpentMinor" ${SIGNS[condition.operator]} ${condition.amountMinor}`;
    case "consent": {
      const consent = sql`(select "id" from "Consent" where "shopId" = ${context.shopId} and "key" = ${condition.consent})`;
      const granted = rowsOf("CustomerConsent", context.shopId, sql`of."consentId" = ${consent} and of."state" = 'granted'`);
      return condition.operator === "granted" ? granted : not(granted);
    }
    case "trait": return traitPredicate(condition, context);
    default: return condition satisfies never;
  }
}
