import { z } from "zod";
import { storedEvent } from "~/domain/custom-event/stored-event";
import type { Statements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";
import type { DataCart } from "~/domain/message/build-message-data";
import { triggerTruth, type Item, type Offer, type Untruth } from "~/domain/message/trigger-truth";
import { readCart } from "~/queries/message-sources.server";

/** A run that a message is about to be sent by; null where there is none any more. */
export interface TruthSubject {
  runId: string;
  customerId: string;
  context: TriggerOfRun;
  enteredAt: Instant;
}

export const triggerOfRun = z.object({
  at: z.number().optional(), cartToken: z.string().optional(), productIds: z.array(z.string()).optional(), orderId: z.string().optional(), stage: z.string().optional(), event: storedEvent.optional(),
  drops: z.array(z.object({
    productId: z.string(), variantId: z.string(), market: z.string(), currency: z.string(), wasMinor: z.number(), nowMinor: z.number(), baseMinor: z.number(), lowestMinor: z.number().nullable(),
  })).optional(),
}).catch({});
export type TriggerOfRun = z.infer<typeof triggerOfRun>;

export interface LoadedTruth {
  untrue: Untruth | null;
  /** The cart as it is now, without what cannot be bought any more; null where the run is about none. */
  cart: DataCart | null;
  /** Of the trigger, those that are left; newest last. */
  productIds: string[];
}

/** A cart left for longer says nothing of what somebody wants now. */
const OPEN_FOR = 30 * DAY;
const STAGES: ReadonlySet<string> = new Set(["viewed", "added", "added-not-opened", "opened-not-checkout", "checkout-started", "price-drop"]);

/** What is true now of that which let these runs in (R14–R16), by run; in six statements at most, whatever their number. */
export async function loadTriggerTruths(db: Pick<Statements, "forShop">, shopId: number, subjects: readonly TruthSubject[], now: Instant): Promise<ReadonlyMap<string, LoadedTruth>> {
  const own = db.forShop(shopId);
  const tokens = [...new Set(subjects.flatMap(({ context }) => context.cartToken ?? []))];
  const carts = tokens.length === 0 ? [] : await own.selectFrom("Cart").select(["token", "currency", "totalMinor", "lines", "checkoutUrl", "orderedAt", "customerId"]).where("token", "in", tokens).execute();
  const cartOf = new Map(carts.map((row) => [row.token, { ordered: row.orderedAt !== null, owner: row.customerId, data: readCart(row) }]));

  const asking = subjects.filter(({ context }) => STAGES.has(context.stage ?? ""));
  const bought = await loadBought(own, asking);
  const open = await loadOpenCarts(own, asking.filter(({ context }) => context.cartToken === undefined), now);
  const offerOf = await loadOffers(own, [
    ...asking.flatMap(({ context: { productIds = [] } }) => productIds.map((productId): Item => ({ productId, variantId: null }))),
    ...asking.flatMap(({ context }) => cartOf.get(context.cartToken ?? "")?.data.lines ?? []),
  ]);
  return new Map(subjects.map(({ runId, customerId, context, enteredAt }): [string, LoadedTruth] => {
    const cart = cartOf.get(context.cartToken ?? "") ?? null;
    const at = context.at ?? enteredAt;
    const truth = triggerTruth({
      stage: context.stage ?? null, at, productIds: context.productIds ?? [], offerOf,
      cart: cart && { ordered: cart.ordered, ofAnother: cart.owner !== customerId, lines: cart.data.lines },
      boughtProducts: new Set((bought.get(customerId) ?? []).flatMap((line) => (line.placedAt >= at ? line.productId ?? [] : []))),
      openCarts: open.get(customerId) ?? { productIds: new Set(), knownSince: null },
    });
    if (truth.untrue) return [runId, { untrue: truth.untrue, cart: cart?.data ?? null, productIds: context.productIds ?? [] }];
    return [runId, { untrue: null, cart: cart && withLines(cart.data, truth.lines), productIds: [...truth.productIds] }];
  }));
}

/** Without the lines that were left out, the total is that of the others. */
function withLines(cart: DataCart, lines: readonly DataCart["lines"][number][]): DataCart {
  return lines.length === cart.lines.length ? cart : { ...cart, lines: [...lines], totalMinor: lines.reduce((sum, { lineMinor }) => sum + lineMinor, 0) };
}

type Own = ReturnType<Statements["forShop"]>;

async function loadBought(own: Own, asking: readonly TruthSubject[]) {
  if (asking.length === 0) return new Map<string, { placedAt: Instant; productId: string | null }[]>();
  const since = Math.min(...asking.map(({ context, enteredAt }) => context.at ?? enteredAt));
  const orders = await own.selectFrom("ShopOrder").select(["id", "customerId", "placedAt"])
    .where("customerId", "in", [...new Set(asking.map(({ customerId }) => customerId))]).where("placedAt", ">=", since).where("cancelledAt", "is", null).execute();
  if (orders.length === 0) return new Map<string, { placedAt: Instant; productId: string | null }[]>();
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const lines = await own.selectFrom("OrderLine").select(["orderId", "productId"]).where("orderId", "in", [...orderOf.keys()]).execute();
  return Map.groupBy(lines.flatMap(({ orderId, productId }) => {
    const order = orderOf.get(orderId);
    return order && order.customerId !== null ? [{ customerId: order.customerId, placedAt: order.placedAt, productId }] : [];
  }), ({ customerId }) => customerId);
}

async function loadOpenCarts(own: Own, asking: readonly TruthSubject[], now: Instant): Promise<ReadonlyMap<string, { productIds: Set<string>; knownSince: Instant }>> {
  const found = new Map<string, { productIds: Set<string>; knownSince: Instant }>();
  if (asking.length === 0) return found;
  const rows = await own.selectFrom("Cart").select(["customerId", "lines", "updatedAt", "currency", "totalMinor", "checkoutUrl"])
    .where("customerId", "in", [...new Set(asking.map(({ customerId }) => customerId))]).where("orderedAt", "is", null).where("updatedAt", ">=", now - OPEN_FOR).execute();
  for (const row of rows) {
    if (row.customerId === null) continue;
    const of = found.get(row.customerId) ?? { productIds: new Set<string>(), knownSince: row.updatedAt };
    for (const { productId } of readCart(row).lines) of.productIds.add(productId);
    found.set(row.customerId, { ...of, knownSince: Math.max(of.knownSince, row.updatedAt) });
  }
  return found;
}

async function loadOffers(own: Own, items: readonly Item[]): Promise<(item: Item) => Offer> {
  const productIds = [...new Set(items.map(({ productId }) => productId))];
  if (productIds.length === 0) return () => "offered";
  const variantIds = [...new Set(items.flatMap(({ variantId }) => variantId ?? []))];
  const products = await own.selectFrom("Product").select(["id", "status", "deletedAt"]).where("id", "in", productIds).execute();
  const best = await own.selectFrom("Variant").select("productId").select((of) => of.fn.max("available").as("available")).where("productId", "in", productIds).groupBy("productId").execute();
  const variants = variantIds.length === 0 ? [] : await own.selectFrom("Variant").select(["id", "available"]).where("id", "in", variantIds).execute();
  const productOf = new Map(products.map((product) => [product.id, product]));
  const availableOf = new Map(best.map(({ productId, available }) => [productId, available]));
  const variantOf = new Map(variants.map(({ id, available }) => [id, available]));
  return ({ productId, variantId }) => {
    const product = productOf.get(productId);
    if (!product) return "offered";
    if (product.deletedAt !== null || product.status !== "ACTIVE") return "gone";
    const available = variantId === null ? availableOf.get(productId) : variantOf.get(variantId);
    // A variant that its product no longer has; of a product that no variant is known of, nothing can be said.
    if (available === undefined) return variantId === null || !availableOf.has(productId) ? "offered" : "gone";
    return available ? "offered" : "out-of-stock";
  };
}
