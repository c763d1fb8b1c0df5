import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import type { Activity, IdleClockState } from "~/domain/scenario/entry-point-type";
import { cartAbandonment, cartAbandonmentConfig, type CartVariant } from "./definition";

let facts = 0;
const does = (type: Activity["type"], at: number, more: Partial<Activity> = {}): Activity => ({ key: `fact-${++facts}`, subjectId: "ola", type, at, ...more });
const full = { cart: { token: "c1", empty: false } };
const empty = { cart: { token: "c1", empty: true } };

/** The clock after these activities, one after the other. */
function after(variant: CartVariant, ...activities: Activity[]): IdleClockState | null {
  return activities.reduce<IdleClockState | null>((clock, activity) => {
    const reaction = cartAbandonment.react({ variant, idleMinutes: 60 }, activity, clock);
    if (reaction.do === "cancel") return null;
    return reaction.do === "push" ? { stage: reaction.stage, dueAt: reaction.dueAt, context: reaction.context, at: Math.max(activity.at, clock?.at ?? 0) } : clock;
  }, null);
}

describe("cart abandonment", () => {
  it("R15a starts when a product is added; opening the cart, the checkout or an order disproves it", () => {
    const added = does("product_added_to_cart", 0, { productId: "7" });
    expect(after("added-not-opened", added)).toEqual({ stage: "added-not-opened", dueAt: HOUR, at: 0, context: { at: 0, began: 0, stage: "added-not-opened", productIds: ["7"] } });
    for (const type of ["cart_viewed", "checkout_started", "order_placed"] as const) expect(after("added-not-opened", added, does(type, 1))).toBeNull();
    expect(after("added-not-opened", does("cart_viewed", 0, full))).toBeNull();
  });

  it("R15b starts when the cart is opened; the checkout or an order disproves it", () => {
    const opened = does("cart_viewed", 0, full);
    expect(after("opened-not-checkout", opened)).toMatchObject({ dueAt: HOUR, context: { cartToken: "c1" } });
    expect(after("opened-not-checkout", does("product_added_to_cart", 0))).toBeNull();
    for (const type of ["checkout_started", "order_placed"] as const) expect(after("opened-not-checkout", opened, does(type, 1))).toBeNull();
  });

  it("R15c starts with the checkout; only an order disproves it", () => {
    const started = does("checkout_started", 0, full);
    expect(after("checkout-started", started)).toMatchObject({ dueAt: HOUR });
    expect(after("checkout-started", started, does("cart_viewed", 5, full))).toMatchObject({ dueAt: HOUR + 5 });
    expect(after("checkout-started", started, does("order_placed", 5))).toBeNull();
  });

  it.each(["added-not-opened", "opened-not-checkout", "checkout-started"] as const)("R15 an emptied cart ends it: %s", (variant) => {
    const begun = [does("product_added_to_cart", 0), ...(variant === "added-not-opened" ? [] : [does("cart_viewed", 1, full)]), ...(variant === "checkout-started" ? [does("checkout_started", 2)] : [])];
    expect(after(variant, ...begun)).not.toBeNull();
    expect(after(variant, ...begun, does("cart_updated", 3, empty))).toBeNull();
    expect(after(variant, does("cart_viewed", 0, empty))).toBeNull();
  });

  it("R15 whatever she does pushes the clock, and it still says what began it", () => {
    const clock = after("opened-not-checkout", does("cart_viewed", 0, full), does("page_viewed", 10 * MINUTE), does("product_viewed", 20 * MINUTE, { productId: "9" }));
    expect(clock).toEqual({ stage: "opened-not-checkout", dueAt: 20 * MINUTE + HOUR, at: 20 * MINUTE, context: { at: 0, began: 0, stage: "opened-not-checkout", cartToken: "c1" } });
  });

  it("R15 what is told late moves nothing back, but an order after the cart was begun still disproves it", () => {
    const begun = [does("cart_viewed", 100, full), does("page_viewed", 300)];
    expect(after("opened-not-checkout", ...begun, does("page_viewed", 200))).toMatchObject({ dueAt: 300 + HOUR, at: 300 });
    expect(after("opened-not-checkout", ...begun, does("order_placed", 200))).toBeNull();
    expect(after("opened-not-checkout", ...begun, does("order_placed", 50))).toMatchObject({ dueAt: 300 + HOUR });
  });

  it("R15 remembers the products added, newest last, of this cart alone", () => {
    const add = (productId: string, token: string) => does("product_added_to_cart", 0, { productId, cart: { token, empty: false } });
    expect(after("added-not-opened", add("1", "c1"), add("2", "c1"), add("1", "c1"))?.context.productIds).toEqual(["2", "1"]);
    expect(after("added-not-opened", add("1", "c1"), add("2", "c2"))?.context).toMatchObject({ cartToken: "c2", productIds: ["2"] });
  });

  it("R14 R15 idle time from 10 minutes to 7 days", () => {
    for (const idleMinutes of [9, 10.5, 7 * 24 * 60 + 1]) expect(cartAbandonmentConfig.safeParse({ variant: "opened-not-checkout", idleMinutes }).success).toBe(false);
    for (const idleMinutes of [10, 7 * 24 * 60]) expect(cartAbandonmentConfig.safeParse({ variant: "opened-not-checkout", idleMinutes }).success).toBe(true);
    expect(cartAbandonment.defaults.idleMinutes).toBe(60);
  });
});
