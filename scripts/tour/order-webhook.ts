import type { PlacedOrder } from "../demo/store-control.ts";

/** `orders/create` as Shopify tells of this order, as far as a receiver needs it. Amounts of currencies with two decimals. */
export function orderWebhook(order: PlacedOrder): Record<string, unknown> {
  const money = (minor: number) => ({ shop_money: { amount: (minor / 100).toFixed(2), currency_code: order.currency }, presentment_money: { amount: (minor / 100).toFixed(2), currency_code: order.currency } });
  const at = new Date(order.createdAt).toISOString();
  return {
    id: Number(order.id), admin_graphql_api_id: `gid://shopify/Order/${order.id}`, name: `#${order.number}`, email: order.email, cart_token: order.cartToken,
    created_at: at, processed_at: at, updated_at: at, currency: order.currency, total_price_set: money(order.totalMinor), note_attributes: [], refunds: [],
    line_items: order.lines.map((line, at) => ({
      admin_graphql_api_id: `gid://shopify/LineItem/${order.id}${at}`, title: line.title, quantity: line.quantity, product_id: Number(line.productId), variant_id: Number(line.variantId), price_set: money(line.priceMinor),
    })),
  };
}
