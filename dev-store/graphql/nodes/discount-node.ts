import { dateTime, dateTimeOrNull, gid } from "../graphql-format.ts";
import type { Discount } from "../../state/types.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";

export function discountCodeNode(context: GraphqlContext, discount: Discount): NodeFields {
  const id = gid("DiscountCodeNode", discount.id);
  return {
    __typename: "DiscountCodeNode",
    id,
    codeDiscount: {
      __typename: discount.kind === "shipping" ? "DiscountCodeFreeShipping" : "DiscountCodeBasic",
      title: discount.title,
      status: statusOf(discount, context.now),
      startsAt: dateTime(discount.startsAt),
      endsAt: dateTimeOrNull(discount.endsAt),
      usageLimit: discount.usageLimit,
      appliesOncePerCustomer: discount.appliesOncePerCustomer,
      asyncUsageCount: discount.usedBy.length,
      codesCount: { count: 1, precision: "EXACT" },
      createdAt: dateTime(discount.createdAt),
      updatedAt: dateTime(discount.createdAt),
      tags: [],
    },
  };
}

function statusOf({ startsAt, endsAt }: Discount, now: number): string {
  if (now < startsAt) return "SCHEDULED";
  return endsAt !== null && now >= endsAt ? "EXPIRED" : "ACTIVE";
}
