import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import type { Database } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import { readBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import { type AdminApiError, type AdminApi } from "~/adapters/shopify/admin-api";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { collectionReadsWork } from "~/runtime/shopify/collection-reads.server";
import { importWork } from "~/runtime/shopify/import.server";
import { segmentWatchesWork } from "~/runtime/schedules/segment-watches.server";
import { shopifySegmentsWork } from "~/runtime/shopify/shopify-segments.server";
import { shopifyWritesWork } from "~/runtime/shopify/shopify-writes.server";
import { webhooksWork } from "~/runtime/shopify/webhooks.server";
import type { Work, WorkName } from "~/runtime/work";
import { installShop } from "~/services/shop/install-shop.server";
import { storeWebhook } from "~/services/shopify/store-webhook.server";
import { Store } from "../../dev-store/state/store.ts";
import type { StoreChange, StoreState } from "../../dev-store/state/types.ts";
import { webhookPayload } from "../../dev-store/webhooks/webhook-payload.ts";
import { openTestDatabase } from "../setup/test-database";
import { exhaustWork } from "./exhaust-work";
import { DOMAIN, localAdminApi } from "./local-admin-api";

interface Opened {
  db: Database;
  close: () => Promise<void>;
}

/** The app's side of Shopify over the local store's real schema, by hand: nothing happens but what the test asks for. In a new database, or in the one given. */
export async function openShopifyWorld(state: StoreState, now: Instant, opened?: Opened) {
  const test: Opened = opened ?? await openTestDatabase();
  const clock = new MovableClock(now, true);
  const woken: WorkName[] = [];
  const context = { db: test.db, clock, newId, log: pino({ level: "silent" }), wake: { wake: (name: WorkName) => void woken.push(name) }, setUp: { sms: null, push: null } };
  const changes: StoreChange[] = [];
  const store = new Store(state, { now: () => clock.now() }, (change) => changes.push(structuredClone(change)));
  const { api, address, bulk, segments, close: closeApi } = await localAdminApi(store, clock);
  const faults: AdminApiError[] = [];
  let asked = 0;
  const openAdminApi = async (): Promise<AdminApi> => ({
    ask: (query, variables) => {
      asked += 1;
      const fault = faults.shift();
      return fault ? Promise.reject(fault) : api.ask(query, variables);
    },
  });
  const works = { webhooks: webhooksWork(context), import: importWork(context, openAdminApi, readBulkFile), writes: shopifyWritesWork(context, openAdminApi), segments: shopifySegmentsWork(context, openAdminApi), watches: segmentWatchesWork(context), collections: collectionReadsWork(context, openAdminApi) };

  const exhaust = async (work: Work): Promise<void> => {
    for (;;) {
      await exhaustWork(work);
      const due = await work.nextDueAt();
      if (due === null || due <= clock.now()) return;
      clock.set(due, true);
    }
  };
  const deliver = async (topic: string, payload: unknown, options: { id?: string; at?: Instant } = {}): Promise<void> => {
    await storeWebhook(context, {
      shopDomain: DOMAIN, topic, webhookId: options.id ?? newId(), eventId: null, triggeredAt: options.at ?? clock.now(), payload: JSON.stringify(payload),
    });
  };

  return {
    db: test.db, clock, context, store, api, address, openAdminApi, bulk, segments, works, woken, faults, exhaust, deliver,
    asked: () => asked,
    install: () => installShop(context, { domain: DOMAIN, api }),
    shop: (): Promise<ShopRow> => test.db.acrossShops.selectFrom("Shop").selectAll().where("domain", "=", DOMAIN).executeTakeFirstOrThrow(),
    /** What Shopify fired since the last call, as webhooks would carry it. */
    fired: () => changes.splice(0).map((change) => ({ topic: change.topic, payload: webhookPayload(change, store.state, "http://store.local", clock.now()) })),
    async apply(topic: string, payload: unknown, options: { id?: string; at?: Instant } = {}): Promise<void> {
      await deliver(topic, payload, options);
      await exhaustWork(works.webhooks);
    },
    receipts: () => test.db.acrossShops.selectFrom("WebhookReceipt").select(["topic", "status", "attempts", "error"]).orderBy("id").execute(),
    async close() {
      await closeApi();
      await test.close();
    },
  };
}

export type ShopifyWorld = Awaited<ReturnType<typeof openShopifyWorld>>;
