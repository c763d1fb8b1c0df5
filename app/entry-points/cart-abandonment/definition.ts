import { z } from "zod";
import { DEFAULT_IDLE_MINUTES, idleMinutesSchema, idleUntil, isShopping, MOST_PRODUCTS } from "~/domain/scenario/idle-time";
import type { Activity, EntryPointType, EntryReaction, IdleClockState, TriggerContext } from "~/domain/scenario/entry-point-type";

/** R15: added but did not open the cart; opened the cart but did not go to the checkout; started the checkout but did not order. */
export const CART_VARIANTS = ["added-not-opened", "opened-not-checkout", "checkout-started"] as const;
export type CartVariant = (typeof CART_VARIANTS)[number];

export const cartAbandonmentConfig = z.strictObject({
  variant: z.enum(CART_VARIANTS),
  idleMinutes: idleMinutesSchema,
});

export type CartAbandonmentConfig = z.infer<typeof cartAbandonmentConfig>;

/** Which activity starts the clock, and which disprove that she left the cart at this stage; the rest push the clock. */
const stages: Record<CartVariant, { starts: Activity["type"]; disproves: readonly Activity["type"][] }> = {
  "added-not-opened": { starts: "product_added_to_cart", disproves: ["cart_viewed", "checkout_started", "order_placed"] },
  "opened-not-checkout": { starts: "cart_viewed", disproves: ["checkout_started", "order_placed"] },
  "checkout-started": { starts: "checkout_started", disproves: ["order_placed"] },
};

/** Idle means that she does nothing at all in the shop: whatever she does pushes a clock that runs. An emptied cart ends it. */
function react(config: CartAbandonmentConfig, activity: Activity, clock: IdleClockState | null): EntryReaction {
  const { starts, disproves } = stages[config.variant];
  if (activity.cart?.empty === true || disproves.includes(activity.type)) {
    // What is told late of a time before this cart was begun disproves nothing of it.
    return clock && activity.at >= (clock.context.at ?? 0) ? { do: "cancel" } : { do: "nothing" };
  }
  const begins = activity.type === starts;
  if (!begins && (!clock || !isShopping(activity))) return { do: "nothing" };
  return {
    do: "push",
    stage: config.variant,
    dueAt: idleUntil(activity, clock, config.idleMinutes),
    context: remember(config.variant, activity, begins, clock?.context ?? {}),
  };
}

function remember(stage: CartVariant, activity: Activity, begins: boolean, before: TriggerContext): TriggerContext {
  const cartToken = activity.cart?.token ?? before.cartToken;
  const sameCart = before.cartToken === undefined || before.cartToken === cartToken;
  const added = activity.type === "product_added_to_cart" ? activity.productId : undefined;
  const products = (sameCart ? before.productIds ?? [] : []).filter((id) => id !== added);
  if (added !== undefined) products.push(added);
  return {
    began: Math.min(activity.at, before.began ?? activity.at),
    at: begins ? Math.max(activity.at, before.at ?? 0) : before.at ?? activity.at,
    stage,
    ...(cartToken === undefined ? {} : { cartToken }),
    ...(products.length === 0 ? {} : { productIds: products.slice(-MOST_PRODUCTS) }),
  };
}

const defaults: CartAbandonmentConfig = { variant: "opened-not-checkout", idleMinutes: DEFAULT_IDLE_MINUTES };

export const cartAbandonment = {
  type: "cart-abandonment",
  version: 1,
  icon: "CartAbandonedIcon",
  config: cartAbandonmentConfig,
  defaults,
  react,
  // Each variant is another stage of the cart, as the steps of a series are.
  overlaps: (one, other) => one.variant === other.variant,
  comesAgain: true,
} satisfies EntryPointType<"cart-abandonment", typeof cartAbandonmentConfig>;
