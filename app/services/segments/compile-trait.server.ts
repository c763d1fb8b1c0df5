import { sql, type RawBuilder, type SqlBool } from "kysely";
import { DAY } from "~/domain/instant";
import { plusLocalDays } from "~/domain/schedule/plus-local-days";
import { shopDay } from "~/domain/schedule/shop-day";
import { foldCase } from "~/domain/segment/fold-case";
import { readAsked, traitOperators, type TraitCondition } from "~/domain/segment/trait-condition";
import type { TraitDefinition, TraitValue } from "~/domain/trait/trait";
import type { Compiling, SegmentContext } from "./compile-segment.server";
import { EVERYBODY, hasAny, NOBODY } from "./rows-of-customer.server";

/** What `traitMatches` says of one customer, of all. */
export function traitPredicate(condition: TraitCondition, context: Compiling): RawBuilder<SqlBool> {
  const { operator } = condition;
  const trait = context.traits.find(({ key }) => key === condition.trait);
  if (!trait) return operator === "is-empty" || operator === "is-not" ? EVERYBODY : NOBODY;
  if (!traitOperators(trait.type).includes(operator)) return NOBODY;
  const has = (where: RawBuilder<unknown>) => hasAny({ from: sql`"CustomerTrait" v`, customerId: sql`v."customerId"`, where: sql`v."shopId" = ${context.shopId} and v."traitId" = ${trait.id} and ${where}` }, context.way);
  const hasValue = has(isText(trait) ? sql`v."text" is not null` : sql`v."number" is not null`);
  switch (operator) {
    case "has-value": return hasValue;
    case "is-empty": return sql<SqlBool>`not ${hasValue}`;
    case "in-last": return typeof condition.value === "number" ? has(inLast(trait, condition.value, context)) : NOBODY;
    case "contains": return typeof condition.value === "string" ? has(sql`lower(v."text") like ${`%${escapeLike(foldCase(condition.value.trim()))}%`} escape '\\'`) : NOBODY;
    case "is-not": {
      const asked = readAsked(trait, condition.value, context.timeZone);
      return sql<SqlBool>`not ${asked === null ? hasValue : has(equals(trait, asked))}`;
    }
    case "is":
    case "greater":
    case "after":
    case "less":
    case "before": {
      const asked = readAsked(trait, condition.value, context.timeZone);
      if (asked === null) return NOBODY;
      if (operator === "is") return has(equals(trait, asked));
      const sign = operator === "greater" || operator === "after" ? sql`>` : sql`<`;
      return has(isText(trait) ? sql`v."text" ${sign} ${asked}` : sql`v."number" ${sign} ${asked}`);
    }
    default: return operator satisfies never;
  }
}

/** In which of the two columns its values are kept (domain/trait/stored-trait). */
function isText({ type }: TraitDefinition): boolean {
  return type === "string" || type === "text" || type === "choice" || type === "url" || type === "date";
}

function equals(trait: TraitDefinition, asked: TraitValue): RawBuilder<unknown> {
  if (typeof asked === "boolean") return sql`v."number" = ${asked ? 1 : 0}`;
  return isText(trait) ? sql`lower(v."text") = ${foldCase(String(asked))}` : sql`v."number" = ${asked}`;
}

function inLast({ type }: TraitDefinition, days: number, { now, timeZone }: SegmentContext): RawBuilder<unknown> {
  if (type === "date-time") return sql`v."number" <= ${now} and v."number" >= ${now - days * DAY}`;
  return sql`v."text" <= ${shopDay(now, timeZone)} and v."text" >= ${shopDay(plusLocalDays(now, -days, timeZone), timeZone)}`;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
