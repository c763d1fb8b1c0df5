import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Condition } from "~/domain/segment/condition";
import { spanOf } from "~/domain/segment/period";
import type { Compiling } from "./compile-segment.server";
import { hasAny, not, type Rows } from "./rows-of-customer.server";
import { within } from "./span-predicate.server";

type MessageCondition = Extract<Condition, { fact: "message" }>;

/** R31, R32: opened and clicked mean by a person. Whoever clicks has opened it, though many mail clients fetch no pictures. */
export function messagePredicate(condition: MessageCondition, compiling: Compiling): RawBuilder<SqlBool> {
  const was = hasAny(condition.was === "sent" ? sent(condition, compiling) : seen(condition, compiling), compiling.way);
  return condition.operator === "was" ? was : not(was);
}

function sent({ channel, period, scenarioId }: MessageCondition, { shopId, now, timeZone }: Compiling): Rows {
  const when = spanOf(period, now, timeZone);
  return {
    from: sql`"Message" m`, customerId: sql`m."customerId"`,
    where: sql.join([
      sql`m."shopId" = ${shopId}`, sql`m."handedOverAt" is not null`, within(sql`m."handedOverAt"`, when),
      ...(channel === "any" ? [] : [sql`m."channel" = ${channel}`]), ...(scenarioId === null ? [] : [sql`m."scenarioId" = ${scenarioId}`]),
    ], sql` and `),
  };
}

function seen({ was, channel, period, scenarioId }: MessageCondition, { shopId, now, timeZone }: Compiling): Rows {
  const kinds = was === "opened" ? sql`i."kind" in ('open', 'click')` : sql`i."kind" = 'click'`;
  return {
    from: sql`"Interaction" i`, customerId: sql`i."customerId"`,
    where: sql.join([
      sql`i."shopId" = ${shopId}`, sql`i."judged" = 'human'`, kinds, within(sql`i."at"`, spanOf(period, now, timeZone)),
      ...(channel === "any" ? [] : [sql`exists (select 1 from "Message" m where m."shopId" = i."shopId" and m."id" = i."messageId" and m."channel" = ${channel})`]),
      ...(scenarioId === null ? [] : [sql`i."scenarioId" = ${scenarioId}`]),
    ], sql` and `),
  };
}
