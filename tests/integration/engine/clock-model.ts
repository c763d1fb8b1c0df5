import type { Activity } from "~/domain/scenario/entry-point-type";
import { MINUTE, type Instant } from "~/domain/instant";

/** What an idle clock has to be, said of all that happened, in whatever order it was told. */
export interface ModelledClock {
  dueAt: Instant;
  productIds: string[];
  cartToken?: string;
}

const last = (instants: readonly Instant[]): Instant => Math.max(-Infinity, ...instants);
const atOf = (done: readonly Activity[], ...types: Activity["type"][]): Instant[] => done.filter(({ type }) => types.includes(type)).map(({ at }) => at);

/** R14: the products viewed since the last checkout or order, but those added after they were viewed last. Null where there is none. */
export function browseClock(done: readonly Activity[], idleMinutes: number): ModelledClock | null {
  const over = last(atOf(done, "checkout_started", "order_placed"));
  const since = done.filter(({ at }) => at > over);
  const lastOf = (type: Activity["type"], id: string) => last(since.filter((each) => each.type === type && each.productId === id).map(({ at }) => at));
  const viewed = [...new Set(since.flatMap(({ type, productId }) => (type === "product_viewed" && productId !== undefined ? [productId] : [])))];
  const left = viewed.filter((id) => lastOf("product_viewed", id) > lastOf("product_added_to_cart", id)).sort((a, b) => lastOf("product_viewed", a) - lastOf("product_viewed", b));
  return left.length === 0 ? null : { dueAt: last(done.map(({ at }) => at)) + idleMinutes * MINUTE, productIds: left };
}

const CARTS = {
  "added-not-opened": { starts: "product_added_to_cart", disproves: ["cart_viewed", "checkout_started", "order_placed"] },
  "opened-not-checkout": { starts: "cart_viewed", disproves: ["checkout_started", "order_placed"] },
  "checkout-started": { starts: "checkout_started", disproves: ["order_placed"] },
} as const;

/** R15: a start since the last thing that disproves it, an emptied cart among them. */
export function cartClock(variant: keyof typeof CARTS, done: readonly Activity[], idleMinutes: number): Omit<ModelledClock, "productIds"> | null {
  const { starts, disproves } = CARTS[variant];
  const over = last([...atOf(done, ...disproves), ...done.filter(({ cart }) => cart?.empty).map(({ at }) => at)]);
  const begun = Math.min(...atOf(done.filter(({ at }) => at > over), starts));
  if (begun === Infinity) return null;
  const token = done.filter(({ at, cart }) => at >= begun && cart).sort((a, b) => a.at - b.at).at(-1)?.cart?.token;
  return { dueAt: last(done.map(({ at }) => at)) + idleMinutes * MINUTE, ...(token === undefined ? {} : { cartToken: token }) };
}
