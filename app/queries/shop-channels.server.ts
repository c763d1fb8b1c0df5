import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { MOST_COUNTED, type ShopChannels } from "~/domain/message/shop-channels";
import { smsSenderOf } from "~/domain/message/sms-sender";
import type { SetUp } from "~/app-context";
import type { ShopRow } from "./shop.server";

/** What this shop has for text messages and web push, and whom it can reach by them. */
export async function readShopChannels(db: Statements, shop: Pick<ShopRow, "id" | "smsSender">, setUp: SetUp): Promise<ShopChannels> {
  const [sms, push] = await Promise.all([countReachable(db, shop.id, "sms"), countReachable(db, shop.id, "push")]);
  return {
    sms: { missing: setUp.sms === null ? "provider" : smsSenderOf(shop, setUp.sms) === null ? "sender" : null, reachable: sms },
    push: { missing: setUp.push === null ? "provider" : null, reachable: push },
  };
}

/** Customers with a granted consent that permits the channel and an address of it, up to `MOST_COUNTED`. */
async function countReachable(db: Statements, shopId: number, channel: "sms" | "push"): Promise<number> {
  const own = db.forShop(shopId);
  const consents = await own.selectFrom("Consent").select(["id", "channels"]).execute();
  const ids = consents.filter(({ channels }) => (JSON.parse(channels) as string[]).includes(channel)).map(({ id }) => id);
  if (ids.length === 0) return 0;
  // All browsers once: asked for each customer by itself they were gone through each time.
  const address = channel === "sms" ? sql`c."phone" is not null` : sql`c."id" in (
    select coalesce(v."customerId", p."customerId") from "PushSubscription" as p left join "Visitor" as v on v."shopId" = p."shopId" and v."id" = p."visitorId"
    where p."shopId" = ${shopId} and p."goneAt" is null and coalesce(v."customerId", p."customerId") is not null)`;
  const { rows } = await sql<{ count: number }>`
    select count(*) as "count" from (
      select distinct c."id" from "CustomerConsent" as s
      join "Customer" as c on c."shopId" = s."shopId" and c."id" = s."customerId" and c."deletedAt" is null
      where s."shopId" = ${shopId} and s."consentId" in (${sql.join(ids)}) and s."state" = 'granted' and ${address}
      limit ${MOST_COUNTED}) as "reached"`.execute(own.sql);
  return Number(rows[0]?.count ?? 0);
}
