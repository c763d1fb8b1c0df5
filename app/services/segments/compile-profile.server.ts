import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Condition } from "~/domain/segment/condition";
import { foldCase } from "~/domain/segment/fold-case";
import { spanOf } from "~/domain/segment/period";
import type { Compiling } from "./compile-segment.server";
import { NOBODY, not } from "./rows-of-customer.server";
import { within } from "./span-predicate.server";

type ProfileCondition = Extract<Condition, { fact: "country" | "city" | "language" | "contact" | "created" }>;

/** Of a country, a city or a language that is not known only "is not" holds. */
export function profilePredicate(condition: ProfileCondition, { now, timeZone }: Compiling): RawBuilder<SqlBool> {
  switch (condition.fact) {
    case "country": return isOrNot(condition.operator, condition.countries.length === 0 ? NOBODY : sql<SqlBool>`coalesce("Customer"."countryCode", '') in (${sql.join(condition.countries)})`);
    case "city": return isOrNot(condition.operator, sql<SqlBool>`lower(coalesce("Customer"."city", '')) = ${foldCase(condition.city)}`);
    case "language": {
      const locale = sql`lower(coalesce("Customer"."locale", ''))`;
      return isOrNot(condition.operator, sql<SqlBool>`(${locale} = ${condition.language} or ${locale} like ${`${condition.language}-%`})`);
    }
    case "contact": {
      const known = sql<SqlBool>`coalesce(${condition.contact === "email" ? sql`"Customer"."email"` : sql`"Customer"."phone"`}, '') <> ''`;
      return condition.operator === "known" ? known : not(known);
    }
    case "created": return sql<SqlBool>`(${within(sql`"Customer"."createdAt"`, spanOf(condition.date, now, timeZone))})`;
    default: return condition satisfies never;
  }
}

const isOrNot = (operator: "is" | "is-not", is: RawBuilder<SqlBool>): RawBuilder<SqlBool> => (operator === "is" ? is : not(is));
