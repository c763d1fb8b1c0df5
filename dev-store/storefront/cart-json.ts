import { ajaxMoney } from "./ajax-money.ts";
import { optionName, storefrontId, variantTitle } from "./product-json.ts";
import type { Store } from "../state/store.ts";
import type { Cart, CartLine } from "../state/types.ts";

/** One line as the AJAX cart API shows it. Money in hundredths. Throws StoreError when the variant is gone. */
export function cartLineJson(store: Store, line: CartLine) {
  const { product, variant } = store.products.variant(line.variantId);
  const { currency } = store.state.shop;
  const price = ajaxMoney(variant.priceMinor, currency);
  const total = ajaxMoney(variant.priceMinor * line.quantity, currency);
  const onlyDefault = variant.title === "Default Title";
  return {
    id: storefrontId(variant.id),
    properties: line.properties,
    quantity: line.quantity,
    variant_id: storefrontId(variant.id),
    key: line.key,
    title: variantTitle(product, variant),
    price,
    original_price: price,
    presentment_price: price / 100,
    discounted_price: price,
    line_price: total,
    original_line_price: total,
    total_discount: 0,
    discounts: [],
    sku: variant.sku,
    grams: 0,
    vendor: product.vendor,
    taxable: true,
    product_id: storefrontId(product.id),
    product_has_only_default_variant: onlyDefault,
    gift_card: false,
    final_price: price,
    final_line_price: total,
    url: `/products/${product.handle}?variant=${variant.id}`,
    featured_image: { aspect_ratio: 1, alt: product.imageAlt, height: 600, url: product.image, width: 600 },
    image: product.image,
    handle: product.handle,
    requires_shipping: true,
    product_type: product.type,
    product_title: product.title,
    product_description: product.descriptionHtml.replace(/<[^>]+>/g, " ").trim(),
    variant_title: onlyDefault ? null : variant.title,
    variant_options: [variant.title],
    options_with_values: [{ name: optionName(product), value: variant.title }],
    line_level_discount_allocations: [],
    line_level_total_discount: 0,
    quantity_rule: { min: 1, max: null, increment: 1 },
    has_components: false,
  };
}

/** `/cart.js`. Lines whose product was deleted meanwhile are left out, as Shopify drops them. */
export function cartJson(store: Store, cart: Cart) {
  const items = cart.lines.filter((line) => stillSold(store, line)).map((line) => cartLineJson(store, line));
  const total = items.reduce((sum, item) => sum + item.final_line_price, 0);
  return {
    token: `${cart.token}?key=${cart.key}`,
    note: cart.note,
    attributes: cart.attributes,
    original_total_price: total,
    total_price: total,
    total_discount: 0,
    total_weight: 0,
    item_count: items.reduce((sum, item) => sum + item.quantity, 0),
    items,
    requires_shipping: items.length > 0,
    currency: store.state.shop.currency,
    items_subtotal_price: total,
    cart_level_discount_applications: [],
    discount_codes: [],
  };
}


function stillSold(store: Store, line: CartLine): boolean {
  for (const product of store.state.products.values()) if (product.variants.some((variant) => variant.id === line.variantId)) return true;
  return false;
}
