import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Channel } from "~/domain/message/channel";
import { toPhoneNumber } from "~/domain/message/phone-number";

interface Receiver {
  id: string;
  email: string | null;
  phone: string | null;
  countryCode: string | null;
}

/** What the channel sends to, by customer: an address, a number, or the ids of the browsers that still listen. Who has none is left out. */
export async function loadAddresses(db: Pick<Statements, "forShop">, shopId: number, channel: Channel, customers: readonly Receiver[]): Promise<ReadonlyMap<string, string>> {
  const found = (addressOf: (customer: Receiver) => string | null) => new Map(customers.flatMap((customer): [string, string][] => {
    const address = addressOf(customer);
    return address === null || address === "" ? [] : [[customer.id, address]];
  }));
  switch (channel) {
    case "email": return found(({ email }) => email);
    case "sms": return found(({ phone, countryCode }) => toPhoneNumber(phone, countryCode));
    case "push": {
      const browsers = await browsersOf(db, shopId, customers.map(({ id }) => id));
      return found(({ id }) => browsers.get(id)?.join(" ") ?? null);
    }
    default: return channel satisfies never;
  }
}

/** More are hardly hers: the latest are taken. */
const MOST_BROWSERS = 10;

/** The browsers of each customer that let the shop send to them, by who is behind them now. */
async function browsersOf(db: Pick<Statements, "forShop">, shopId: number, customerIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; customerId: string }>`
    select p."id" as "id", coalesce(v."customerId", p."customerId") as "customerId" from "PushSubscription" as p
    left join "Visitor" as v on v."shopId" = p."shopId" and v."id" = p."visitorId"
    where p."shopId" = ${shopId} and p."goneAt" is null
      and (v."customerId" in (${sql.join(customerIds)}) or (v."customerId" is null and p."customerId" in (${sql.join(customerIds)})))
    order by p."lastSeenAt" desc, p."id"`.execute(db.forShop(shopId).sql);
  const browsers = new Map<string, string[]>();
  for (const { id, customerId } of rows) {
    const known = browsers.get(customerId) ?? [];
    if (known.length < MOST_BROWSERS) browsers.set(customerId, [...known, id]);
  }
  for (const [customerId, ids] of browsers) browsers.set(customerId, ids.sort());
  return browsers;
}
