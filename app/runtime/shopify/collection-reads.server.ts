import { setImmediate } from "node:timers/promises";
import type { Selectable } from "kysely";
import { AdminApiError, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import { collectionProducts } from "~/adapters/shopify/queries/collection-products";
import { productCollections, PRODUCTS_A_QUERY } from "~/adapters/shopify/queries/product-collections";
import { toGid } from "~/adapters/shopify/shapes";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { CollectionRead } from "~/adapters/db/generated/tables";
import type { ServiceContext } from "~/app-context";
import { MINUTE, type Instant } from "~/domain/instant";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { noteCollectionGone, saveCollections } from "~/services/collections/save-collections.server";
import { saveCollectionPage, saveProductCollections, takeUnseen } from "~/services/collections/save-product-collections.server";

type Read = Selectable<CollectionRead>;
/** A pass over one collection; it has begun. */
type Pass = Read & { beganAt: Instant };

/** Who crashed with a query under way leaves it to be asked again after this. */
const LEASE = MINUTE;
/** What changed while Shopify was being asked is asked again after this. */
const ONCE_MORE_MS = MINUTE / 2;
/** Keeps one piece under the 50 ms that a write may hold the writer. */
const PIECE = 500;
const EVER: Instant = Number.MAX_SAFE_INTEGER;

/**
 * Asks Shopify which products a collection has and in which collections a product is, where a webhook told of a change without saying so (R16, R17, R23). One query a
 * turn, fair between shops. What cannot be read is left to the night, which compares all.
 */
export function collectionReadsWork({ db, clock, log }: Pick<ServiceContext, "db" | "clock" | "log">, openAdminApi: OpenAdminApi): Work {
  const dueShops = new DueShops("CollectionRead");
  /** Until when Shopify's bucket of a shop has no room, in real time. */
  const restUntil = new Map<number, Instant>();

  /** One collection, or some products, now this process's for a while. */
  const claim = (shopId: number, now: Instant): Promise<Read[]> =>
    db.write(async (tx) => {
      const own = tx.forShop(shopId);
      const first = await own.selectFrom("CollectionRead").selectAll().where("dueAt", "<=", now).orderBy("dueAt").limit(1).modifyEnd(tx.dialect.skipLocked).executeTakeFirst();
      if (!first) return [];
      if (first.kind === "product") {
        const due = await own.selectFrom("CollectionRead").selectAll().where("kind", "=", "product").where("dueAt", "<=", now).orderBy("dueAt").orderBy("resourceId").limit(PRODUCTS_A_QUERY).modifyEnd(tx.dialect.skipLocked).execute();
        await own.updateTable("CollectionRead").set({ dueAt: now + LEASE }).where("kind", "=", "product").where("resourceId", "in", due.map(({ resourceId }) => resourceId)).execute();
        return due;
      }
      const begun = first.beganAt === null ? { ...first, beganAt: now, beganRevision: first.revision, cursor: null } : first;
      await own.updateTable("CollectionRead").set({ dueAt: now + LEASE, beganAt: begun.beganAt, beganRevision: begun.beganRevision, cursor: begun.cursor }).where("kind", "=", "collection").where("resourceId", "=", first.resourceId).execute();
      return [begun];
    });

  const open = async (shopId: number) => {
    const shop = await db.acrossShops.selectFrom("Shop").select("domain").where("id", "=", shopId).where("uninstalledAt", "is", null).executeTakeFirst();
    if (!shop) throw new AdminApiError("The shop has not installed this app.", { retryable: false, code: "UNINSTALLED" });
    return openAdminApi(shop.domain);
  };

  const readProducts = async (shopId: number, reads: readonly Read[]): Promise<void> => {
    const askedAt = clock.now();
    const { data, restMs } = await (await open(shopId)).ask(productCollections, { ids: reads.map(({ resourceId }) => toGid("Product", resourceId)) });
    restUntil.set(shopId, clock.real() + restMs);
    const known = data.nodes.flatMap((node) => node ?? []);
    await db.write(async (tx) => {
      await saveCollections(tx, shopId, known.flatMap(({ collections }) => collections.nodes));
      await saveProductCollections(tx, shopId, known.map(({ id, collections }) => ({ id, collectionIds: collections.nodes.map((each) => each.id), whole: !collections.pageInfo.hasNextPage })), askedAt, "product");
      // One with a newer revision stays and is asked once more.
      for (const { resourceId, revision } of reads) await tx.forShop(shopId).deleteFrom("CollectionRead").where("kind", "=", "product").where("resourceId", "=", resourceId).where("revision", "=", revision).execute();
    });
  };

  /** Requests get their turn between the pieces. */
  const takeAllUnseen = async (shopId: number, collectionId: string, before: Instant): Promise<void> => {
    for (let reached: string | null = ""; reached !== null; await setImmediate()) {
      const after: string = reached;
      reached = await db.write((tx) => takeUnseen(tx, shopId, collectionId, before, after, PIECE));
    }
  };

  const readCollection = async (pass: Pass): Promise<void> => {
    const { shopId, resourceId: id, beganAt } = pass;
    const kept = await db.forShop(shopId).selectFrom("Collection").select("deletedAt").where("id", "=", id).executeTakeFirst();
    if (kept && kept.deletedAt !== null) {
      await takeAllUnseen(shopId, id, EVER);
      return end(pass);
    }
    const askedAt = clock.now();
    const { data: { collection }, restMs } = await (await open(shopId)).ask(collectionProducts, { id: toGid("Collection", id), after: pass.cursor });
    restUntil.set(shopId, clock.real() + restMs);
    await db.write(async (tx) => {
      if (!collection) return noteCollectionGone(tx, shopId, id, askedAt);
      await saveCollections(tx, shopId, [collection]);
      await saveCollectionPage(tx, shopId, id, collection.products.nodes.map((node) => node.id), askedAt);
      if (collection.products.pageInfo.hasNextPage) await ofPass(tx, pass).update.set({ cursor: collection.products.pageInfo.endCursor, dueAt: askedAt, attempts: 0 }).execute();
    });
    if (collection?.products.pageInfo.hasNextPage) return;
    await takeAllUnseen(shopId, id, collection ? beganAt : EVER);
    if (collection) await db.write((tx) => tx.forShop(shopId).updateTable("Collection").set({ readAt: beganAt }).where("id", "=", id).execute());
    await end(pass);
  };

  /** The pass is through: nothing is owed, but for what changed since it began. */
  const end = (pass: Pass) =>
    db.write(async (tx) => {
      await ofPass(tx, pass).remove.where("revision", "=", pass.beganRevision ?? pass.revision).execute();
      await ofPass(tx, pass).update.set({ beganAt: null, beganRevision: null, cursor: null, attempts: 0, dueAt: clock.now() + ONCE_MORE_MS }).execute();
    });

  const fail = async (shopId: number, reads: readonly Read[], failure: unknown): Promise<void> => {
    const attempts = 1 + Math.max(...reads.map((read) => read.attempts));
    const delay = failure instanceof AdminApiError && !failure.retryable ? null : retryDelay(attempts);
    const wait = failure instanceof AdminApiError ? failure.retryAfterMs : 0;
    log.warn({ err: failure, shopId, reads: reads.length, attempts }, delay === null ? "products of collections could not be read; the next night compares them" : "products of collections could not be read; they are asked for again");
    await db.write(async (tx) => {
      for (const { kind, resourceId } of reads) {
        const own = tx.forShop(shopId);
        if (delay === null) await own.deleteFrom("CollectionRead").where("kind", "=", kind).where("resourceId", "=", resourceId).execute();
        else await own.updateTable("CollectionRead").set({ attempts, dueAt: clock.now() + Math.max(delay, wait) }).where("kind", "=", kind).where("resourceId", "=", resourceId).execute();
      }
    });
  };

  return {
    name: "collections",
    async runDue() {
      const now = clock.now();
      return dueShops.doOne(db, now, async (shopId) => {
        if ((restUntil.get(shopId) ?? 0) > clock.real()) return 0;
        const reads = await claim(shopId, now);
        const [first] = reads;
        if (!first) return 0;
        try {
          if (first.kind === "product") await readProducts(shopId, reads);
          else await readCollection({ ...first, beganAt: first.beganAt ?? now });
        } catch (error) {
          await fail(shopId, reads, error);
        }
        return 1;
      });
    },
    nextDueAt: () => firstDueAt(db, "CollectionRead"),
  };
}

/** The row of a pass, while it is this pass's. */
function ofPass(tx: WriteStatements, { shopId, resourceId, beganAt }: Pass) {
  const own = tx.forShop(shopId);
  return {
    update: own.updateTable("CollectionRead").where("kind", "=", "collection").where("resourceId", "=", resourceId).where("beganAt", "=", beganAt),
    remove: own.deleteFrom("CollectionRead").where("kind", "=", "collection").where("resourceId", "=", resourceId).where("beganAt", "=", beganAt),
  };
}
