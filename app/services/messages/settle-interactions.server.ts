import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import { judgeInteractions, type Observation } from "~/domain/message/judge-interactions";
import { shopDay } from "~/domain/schedule/shop-day";
import type { CounterChange, Metric } from "~/domain/statistics/metric";
import type { ShopRow } from "~/queries/shop.server";
import type { Instant } from "~/domain/instant";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { wakeThatWait } from "~/services/runs/note-happened.server";
import { chunksOf } from "~/services/chunks-of";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";

const SIGNS = ["known-agent", "head", "trap", "confirmed"] as const satisfies Observation["sign"][];

/**
 * Judges at once what was seen of this customer's messages, so that an order is credited to what people did and not to
 * scanners (R2, R32): call it in the order's transaction, before crediting.
 */
export async function settleInteractionsOf(tx: WriteStatements, deps: WriteDeps, shop: Pick<ShopRow, "id" | "timeZone">, customerId: string): Promise<void> {
  const pending = await tx.forShop(shop.id).selectFrom("Interaction").select("messageId").distinct().where("customerId", "=", customerId).where("judged", "=", "pending").execute();
  for (const piece of chunksOf(pending, 200)) await settleInteractions(tx, deps, shop, piece.map(({ messageId }) => messageId), true);
}

/**
 * Judges the pending observations of these messages as far as can be told now, or, `atOnce`, all of them. Verdicts, the
 * messages' milestones and the counters are saved together; those who wait for them are woken, and who is to fit a segment by them is looked at (R8, R31); what is judged stays judged. At most 200
 * messages a call. The caller wakes "runs" after the commit.
 */
export async function settleInteractions(tx: WriteStatements, deps: WriteDeps, shop: Pick<ShopRow, "id" | "timeZone">, messageIds: readonly string[], atOnce = false): Promise<void> {
  if (messageIds.length === 0) return;
  const own = tx.forShop(shop.id);
  const seen = await own.selectFrom("Interaction").select(["id", "messageId", "kind", "at", "linkIndex", "client", "judged", "why"]).where("messageId", "in", messageIds).orderBy("at").orderBy("id").execute();
  const messages = await own.selectFrom("Message").select(["id", "runId", "customerId", "scenarioId", "versionId", "stepId", "channel", "openedAt", "clickedAt", "machineOpenedAt", "machineClickedAt"]).where("id", "in", messageIds).execute();
  const contents = await own.selectFrom("MessageContent").select(["messageId", "links"]).where("messageId", "in", messageIds).execute();
  const linksOf = new Map(contents.map(({ messageId, links }) => [messageId, (JSON.parse(links) as unknown[]).length - 1]));

  const verdicts: { id: string; judged: string; why: string }[] = [];
  const changes: CounterChange[] = [];
  const told = new Set<string>();
  for (const message of messages) {
    const ofMessage = seen.filter(({ messageId }) => messageId === message.id);
    const judged = judgeInteractions(ofMessage.map(observationOf), linksOf.get(message.id) ?? 0, deps.now, atOnce);
    const times = { openedAt: message.openedAt, clickedAt: message.clickedAt, machineOpenedAt: message.machineOpenedAt, machineClickedAt: message.machineClickedAt };
    let changed = false;
    for (const { id, kind, at, judged: before } of ofMessage) {
      const verdict = judged.get(id);
      if (before !== "pending" || !verdict || verdict.judged === "pending") continue;
      verdicts.push({ id, judged: verdict.judged, why: verdict.why });
      changed = true;
      const { scenarioId, versionId, stepId } = message;
      const count = (metric: Metric) => changes.push({ scenarioId, versionId, stepId, channel: message.channel as CounterChange["channel"], reason: "", metric, day: shopDay(at, shop.timeZone), value: 1 });
      if (verdict.judged === "machine") {
        if (kind === "open") { count("machine-opens"); times.machineOpenedAt ??= at; }
        if (kind === "click") { count("machine-clicks"); times.machineClickedAt ??= at; }
        continue;
      }
      told.add(message.id);
      if (kind === "open") count("opens");
      if (kind === "click") {
        count("clicks");
        if (times.clickedAt === null) { count("clicked"); times.clickedAt = at; }
      }
      // Whoever clicks has opened it, though many mail clients fetch no pictures.
      if (kind !== "unsubscribe-page" && times.openedAt === null) { count("opened"); times.openedAt = at; }
    }
    if (changed) await own.updateTable("Message").set(times).where("id", "=", message.id).execute();
  }
  if (verdicts.length === 0) return;
  for (const piece of chunksOf(verdicts, 1_000)) {
    await sql`
      with v("shopId", "id", "judged", "why") as (${valueRows(tx.dialect, ["bigint", "text", "text", "text"], piece.map(({ id, judged, why }) => [shop.id, id, judged, why]))})
      update "Interaction" set "judged" = v."judged", "why" = v."why", "judgeAt" = null
      from v where "Interaction"."shopId" = v."shopId" and "Interaction"."id" = v."id" and "Interaction"."judged" = 'pending'`.execute(tx.acrossShops);
  }
  await recordCounts(tx, deps.newId, shop.id, changes);
  const theirs = messages.filter(({ id }) => told.has(id));
  await wakeForMessages(tx, shop.id, theirs.map(({ runId }) => runId), deps.now);
  await customersChanged(tx, deps, shop.id, [...new Set(theirs.map(({ customerId }) => customerId))].sort().map((customerId) => ({ customerId, need: "messages", at: deps.now })));
}

/** R31, R32: those who wait for a message of their run to be opened or clicked look again. */
async function wakeForMessages(tx: WriteStatements, shopId: number, runIds: readonly string[], now: Instant): Promise<void> {
  if (runIds.length === 0) return;
  const waiting = await tx.forShop(shopId).selectFrom("Wait").select("runId").where("runId", "in", runIds).where("kind", "=", "message").execute();
  await wakeThatWait(tx, shopId, waiting.map(({ runId }) => runId), now);
}

function observationOf(row: { id: string; kind: string; at: number; linkIndex: number | null; client: string; why: string | null }): Observation {
  const sign = SIGNS.find((known) => known === row.why) ?? null;
  return { id: row.id, kind: row.kind as Observation["kind"], at: row.at, linkIndex: row.linkIndex, client: row.client, sign };
}
