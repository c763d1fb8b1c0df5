import { z } from "zod";
import type { BulkQuery } from "../bulk/bulk-query";
import { decimalText, gid, instantText } from "../shapes";

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
});

export type OrderNode = z.infer<typeof order> & { lines: z.infer<typeof line>[] };

export const bulkOrders: BulkQuery<OrderNode> = {
  connection: "orders",
  fields: `
    id name email cartToken checkoutToken processedAt updatedAt cancelledAt discountCodes
    totalPriceSet { shopMoney { amount currencyCode } }
    customer { id }
    refunds { id processedAt totalRefundedSet { shopMoney { amount currencyCode } } }
    lineItems { edges { node { id title quantity product { id } variant { id } discountedTotalSet { shopMoney { amount currencyCode } } } } }`,
  read: ({ root, children }) => ({ ...order.parse(root), lines: z.array(line).parse(children) }),
};
