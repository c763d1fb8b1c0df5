import type { Database, WriteStatements } from "../app/adapters/db/database.server.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { publishVersion } from "../app/services/scenarios/publish-version.server.ts";
import { abandonedCart } from "../app/templates/abandoned-cart/template.ts";
import { BENCH_SHOPS } from "./ingest-shops.ts";

/** Shops as an installation leaves them, each with an abandoned-cart scenario at work. */
export async function seedIngestShops(db: Database, now: number): Promise<void> {
  await db.write(async (tx) => {
    for (const domain of BENCH_SHOPS) {
      const { id } = await tx.acrossShops.insertInto("Shop").values({
        domain, shopifyId: domain, name: domain, email: `owner@${domain}`, currency: "EUR", timeZone: "Europe/Warsaw", locale: "en",
        senderName: domain, senderEmail: `hello@${domain}`, senderVerifiedAt: now, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios",
        storefrontUrl: null, installedAt: now, uninstalledAt: null,
      }).returning("id").executeTakeFirstOrThrow();
      await activate(tx, id, now);
    }
  });
}

async function activate(tx: WriteStatements, shopId: number, now: number): Promise<void> {
  const definition = abandonedCart.definition();
  const id = newId();
  const versionId = await publishVersion(tx, shopId, { scenarioId: id, definition, now, newId });
  await tx.forShop(shopId).insertInto("Scenario").values({
    shopId, id, name: abandonedCart.name, status: "active", definition: JSON.stringify(definition), revision: 1, versionId,
    firstActivatedAt: now, activatedAt: now, stoppedAt: null, createdAt: now, updatedAt: now,
  }).execute();
}
