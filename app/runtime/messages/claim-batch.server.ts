import type { SendingContext, StoredBatch } from "./claim-messages.server";
import type { Outbound } from "./outbound";

/**
 * Takes a stored batch whose time to try has come and whose lease, if any, has run out: its process died between storing
 * it and saving the answer. Its outcome is settled with what was stored. `lease` is real time.
 */
export async function claimBatch({ db, clock }: SendingContext, { channel }: Outbound, underWay: readonly string[], lease: number): Promise<StoredBatch | null> {
  const now = clock.now();
  const real = clock.real();
  let due = db.acrossShops.selectFrom("SendBatch").selectAll().where("status", "=", "stored").where("channel", "=", channel).where("nextTryAt", "<=", now)
    .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)]));
  if (underWay.length > 0) due = due.where("id", "not in", underWay);
  const found = await due.orderBy("nextTryAt").limit(1).executeTakeFirst();
  if (!found) return null;
  const taken = await db.write((tx) => tx.forShop(found.shopId).updateTable("SendBatch").set({ leaseUntil: real + lease, attempts: found.attempts + 1 })
    .where("id", "=", found.id).where("status", "=", "stored").where("attempts", "=", found.attempts).executeTakeFirst());
  if (taken.numUpdatedRows === 0n) return null;

  const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", found.shopId).executeTakeFirstOrThrow();
  const rows = await db.forShop(found.shopId).sql.selectFrom("Message as m")
    .innerJoin("MessageContent as c", (join) => join.onRef("c.shopId", "=", "m.shopId").onRef("c.messageId", "=", "m.id"))
    .select(["m.id", "m.runId", "m.scenarioId", "m.versionId", "m.stepId", "m.attempts", "m.providerId", "c.payload"])
    .where("m.shopId", "=", found.shopId).where("m.batchId", "=", found.id).orderBy("m.id").execute();
  return {
    shop, id: found.id, createdAt: found.createdAt, attempts: found.attempts + 1,
    messages: rows, payloads: rows.map(({ payload }) => payload),
  };
}
