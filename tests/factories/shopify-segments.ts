import { MINUTE } from "~/domain/instant";
import type { Condition, Segment } from "~/domain/segment/condition";
import { countCustomers } from "~/queries/segment-customers.server";
import { listFromShopify } from "~/services/segments/list-from-shopify.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { exhaustWork } from "./exhaust-work";
import { openShopifyWorld, type ShopifyWorld } from "./shopify-world";

export const SUBSCRIBERS = "512004110401";

export const allOf = (...conditions: Condition[]): Segment => ({ match: "all", groups: [{ match: "all", conditions }] });

/** A small shop whose segments in Shopify were listed; none of them was read. */
export async function openShopWithSegments(): Promise<{ world: ShopifyWorld; shopId: number }> {
  const world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  await world.exhaust(world.works.import);
  const { id: shopId } = await world.shop();
  await listFromShopify(world.context, shopId, world.openAdminApi);
  return { world, shopId };
}

export const countIn = async (world: ShopifyWorld, segment: Segment) => countCustomers(world.db, segment, await readSegmentContext(world.db, await world.shop(), world.clock.now()));

/** All that is due within the next minutes. */
export async function settleSegments(world: ShopifyWorld): Promise<void> {
  for (;;) {
    await exhaustWork(world.works.segments);
    await exhaustWork(world.works.watches);
    const due = await world.works.segments.nextDueAt();
    if (due === null || due > world.clock.now() + 2 * MINUTE) return;
    world.clock.set(Math.max(due, world.clock.now()), true);
  }
}
