import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { decimalText, gid, instantText } from "../shapes";
import { pageInfo, pageOf, type PageVariables } from "./page-info";

const LINE_FIELDS = "id title quantity product { id } variant { id } discountedTotalSet { shopMoney { amount currencyCode } }";

const shopMoney = z.object({ shopMoney: z.object({ amount: decimalText, currencyCode: z.string() }) });

const line = z.object({
  id: gid("LineItem"),
  title: z.string(),
  quantity: z.number(),
  product: z.object({ id: gid("Product") }).nullable(),
  variant: z.object({ id: gid("ProductVariant") }).nullable(),
  discountedTotalSet: shopMoney,
});

const order = z.object({
  id: gid("Order"),
  name: z.string(),
  email: z.string().nullable(),
  cartToken: z.string().nullable(),
  checkoutToken: z.string().nullable(),
  processedAt: instantText,
  updatedAt: instantText,
  cancelledAt: instantText.nullable(),
  discountCodes: z.array(z.string()),
  totalPriceSet: shopMoney,
  customer: z.object({ id: gid("Customer") }).nullable(),
  refunds: z.array(z.object({ id: gid("Refund"), processedAt: instantText, totalRefundedSet: shopMoney })),
  lineItems: pageOf(line),
});

const data = z.object({ orders: pageOf(order), ordersCount: z.object({ count: z.number() }).nullable() });
const moreData = z.object({ order: z.object({ lineItems: z.object({ nodes: z.array(line), pageInfo }) }).nullable() });

export type OrderNode = z.infer<typeof order>;
export type OrderLineNode = z.infer<typeof line>;

export const ordersPage: AdminQuery<PageVariables, z.infer<typeof data>> = {
  document: `query OrdersPage($first: Int!, $after: String, $filter: String) {
    ordersCount(query: $filter, limit: null) { count }
    orders(first: $first, after: $after, query: $filter, sortKey: ID) {
      nodes {
        id name email cartToken checkoutToken processedAt updatedAt cancelledAt discountCodes
        totalPriceSet { shopMoney { amount currencyCode } }
        customer { id }
        refunds(first: 20) { id processedAt totalRefundedSet { shopMoney { amount currencyCode } } }
        lineItems(first: 5) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data,
};

/** The lines of an order that has more of them than a page of orders carries. */
export const moreOrderLines: AdminQuery<{ id: string; after: string | null }, z.infer<typeof moreData>> = {
  document: `query MoreOrderLines($id: ID!, $after: String) {
    order(id: $id) { lineItems(first: 250, after: $after) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } } }
  }`,
  data: moreData,
};
