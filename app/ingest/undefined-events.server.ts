import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { sentKindOf, type SentKind } from "~/domain/custom-event/sent-kind";
import { DAY, type Instant, type Milliseconds } from "~/domain/instant";

/** Anybody who reads the page's code can make up names. */
export const MOST_UNDEFINED = 50;
export const UNDEFINED_KEPT_FOR = 30 * DAY;
/** Within it a name that comes again is not written again. */
const FRESH_FOR: Milliseconds = 10_000;
const MOST_NAMED_PROPERTIES = 20;

export interface Undefined {
  shopId: number;
  name: string;
  sent: Readonly<Record<string, unknown>>;
}

/**
 * Notes the names that arrived and that nobody has defined, for the merchant to see and define: how each is called, and what
 * its properties are called, but none of their values. At most 50 names a shop: the 51st is noted once one of them has
 * not come for 30 days.
 */
export async function noteUndefined(tx: WriteStatements, arrived: readonly Undefined[], now: Instant): Promise<void> {
  for (const shopId of new Set(arrived.map((event) => event.shopId))) {
    const named = new Map(arrived.filter((event) => event.shopId === shopId).map(({ name, sent }) => [tidy(name), sent]));
    const own = tx.forShop(shopId);
    const known = new Map((await own.selectFrom("UndefinedEvent").select(["name", "lastAt"]).execute()).map(({ name, lastAt }) => [name, lastAt]));
    const old = [...known].filter(([name, lastAt]) => now - lastAt > UNDEFINED_KEPT_FOR && !named.has(name)).map(([name]) => name);
    if (old.length > 0) await own.deleteFrom("UndefinedEvent").where("name", "in", old).execute();
    let free = MOST_UNDEFINED - (known.size - old.length);
    for (const [name, sent] of named) {
      const properties = JSON.stringify(kindsOf(sent));
      const lastAt = known.get(name);
      if (lastAt === undefined) {
        if (free-- > 0) await insertRows(tx.acrossShops, "UndefinedEvent", [{ shopId, name, firstAt: now, lastAt: now, properties }], { ifTaken: "skip" });
      } else if (now - lastAt >= FRESH_FOR) {
        await own.updateTable("UndefinedEvent").set({ lastAt: now, properties }).where("name", "=", name).execute();
      }
    }
  }
}

/** PostgreSQL keeps no zero character in a text; the others have no place on a screen. */
const tidy = (name: string): string => name.replace(/[\p{Cc}\s]+/gu, " ").trim() || "?";

function kindsOf(sent: Readonly<Record<string, unknown>>): Record<string, SentKind> {
  return Object.fromEntries(Object.entries(sent).slice(0, MOST_NAMED_PROPERTIES).map(([key, value]) => [tidy(key).slice(0, 40), sentKindOf(value)]));
}
