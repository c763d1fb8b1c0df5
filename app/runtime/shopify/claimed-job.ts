import type { Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ImportJob } from "~/adapters/db/generated/tables";
import type { Instant, Milliseconds } from "~/domain/instant";
import type { ImportKind } from "~/services/shop/install-shop.server";

export type Job = Selectable<ImportJob>;

/** A job that this process has taken, for as long as its lease lasts. `leaseUntil` moves on with every piece that is saved. */
export type ClaimedJob = Job & { kind: ImportKind; leaseUntil: Instant };

/** Whoever is silent for so long has lost the job; whatever it then wants to save is thrown away. Longer than an answer of Shopify may take. */
export const LEASE_MS: Milliseconds = 90_000;

/** The job's row, while this process has it. */
export const ofLease = (tx: WriteStatements, { shopId, id, leaseUntil }: ClaimedJob) =>
  tx.forShop(shopId).updateTable("ImportJob").where("id", "=", id).where("leaseUntil", "=", leaseUntil);
