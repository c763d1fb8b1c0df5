import { z } from "zod";
import { DAY, MINUTE, type Instant } from "~/domain/instant";
import type { Activity, IdleClockState } from "./entry-point-type";

/** R14, R15: how long somebody does nothing in the shop before the idle clock is due. */
export const SHORTEST_IDLE_MINUTES = 10;
export const LONGEST_IDLE_MINUTES = (7 * DAY) / MINUTE;
export const DEFAULT_IDLE_MINUTES = 60;

export const idleMinutesSchema = z.number().int().min(SHORTEST_IDLE_MINUTES).max(LONGEST_IDLE_MINUTES);

/** What of a trigger's products a run remembers: the newest. */
export const MOST_PRODUCTS = 20;

/** What a person does in the shop, so that it pushes an idle clock; a tag or a consent may change without anybody being there. */
const SHOPPING: ReadonlySet<string> = new Set<Activity["type"]>([
  "page_viewed", "product_viewed", "product_added_to_cart", "cart_viewed", "cart_updated", "checkout_started", "checkout_updated", "favourite_added", "favourite_removed",
]);

export const isShopping = ({ type }: Activity): boolean => SHOPPING.has(type);

/** When a clock pushed by this activity is due; one of an earlier time than the last, told late, moves nothing back. */
export function idleUntil(activity: Activity, clock: IdleClockState | null, idleMinutes: number): Instant {
  return clock !== null && activity.at < clock.at ? clock.dueAt : activity.at + idleMinutes * MINUTE;
}
