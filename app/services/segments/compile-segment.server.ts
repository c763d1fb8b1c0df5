import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Dialect } from "~/adapters/db/dialect";
import type { Instant } from "~/domain/instant";
import type { Condition, Group, Match, Segment } from "~/domain/segment/condition";
import { foldCase } from "~/domain/segment/fold-case";
import type { ShopSegment } from "~/domain/segment/shop-segment";
import type { TraitDefinition } from "~/domain/trait/trait";
import { customEventPredicate, eventPredicate } from "./compile-event.server";
import { messagePredicate } from "./compile-message.server";
import { orderDatePredicate, ordersPredicate, ordersSumPredicate } from "./compile-orders.server";
import { profilePredicate } from "./compile-profile.server";
import { insideShopifySegment } from "./compile-shopify-segment.server";
import { traitPredicate } from "./compile-trait.server";
import { allHold, hasAny, NOBODY, not, type Way } from "./rows-of-customer.server";

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

/** What the parts of the compiler are given. */
export interface Compiling extends SegmentContext {
  dialect: Dialect;
  way: Way;
}

/** Of a segment of Shopify's whose members were never read nobody can say who is in it, nor who is not; and so on through all that asks about it. */
export interface Told {
  /** That it is so. */
  is: RawBuilder<SqlBool>;
  /** That it is not so; absent where that is said of all others. */
  isNot?: RawBuilder<SqlBool>;
}

/**
 * The one compiler of segments: whether the customer of the row `"Customer"` is in the segment, as a boolean that the
 * statement puts where it wants. The statement selects from `"Customer"` and carries the shop and whether those deleted
 * count. `way`: "each" where it is asked of some customers, "all" where of the whole shop.
 */
export function segmentPredicate(dialect: Dialect, segment: Segment, context: SegmentContext, way: Way = "each"): RawBuilder<SqlBool> {
  return ofSegment(segment, { ...context, dialect, way }, []).is;
}

/** The same of one condition. */
export function conditionPredicate(dialect: Dialect, condition: Condition, context: SegmentContext, way: Way = "each"): RawBuilder<SqlBool> {
  return ofCondition(condition, { ...context, dialect, way }, []).is;
}

const ofSegment = ({ match, groups }: Segment, compiling: Compiling, within: readonly string[]): Told => joined(match, groups.map((group) => ofGroup(group, compiling, within)));

function ofGroup({ match, not: negated, conditions, groups = [] }: Group, compiling: Compiling, within: readonly string[]): Told {
  const all = joined(match, [...conditions.map((condition) => ofCondition(condition, compiling, within)), ...groups.map((group) => ofGroup(group, compiling, within))]);
  return negated ? turned(all) : all;
}

function joined(match: Match, parts: readonly Told[]): Told {
  const is = parts.map((part) => part.is);
  if (parts.every(({ isNot }) => isNot === undefined)) return { is: match === "all" ? allHold(is) : anyHolds(is) };
  const isNot = parts.map((part) => turned(part).is);
  return match === "all" ? { is: allHold(is), isNot: anyHolds(isNot) } : { is: anyHolds(is), isNot: allHold(isNot) };
}

const anyHolds = (predicates: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> => (predicates.length === 0 ? NOBODY : sql<SqlBool>`(${sql.join([...predicates], sql` or `)})`);

const turned = ({ is, isNot }: Told): Told => (isNot ? { is: isNot, isNot: is } : { is: not(is) });

export const SIGNS = { equals: sql`=`, "at-least": sql`>=`, "at-most": sql`<=` } as const;

function ofCondition(condition: Condition, compiling: Compiling, within: readonly string[]): Told {
  switch (condition.fact) {
    case "shopify-segment": {
      const inside = insideShopifySegment(condition, compiling);
      return condition.operator === "in" ? inside : turned(inside);
    }
    case "segment": {
      const inner = compiling.segments.get(condition.segmentId)?.definition;
      // One that is gone, or that would ask itself, has nobody in it.
      const inside = inner && !within.includes(condition.segmentId) ? ofSegment(inner, compiling, [...within, condition.segmentId]) : { is: NOBODY };
      return condition.operator === "in" ? inside : turned(inside);
    }
    default: return { is: plainly(condition, compiling) };
  }
}

function plainly(condition: Exclude<Condition, { fact: "shopify-segment" | "segment" }>, compiling: Compiling): RawBuilder<SqlBool> {
  const { shopId, way } = compiling;
  switch (condition.fact) {
    case "tag": {
      const has = hasAny({ from: sql`"CustomerTag" t`, customerId: sql`t."customerId"`, where: sql`t."shopId" = ${shopId} and lower(t."tag") = ${foldCase(condition.tag)}` }, way);
      return condition.operator === "has" ? has : not(has);
    }
    case "orders-count": return sql<SqlBool>`"Customer"."ordersCount" ${SIGNS[condition.operator]} ${condition.count}`;
    case "total-spent": return sql<SqlBool>`"Customer"."totalSpentMinor" ${SIGNS[condition.operator]} ${condition.amountMinor}`;
    case "consent": {
      const consent = sql`(select "id" from "Consent" where "shopId" = ${shopId} and "key" = ${condition.consent})`;
      const granted = hasAny({ from: sql`"CustomerConsent" c`, customerId: sql`c."customerId"`, where: sql`c."shopId" = ${shopId} and c."consentId" = ${consent} and c."state" = 'granted'` }, way);
      return condition.operator === "granted" ? granted : not(granted);
    }
    case "trait": return traitPredicate(condition, compiling);
    case "orders": return ordersPredicate(condition, compiling);
    case "orders-sum": return ordersSumPredicate(condition, compiling);
    case "order-date": return orderDatePredicate(condition, compiling);
    case "event": return eventPredicate(condition, compiling);
    case "custom-event": return customEventPredicate(condition, compiling);
    case "message": return messagePredicate(condition, compiling);
    case "country":
    case "city":
    case "language":
    case "contact":
    case "created": return profilePredicate(condition, compiling);
    default: return condition satisfies never;
  }
}
