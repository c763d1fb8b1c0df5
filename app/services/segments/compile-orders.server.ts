import { sql, type RawBuilder, type SqlBool } from "kysely";
import { codeKeyOf } from "~/domain/discount/write-code";
import type { Condition, OrderFilter } from "~/domain/segment/condition";
import { foldCase } from "~/domain/segment/fold-case";
import { isInCollection } from "~/services/collections/products-of-collection.server";
import { spanOf } from "~/domain/segment/period";
import type { Compiling } from "./compile-segment.server";
import { EVERYBODY, hasCount, isSo, not, type Rows } from "./rows-of-customer.server";
import { within } from "./span-predicate.server";

type Of<Fact extends Condition["fact"]> = Extract<Condition, { fact: Fact }>;

/** Orders of known customers that stand. */
function orders(shopId: number, where: RawBuilder<unknown>): Rows {
  return { from: sql`"ShopOrder" o`, customerId: sql`o."customerId"`, where: sql`o."shopId" = ${shopId} and o."customerId" is not null and o."cancelledAt" is null and ${where}` };
}

export function ordersPredicate({ operator, count, period, of }: Of<"orders">, { shopId, way, now, timeZone }: Compiling): RawBuilder<SqlBool> {
  const when = within(sql`o."placedAt"`, spanOf(period, now, timeZone));
  return hasCount(orders(shopId, of ? sql`${when} and ${filtered(of, shopId)}` : when), way, operator, count);
}

function filtered(filter: OrderFilter, shopId: number): RawBuilder<SqlBool> {
  switch (filter.by) {
    case "product": return sql<SqlBool>`o."id" in (select l."orderId" from "OrderLine" l where l."shopId" = ${shopId} and l."productId" = ${filter.productId})`;
    case "collection": return sql<SqlBool>`o."id" in (select l."orderId" from "OrderLine" l where l."shopId" = ${shopId} and ${isInCollection(sql`l."productId"`, filter.collectionId, shopId)})`;
    case "vendor": return ofProducts(sql`lower(p."vendor") = ${foldCase(filter.vendor)}`, shopId);
    case "type": return ofProducts(sql`lower(p."type") = ${foldCase(filter.type)}`, shopId);
    case "code": return sql<SqlBool>`o."id" in (select k."orderId" from "OrderCode" k where k."shopId" = ${shopId} and k."codeKey" = ${codeKeyOf(filter.code)})`;
    default: return filter satisfies never;
  }
}

/** By what the products are today, also those that were deleted since. */
function ofProducts(where: RawBuilder<unknown>, shopId: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from "OrderLine" l join "Product" p on p."shopId" = l."shopId" and p."id" = l."productId" where l."shopId" = ${shopId} and l."orderId" = o."id" and ${where})`;
}

/** Who never ordered has a sum of 0. */
export function ordersSumPredicate({ operator, amountMinor, period }: Of<"orders-sum">, { shopId, way, now, timeZone }: Compiling): RawBuilder<SqlBool> {
  const rows = orders(shopId, within(sql`o."placedAt"`, spanOf(period, now, timeZone)));
  const sum = sql`sum(o."totalMinor" - o."refundedMinor")`;
  if (operator === "at-most") return not(isSo(rows, way, sql<SqlBool>`${sum} > ${amountMinor}`));
  return amountMinor === 0 ? EVERYBODY : isSo(rows, way, sql<SqlBool>`${sum} >= ${amountMinor}`);
}

/** Who never ordered has neither a first nor a last order. */
export function orderDatePredicate({ which, date }: Of<"order-date">, { shopId, way, now, timeZone }: Compiling): RawBuilder<SqlBool> {
  const placed = sql`o."placedAt"`;
  return isSo(orders(shopId, sql`1 = 1`), way, within(which === "first" ? sql`min(${placed})` : sql`max(${placed})`, spanOf(date, now, timeZone)));
}
