import { z } from "zod";
import { DEFAULT_IDLE_MINUTES, idleMinutesSchema, idleUntil, isShopping, MOST_PRODUCTS } from "~/domain/scenario/idle-time";
import type { Activity, EntryPointType, EntryReaction, IdleClockState } from "~/domain/scenario/entry-point-type";

export const browseAbandonmentConfig = z.strictObject({ idleMinutes: idleMinutesSchema });

export type BrowseAbandonmentConfig = z.infer<typeof browseAbandonmentConfig>;

/**
 * R14: products viewed start the clock, whatever the customer does pushes it. A product that is added to the cart is no
 * longer among them, until it is viewed again; the last one added, a checkout or an order ends the clock.
 */
function react(config: BrowseAbandonmentConfig, activity: Activity, clock: IdleClockState | null): EntryReaction {
  const { type, at, productId } = activity;
  if (type === "order_placed" || type === "checkout_started") return clock && at >= (clock.context.began ?? 0) ? { do: "cancel" } : { do: "nothing" };
  const viewed = type === "product_viewed" ? productId : undefined;
  if (viewed === undefined && (!clock || !isShopping(activity))) return { do: "nothing" };

  const before = clock?.context ?? {};
  const named = viewed ?? (type === "product_added_to_cart" ? productId : undefined);
  const products = (before.productIds ?? []).filter((id) => id !== named);
  if (viewed !== undefined) products.push(viewed);
  if (products.length === 0) return { do: "cancel" };
  return {
    do: "push",
    stage: "viewed",
    dueAt: idleUntil(activity, clock, config.idleMinutes),
    context: {
      at: viewed === undefined ? before.at ?? at : Math.max(at, before.at ?? 0),
      began: Math.min(at, before.began ?? at),
      stage: "viewed",
      productIds: products.slice(-MOST_PRODUCTS),
    },
  };
}

const defaults: BrowseAbandonmentConfig = { idleMinutes: DEFAULT_IDLE_MINUTES };

export const browseAbandonment = {
  type: "browse-abandonment",
  version: 1,
  icon: "ViewIcon",
  config: browseAbandonmentConfig,
  defaults,
  react,
  comesAgain: true,
} satisfies EntryPointType<"browse-abandonment", typeof browseAbandonmentConfig>;
