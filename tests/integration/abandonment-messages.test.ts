import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import { openMessageWorld, type MessageWorld } from "../factories/message-world";

const text = { subject: "{{ products[0].title }}", body: "<p>{% for product in products %}(({{ product.title }} {{ product.price }})){% endfor %}</p>" };

describe("the truth before each message", () => {
  let world: MessageWorld;
  beforeEach(async () => { world = await openMessageWorld(); });
  afterEach(() => world.close());

  /** The series, entered by this way, that no order ends. */
  const series = (entryPoint: { type: string; config: unknown }) => {
    const definition = world.series(text);
    return { ...definition, settings: { ...definition.settings, exits: { onOrder: false, onPage: [] } }, entryPoints: [{ id: "way-in", version: 1, ...entryPoint }] };
  };
  const browsing = () => series({ type: "browse-abandonment", config: { idleMinutes: 60 } });
  const abandoned = () => series({ type: "cart-abandonment", config: { variant: "opened-not-checkout", idleMinutes: 60 } });
  const own = () => world.db.forShop(world.shop.id);
  const write = (make: (shop: ReturnType<MessageWorld["db"]["forShop"]>) => { execute(): Promise<unknown> }) => world.db.write((tx) => make(tx.forShop(world.shop.id)).execute());
  const lines = (...productIds: string[]) => JSON.stringify(productIds.map((productId) => ({ productId, variantId: `9${productId}`, quantity: 1, lineMinor: 5_400 })));
  const putInCart = (who: string, ...productIds: string[]) => write((shop) => shop.updateTable("Cart").set({ lines: lines(...productIds), updatedAt: world.clock.now() }).where("token", "=", `cart-${who}`));
  const buys = async (who: string, ...productIds: string[]) => {
    const id = `order-${who}`;
    await write((shop) => shop.insertInto("ShopOrder").values({ shopId: world.shop.id, id, name: "#1", customerId: who, email: null, totalMinor: 100, refundedMinor: 0, currency: "EUR", cartToken: null, checkoutToken: null, placedAt: world.clock.now(), cancelledAt: null, updatedAt: world.clock.now(), source: "live" }));
    await write((shop) => shop.insertInto("OrderLine").values(productIds.map((productId) => ({ shopId: world.shop.id, orderId: id, id: productId, productId, variantId: null, title: "", quantity: 1, totalMinor: 100 }))));
  };
  const outcomes = async (who: string) => (await world.messageOf(who)).sort((a, b) => a.queuedAt - b.queuedAt).map(({ status, reason }) => reason ?? status);
  const bodies = (who: string) => world.mailTo(who).sort((a, b) => a.at - b.at).map(({ html }) => [...(html ?? "").matchAll(/\(\(([^)]*)\)\)/g)].map(([, words]) => words));

  /** Somebody with the newsletter, whose cart is empty, looks at these. */
  async function browser(who: string, ...productIds: string[]) {
    await world.shopper(who);
    await putInCart(who);
    for (const productId of productIds) await world.does(who, "product_viewed", { productId });
    return who;
  }

  it("R14 shows the products viewed, newest first, and not those added or bought since", async () => {
    await world.activate(browsing());
    await browser("ola", "501", "502");
    await world.pass(HOUR);
    expect(bodies("ola")).toEqual([["Stoneware Plates €78.00", "Linen Apron €54.00"]]);
    await putInCart("ola", "502");
    await world.pass(DAY);
    expect(bodies("ola")[1]).toEqual(["Linen Apron €54.00"]);
  });

  it("R14 is not sent where all were added or bought by then; the timeline says so and the next message looks again", async () => {
    await world.activate(browsing());
    await browser("ola", "501");
    await browser("ewa", "501");
    await world.advance(HOUR);
    await putInCart("ola", "501");
    await buys("ewa", "501");
    await world.drain();
    expect([await outcomes("ola"), await outcomes("ewa")]).toEqual([["products-in-cart"], ["products-bought"]]);
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    expect(items.find(({ kind }) => kind === "message-suppressed")?.reason).toBe("products-in-cart");
    await putInCart("ola");
    await world.pass(DAY);
    expect(await outcomes("ola")).toEqual(["products-in-cart", "handed-over"]);
    expect(await outcomes("ewa")).toEqual(["products-bought", "products-bought"]);
    expect(await world.counts()).toMatchObject({ suppressed: 3, sent: 1 });
  });

  it("R15 each message shows the cart as it is then: changed lines, other quantities, without what was sold out or deleted", async () => {
    const { id } = await world.activate(abandoned());
    await world.shopper("ola");
    await world.advance(HOUR);
    await putInCart("ola", "502");
    await world.drain();
    expect(bodies("ola")).toEqual([["Stoneware Plates €78.00"]]);
    await putInCart("ola", "501", "502");
    await write((shop) => shop.updateTable("Variant").set({ available: 0 }).where("productId", "=", "502"));
    await world.pass(DAY);
    expect(bodies("ola")[1]).toEqual(["Linen Apron €54.00"]);
    expect((await own().selectFrom("Run").select("status").where("scenarioId", "=", id).execute()).map(({ status }) => status)).toEqual(["completed"]);
  });

  it.each([
    ["emptied", "cart-empty", () => putInCart("ola")],
    ["ordered", "cart-ordered", () => write((shop) => shop.updateTable("Cart").set({ orderedAt: 1 }))],
    ["bought by another cart", "products-bought", () => buys("ola", "501", "502")],
    ["sold out", "out-of-stock", () => write((shop) => shop.updateTable("Variant").set({ available: 0 }))],
    ["deleted", "products-gone", () => write((shop) => shop.updateTable("Product").set({ deletedAt: 1, status: "ARCHIVED" }))],
  ] as const)("R15 a cart %s between two messages: the second is not sent, with its reason", async (_what, reason, happens) => {
    await world.activate(abandoned());
    await world.shopper("ola");
    await world.pass(HOUR + MINUTE);
    await happens();
    await world.pass(DAY);
    expect(await outcomes("ola")).toEqual(["handed-over", reason]);
    expect(world.mailTo("ola")).toHaveLength(1);
    expect(await world.runs()).toMatchObject([{ status: "completed" }]);
  });

  it("R16 is not sent where the product was taken out of the cart again, and is where it still lies there", async () => {
    await world.activate({ ...series({ type: "added-to-cart", config: { of: "any" } }), firstStepId: "wait" });
    for (const who of ["ola", "ewa"]) {
      await world.shopper(who);
      await world.does(who, "product_added_to_cart", { productId: "501" });
    }
    await world.pass(HOUR);
    await putInCart("ola", "502");
    await putInCart("ewa", "501");
    await world.pass(DAY);
    expect(await outcomes("ola")).toEqual(["products-taken-out"]);
    expect(bodies("ewa")).toEqual([["Linen Apron €54.00"]]);
  });

  it("R15 a message of which nobody knows whether it was taken does not go again once the cart was ordered", async () => {
    await world.activate(abandoned());
    await world.shopper("ola");
    world.provider.fail("500", 1);
    await world.pass(HOUR);
    await write((shop) => shop.updateTable("Cart").set({ orderedAt: world.clock.now() }));
    await world.pass(HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "unknown", reason: "not-wanted" }]);
    expect(world.mailTo("ola")).toHaveLength(0);
  });
});
