import { gid, moneyBag } from "../graphql-format.ts";
import { variantNode } from "./product-node.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";
import type { Order, OrderLine } from "../../state/types.ts";

export function lineItemNode(context: GraphqlContext, order: Order, line: OrderLine): NodeFields {
  const product = context.store.state.products.get(line.productId);
  const index = product?.variants.findIndex((variant) => variant.id === line.variantId) ?? -1;
  const variant = product?.variants[index];
  const variantTitle = !variant || variant.title === "Default Title" ? null : variant.title;
  const bag = (minor: number) => moneyBag(minor, order.currency);
  return {
    __typename: "LineItem",
    id: gid("LineItem", line.id),
    title: line.title,
    name: variantTitle ? `${line.title} - ${variantTitle}` : line.title,
    variantTitle,
    sku: variant?.sku || null,
    vendor: product?.vendor ?? null,
    quantity: line.quantity,
    currentQuantity: order.cancelledAt === null ? line.quantity : 0,
    refundableQuantity: order.cancelledAt === null ? line.quantity : 0,
    isGiftCard: false,
    requiresShipping: true,
    taxable: true,
    image: null,
    customAttributes: [],
    originalUnitPriceSet: bag(line.priceMinor),
    discountedUnitPriceSet: bag(line.priceMinor),
    originalTotalSet: bag(line.priceMinor * line.quantity),
    discountedTotalSet: bag(line.priceMinor * line.quantity),
    totalDiscountSet: bag(0),
    product: () => (product ? context.graph.product(product) : null),
    variant: () => (product && variant ? variantNode(context, product, variant, index + 1) : null),
  };
}
