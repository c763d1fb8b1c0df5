import type { Instant } from "~/domain/instant";

/** Why a message about a cart or products would no longer be true, so that it is not sent. */
export type Untruth = "cart-of-another" | "cart-ordered" | "cart-empty" | "products-bought" | "products-in-cart" | "products-taken-out" | "out-of-stock" | "products-gone";

/** A line of a cart, or a product without a variant chosen. */
export interface Item {
  productId: string;
  variantId: string | null;
}

export type Offer = "offered" | "out-of-stock" | "gone";

/** What is so at the moment of sending. */
export interface TriggerFacts {
  /** What the run's trigger was: `viewed` (R14), `added` (R16), `price-drop` (R18), or one of the cart's stages (R15). Others are about neither cart nor products. */
  stage: string | null;
  /** When that happened which began it. */
  at: Instant;
  /** The cart it is about, as it is now; null where none is known. */
  cart: { ordered: boolean; ofAnother: boolean; lines: readonly (Item & { variantId: string })[] } | null;
  /** Products that it was about, newest last. */
  productIds: readonly string[];
  /** Since `at`. */
  boughtProducts: ReadonlySet<string>;
  /** What lies in the customer's carts that are not ordered; `knownSince` is when the newest of them was seen last, null where there is none. */
  openCarts: { productIds: ReadonlySet<string>; knownSince: Instant | null };
  /** What the shop does not know counts as offered: it may not be imported yet. */
  offerOf(item: Item): Offer;
}

/** What is left of the trigger, or why nothing is. The items are those that a message may show. */
export type TriggerTruth<Line> = { untrue: Untruth } | { untrue: null; lines: readonly Line[]; productIds: readonly string[] };

const CART_STAGES: ReadonlySet<string> = new Set(["added-not-opened", "opened-not-checkout", "checkout-started"]);
/** Which is told where nothing is left for several reasons. */
const FIRST: readonly Untruth[] = ["products-bought", "products-in-cart", "products-taken-out", "out-of-stock", "products-gone"];

/**
 * R14–R16: the truth before each message. A cart is shown as it is now; what was bought, taken out, sold out or deleted meanwhile is left
 * out, and where nothing is left the message is not sent.
 */
export function triggerTruth<Line extends Item & { variantId: string }>(facts: TriggerFacts & { cart: { lines: readonly Line[] } | null }): TriggerTruth<Line> {
  const { stage, cart, productIds } = facts;
  // A browser that somebody was taken for by a forwarded link, or that was shared, is somebody else's now (R44).
  if (cart?.ofAnother) return { untrue: "cart-of-another" };
  if (cart?.ordered) return { untrue: "cart-ordered" };
  if (cart && cart.lines.length === 0) return { untrue: "cart-empty" };
  const aboutCart = stage !== null && CART_STAGES.has(stage);
  if (cart) {
    const lines = aboutCart ? split(cart.lines, (line) => whyNotBuyable(facts, line)) : { kept: cart.lines, untrue: null };
    if (lines.untrue) return { untrue: lines.untrue };
    return { untrue: null, lines: lines.kept, productIds };
  }
  if (stage === "price-drop") {
    const left = split(productIds, (productId) => whyNotBuyable(facts, { productId, variantId: null }));
    return left.untrue ? { untrue: left.untrue } : { untrue: null, lines: [], productIds: left.kept };
  }
  if (!aboutCart && stage !== "viewed" && stage !== "added") return { untrue: null, lines: [], productIds };
  const products = split(productIds, (productId) => whyNotBuyable(facts, { productId, variantId: null }) ?? (stage === "viewed" ? whyNotViewed(facts, productId) : whyNotAdded(facts, productId)));
  return products.untrue ? { untrue: products.untrue } : { untrue: null, lines: [], productIds: products.kept };
}

function split<Each>(all: readonly Each[], whyNot: (each: Each) => Untruth | null): { kept: readonly Each[]; untrue: Untruth | null } {
  const reasons = all.map(whyNot);
  const kept = all.filter((_, place) => reasons[place] === null);
  return { kept, untrue: all.length > 0 && kept.length === 0 ? FIRST.find((reason) => reasons.includes(reason)) ?? null : null };
}

function whyNotBuyable({ boughtProducts, offerOf }: TriggerFacts, item: Item): Untruth | null {
  if (boughtProducts.has(item.productId)) return "products-bought";
  const offer = offerOf(item);
  return offer === "offered" ? null : offer === "gone" ? "products-gone" : "out-of-stock";
}

const whyNotViewed = ({ openCarts }: TriggerFacts, productId: string): Untruth | null => (openCarts.productIds.has(productId) ? "products-in-cart" : null);

function whyNotAdded({ openCarts, at }: TriggerFacts, productId: string): Untruth | null {
  return openCarts.knownSince !== null && openCarts.knownSince >= at && !openCarts.productIds.has(productId) ? "products-taken-out" : null;
}
