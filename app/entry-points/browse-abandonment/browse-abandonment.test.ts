import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import type { Activity, IdleClockState } from "~/domain/scenario/entry-point-type";
import { browseAbandonment, browseAbandonmentConfig } from "./definition";

let facts = 0;
const does = (type: Activity["type"], at: number, more: Partial<Activity> = {}): Activity => ({ key: `fact-${++facts}`, subjectId: "ola", type, at, ...more });
const views = (productId: string, at: number) => does("product_viewed", at, { productId });
const adds = (productId: string, at: number) => does("product_added_to_cart", at, { productId });

/** The clock after these activities, one after the other. */
function after(...activities: Activity[]): IdleClockState | null {
  return activities.reduce<IdleClockState | null>((clock, activity) => {
    const reaction = browseAbandonment.react({ idleMinutes: 60 }, activity, clock);
    if (reaction.do === "cancel") return null;
    return reaction.do === "push" ? { stage: reaction.stage, dueAt: reaction.dueAt, context: reaction.context, at: Math.max(activity.at, clock?.at ?? 0) } : clock;
  }, null);
}

describe("browse abandonment", () => {
  it("R14 starts when a product is viewed, and nothing else starts it", () => {
    expect(after(views("7", 0))).toEqual({ stage: "viewed", dueAt: HOUR, at: 0, context: { at: 0, began: 0, stage: "viewed", productIds: ["7"] } });
    for (const type of ["page_viewed", "cart_viewed", "cart_updated", "product_added_to_cart"] as const) expect(after(does(type, 0))).toBeNull();
  });

  it("R14 adding that product, a checkout or an order disproves it; adding another does not", () => {
    expect(after(views("7", 0), adds("7", 1))).toBeNull();
    expect(after(views("7", 0), adds("8", 1))).toMatchObject({ dueAt: HOUR + 1, context: { productIds: ["7"] } });
    for (const type of ["checkout_started", "order_placed"] as const) expect(after(views("7", 0), does(type, 1))).toBeNull();
  });

  it("R14 carries several products, newest last, without those that were added", () => {
    expect(after(views("1", 0), views("2", 1), views("1", 2), views("3", 3), adds("2", 4))?.context.productIds).toEqual(["1", "3"]);
    expect(after(views("1", 0), views("2", 1), adds("2", 2), views("2", 3))?.context.productIds).toEqual(["1", "2"]);
    expect(after(...Array.from({ length: 30 }, (_, n) => views(`${n}`, n)))?.context.productIds).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 10}`));
  });

  it("R14 whatever the customer does pushes the clock; opening the cart or emptying it changes no product", () => {
    const clock = after(views("7", 0), does("page_viewed", 10 * MINUTE), does("cart_viewed", 20 * MINUTE, { cart: { token: "c", empty: true } }));
    expect(clock).toEqual({ stage: "viewed", dueAt: 20 * MINUTE + HOUR, at: 20 * MINUTE, context: { at: 0, began: 0, stage: "viewed", productIds: ["7"] } });
  });

  it("R14 what is told late moves nothing back", () => {
    expect(after(views("7", 100), does("page_viewed", 300), does("page_viewed", 200))).toMatchObject({ dueAt: 300 + HOUR, at: 300 });
    expect(after(views("7", 100), does("order_placed", 50))).toMatchObject({ dueAt: 100 + HOUR });
  });

  it("R14 idle time from 10 minutes to 7 days, 60 minutes by default", () => {
    for (const idleMinutes of [9, 10.5, 7 * 24 * 60 + 1]) expect(browseAbandonmentConfig.safeParse({ idleMinutes }).success).toBe(false);
    for (const idleMinutes of [10, 7 * 24 * 60]) expect(browseAbandonmentConfig.safeParse({ idleMinutes }).success).toBe(true);
    expect(browseAbandonment.defaults).toEqual({ idleMinutes: 60 });
  });
});
