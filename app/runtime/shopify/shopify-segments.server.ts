import { setImmediate } from "node:timers/promises";
import type { Selectable, Updateable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ShopifySegment } from "~/adapters/db/generated/tables";
import { AdminApiError, type AdminApi, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import { customerSegment, memberSearch, segmentMembers, startMemberSearch } from "~/adapters/shopify/queries/customer-segments";
import { toGid } from "~/adapters/shopify/shapes";
import type { AppContext } from "~/app-context";
import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { noteMembers, sweepMembers } from "~/services/segments/keep-shopify-members.server";
import { isShopifySegmentWanted } from "~/services/segments/want-shopify-segments.server";
import type { WriteDeps } from "~/services/write-deps";
import { pollRest } from "./gather-rows.server";

/** So long after the beginning of one reading the next begins; one that takes longer leaves others a while. */
const EVERY = HOUR;
const REST = MINUTE;
/** Who crashed in a turn leaves it to be done again after this. */
const LEASE = MINUTE;
/** A reading that failed so often in a row begins anew: Shopify may have forgotten what it had gathered. */
const MOST_FAILURES = 3;
const MOST_FORGOTTEN = 1_000;

type Reading = Selectable<ShopifySegment>;
type Step = Updateable<ShopifySegment>;

/** Another process has gone on with the reading meanwhile: what this one has got is not saved. */
class Overtaken extends Error {}

/**
 * Reads who is in the segments of Shopify's that segments and scenarios ask about: when one is chosen, then every hour. Shopify gathers the members, its pages are saved one by one,
 * each in one transaction with the place it came to, and whoever the pages did not name leaves then; so a crash loses nothing. Who came and who left is told as any change of a customer (R20),
 * but for the first reading, and the first one after the merchant changed the segment in Shopify: they were in it before. Fair between shops, one call a turn.
 */
export function shopifySegmentsWork({ db, clock, log, wake, newId }: Pick<AppContext, "db" | "clock" | "log" | "wake" | "newId">, openAdminApi: OpenAdminApi): Work {
  const dueShops = new DueShops("ShopifySegment");
  /** Until when Shopify's bucket of a shop has no room, in real time. */
  const restUntil = new Map<number, Instant>();

  const claim = (shopId: number, now: Instant): Promise<Reading | null> =>
    db.write(async (tx) => {
      const own = tx.forShop(shopId);
      const row = await own.selectFrom("ShopifySegment").selectAll().where("dueAt", "<=", now).orderBy("dueAt").orderBy("id").limit(1).modifyEnd(tx.dialect.skipLocked).executeTakeFirst();
      if (!row) return null;
      await own.updateTable("ShopifySegment").set({ dueAt: now + LEASE }).where("id", "=", row.id).execute();
      return row;
    });

  /** Saves one step of the reading, with what it brings, where nobody else has gone on with it. */
  const save = (reading: Reading, step: Step | ((tx: WriteStatements, deps: WriteDeps) => Promise<Step>)) =>
    db.write(async (tx) => {
      const { numUpdatedRows } = await tx.forShop(reading.shopId).updateTable("ShopifySegment").set({ pass: reading.pass }).where("id", "=", reading.id)
        .where("pass", "=", reading.pass).where("searchId", "is not distinct from", reading.searchId).where("cursor", "is not distinct from", reading.cursor).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new Overtaken();
      const told = reading.filledQuery === reading.beganQuery ? {} : { told: "import" as const };
      const set = typeof step === "function" ? await step(tx, { now: clock.now(), newId, log, ...told }) : step;
      await tx.forShop(reading.shopId).updateTable("ShopifySegment").set(set).where("id", "=", reading.id).execute();
    });

  const begin = async (reading: Reading, api: AdminApi): Promise<void> => {
    const now = clock.now();
    const { data: { segment } } = await api.ask(customerSegment, { id: toGid("Segment", reading.id) });
    if (!segment) return save(reading, { goneAt: reading.goneAt ?? now, dueAt: now + DAY, attempts: 0, error: null });
    const { data } = await api.ask(startMemberSearch, { segmentId: toGid("Segment", reading.id) });
    const search = data.customerSegmentMembersQueryCreate?.customerSegmentMembersQuery;
    if (!search) throw new AdminApiError(data.customerSegmentMembersQueryCreate?.userErrors.map(({ message }) => message).join(" ") || "Shopify did not begin to gather the members", { retryable: false, code: "USER_ERROR" });
    const { name, query } = segment;
    await save(reading, { name, query, readAt: now, goneAt: null, beganAt: now, beganQuery: query, searchId: search.id, cursor: null, pass: reading.pass + 1, found: 0, strangers: 0, dueAt: now });
  };

  const readPage = async (reading: Reading, searchId: string, api: AdminApi): Promise<void> => {
    const now = clock.now();
    if (reading.cursor === null) {
      const { data: { customerSegmentMembersQuery: search } } = await api.ask(memberSearch, { id: searchId });
      const waited = now - (reading.beganAt ?? now);
      if (!search || waited > HOUR) throw new AdminApiError("Shopify did not gather the members", { retryable: false, code: "SEARCH_LOST" });
      if (!search.done) return save(reading, { dueAt: now + pollRest(waited) });
    }
    const { data: { customerSegmentMembers: { edges, pageInfo } }, restMs } = await api.ask(segmentMembers, { searchId, after: reading.cursor });
    restUntil.set(reading.shopId, clock.real() + restMs);
    await save(reading, async (tx, deps) => {
      const strangers = await noteMembers(tx, deps, { shopId: reading.shopId, segmentId: reading.id, pass: reading.pass }, edges.map(({ node }) => node.id));
      const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      return { found: reading.found + edges.length, strangers: reading.strangers + strangers, attempts: 0, error: null, dueAt: now, ...(next === null ? { searchId: null, cursor: "" } : { cursor: next }) };
    });
  };

  /** All pages are read: whom none of them named has left. */
  const sweep = async (reading: Reading): Promise<void> => {
    const beganAt = reading.beganAt ?? clock.now();
    await save(reading, async (tx, deps) => {
      const next = await sweepMembers(tx, deps, { shopId: reading.shopId, segmentId: reading.id, pass: reading.pass }, reading.cursor ?? "");
      if (next !== null) return { cursor: next, dueAt: deps.now };
      // Watched segments that ask about it are taken anew, as they are after an edit.
      if (deps.told) await tx.forShop(reading.shopId).updateTable("SegmentWatch").set({ dueAt: deps.now }).where("dueAt", ">", deps.now).execute();
      return {
        beganAt: null, beganQuery: null, cursor: null, dueAt: Math.max(beganAt + EVERY, deps.now + REST), attempts: 0, error: null,
        filledAt: beganAt, filledQuery: reading.beganQuery, filledFound: reading.found, filledStrangers: reading.strangers,
      };
    });
    wake.wake("segment-watches");
  };

  /** Nobody asks for its members any more. */
  const forget = (tx: WriteStatements, { shopId, id }: Reading): Promise<void> => forgetPiece(tx, shopId, id, clock.now());

  const goOn = async (reading: Reading): Promise<void> => {
    if (reading.beganAt !== null && reading.searchId === null) return sweep(reading);
    const shop = await db.acrossShops.selectFrom("Shop").select(["domain", "uninstalledAt"]).where("id", "=", reading.shopId).executeTakeFirstOrThrow();
    if (shop.uninstalledAt !== null) return save(reading, { dueAt: clock.now() + DAY });
    if (reading.searchId !== null) return readPage(reading, reading.searchId, await openAdminApi(shop.domain));
    const wanted = await db.write(async (tx) => {
      const asked = await isShopifySegmentWanted(tx, reading.shopId, reading, clock.now());
      if (!asked) await forget(tx, reading);
      return asked;
    });
    if (wanted) await begin(reading, await openAdminApi(shop.domain));
  };

  const fail = async (reading: Reading, failure: unknown): Promise<void> => {
    if (failure instanceof Overtaken) return log.info({ shopId: reading.shopId, segment: reading.id }, "another process has gone on reading a segment of Shopify's");
    const told = failure instanceof AdminApiError ? failure : null;
    const attempts = reading.attempts + 1;
    const again = told?.retryable === false ? null : retryDelay(attempts);
    log.warn({ err: failure, shopId: reading.shopId, segment: reading.id, attempts }, "the members of a segment of Shopify's could not be read; they stay as they were, and are asked for again");
    const anew = reading.searchId !== null && (told?.retryable === false || attempts % MOST_FAILURES === 0);
    await db.write((tx) => tx.forShop(reading.shopId).updateTable("ShopifySegment").set({
      attempts, error: failure instanceof Error ? failure.message : String(failure), dueAt: clock.now() + Math.max(Math.min(again ?? EVERY, EVERY), told?.retryAfterMs ?? 0),
      ...(anew ? { beganAt: null, beganQuery: null, searchId: null, cursor: null } : {}),
    }).where("id", "=", reading.id).where("pass", "=", reading.pass).where("cursor", "is not distinct from", reading.cursor).execute());
  };

  return {
    name: "shopify-segments",
    async runDue() {
      const now = clock.now();
      return dueShops.doOne(db, now, async (shopId) => {
        if ((restUntil.get(shopId) ?? 0) > clock.real()) return 0;
        const reading = await claim(shopId, now);
        if (!reading) return 0;
        try {
          await goOn(reading);
        } catch (error) {
          await fail(reading, error);
        }
        wake.wake("runs");
        await setImmediate();
        return 1;
      });
    },
    nextDueAt: () => firstDueAt(db, "ShopifySegment"),
  };
}

/** A piece of the members, and what was known of them; the row stays in the list, and rests with the last piece. */
async function forgetPiece(tx: WriteStatements, shopId: number, id: string, now: Instant): Promise<void> {
  const own = tx.forShop(shopId);
  const piece = await own.selectFrom("ShopifySegmentMember").select("customerId").where("segmentId", "=", id).orderBy("customerId").limit(MOST_FORGOTTEN).execute();
  if (piece.length > 0) await own.deleteFrom("ShopifySegmentMember").where("segmentId", "=", id).where("customerId", "in", piece.map(({ customerId }) => customerId)).execute();
  await own.updateTable("ShopifySegment").set({ dueAt: piece.length < MOST_FORGOTTEN ? null : now, chosenAt: null, filledAt: null, filledQuery: null, filledFound: null, filledStrangers: null, attempts: 0, error: null }).where("id", "=", id).execute();
}
