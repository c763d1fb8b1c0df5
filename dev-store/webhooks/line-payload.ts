import { decimal, gid, moneySet } from "./shopify-format.ts";
import { rawInteger } from "./raw-integer.ts";
import type { OrderLine, Product, StoreState, Variant } from "../state/types.ts";

/** A line of an order, as `orders/*` and `refunds/create` carry it. */
export function orderLinePayload(line: OrderLine, state: StoreState) {
  const { product, variant } = soldItem(line, state);
  const { currency } = state.shop;
  return {
    id: rawInteger(line.id),
    admin_graphql_api_id: gid("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: line.quantity,
    fulfillable_quantity: line.quantity,
    fulfillment_service: "manual",
    fulfillment_status: null,
    gift_card: false,
    grams: 0,
    name: lineName(line, variant),
    price: decimal(line.priceMinor, currency),
    price_set: moneySet(line.priceMinor, currency),
    product_exists: product !== undefined,
    product_id: product ? rawInteger(line.productId) : null,
    properties: [],
    quantity: line.quantity,
    requires_shipping: true,
    sales_line_item_group_id: null,
    sku: variant?.sku ?? "",
    taxable: true,
    title: line.title,
    total_discount: decimal(0, currency),
    total_discount_set: moneySet(0, currency),
    variant_id: variant ? rawInteger(line.variantId) : null,
    variant_inventory_management: "shopify",
    variant_title: variantTitle(variant),
    vendor: product?.vendor ?? null,
    tax_lines: [],
    duties: [],
    discount_allocations: [],
  };
}

/** A line of a checkout. */
export function checkoutLinePayload(line: OrderLine, state: StoreState) {
  const { product, variant } = soldItem(line, state);
  const { currency } = state.shop;
  return {
    applied_discounts: [],
    discount_allocations: [],
    key: line.id,
    destination_location_id: null,
    fulfillment_service: "manual",
    gift_card: false,
    grams: 0,
    origin_location_id: null,
    presentment_title: line.title,
    presentment_variant_title: variantTitle(variant) ?? "",
    product_id: rawInteger(line.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: true,
    sku: variant?.sku ?? "",
    tax_lines: [],
    taxable: true,
    title: line.title,
    variant_id: rawInteger(line.variantId),
    variant_title: variantTitle(variant) ?? "",
    variant_price: decimal(variant?.priceMinor ?? line.priceMinor, currency),
    vendor: product?.vendor ?? "",
    user_id: null,
    unit_price_measurement: { measured_type: null, quantity_value: null, quantity_unit: null, reference_value: null, reference_unit: null },
    rank: null,
    compare_at_price: variant?.compareAtMinor ? decimal(variant.compareAtMinor, currency) : null,
    line_price: decimal(line.priceMinor * line.quantity, currency),
    price: decimal(line.priceMinor, currency),
  };
}

function soldItem(line: OrderLine, state: StoreState): { product: Product | undefined; variant: Variant | undefined } {
  const product = state.products.get(line.productId);
  return { product, variant: product?.variants.find((variant) => variant.id === line.variantId) };
}

function variantTitle(variant: Variant | undefined): string | null {
  return !variant || variant.title === "Default Title" ? null : variant.title;
}

function lineName(line: OrderLine, variant: Variant | undefined): string {
  const title = variantTitle(variant);
  return title === null ? line.title : `${line.title} - ${title}`;
}
