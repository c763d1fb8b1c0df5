import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { consentsPermitting, recordConsents } from "~/services/customers/record-consents.server";
import type { WriteDeps } from "~/services/write-deps";

/** What somebody answered to the prompt for web push, in which browser. */
export interface PushAnswer {
  state: "granted" | "withdrawn";
  at: Instant;
  /** The question that was shown; null where the browser's own switch was used. */
  text: string | null;
  agent: string;
  /** Id of the subscription. */
  browser: string;
}

/**
 * R42: an answer to the prompt speaks of web push alone, so it holds for the consents of the shop that permit nothing else.
 * Once for each answer, however often it is told. The caller wakes "runs" after the commit.
 */
export async function recordPushAnswer(tx: WriteStatements, deps: WriteDeps, shopId: number, customerId: string, { state, at, text, agent, browser }: PushAnswer): Promise<void> {
  const broader = new Set((await Promise.all((["email", "sms"] as const).map((channel) => consentsPermitting(tx, shopId, channel)))).flat().map(({ id }) => id));
  for (const { id } of await consentsPermitting(tx, shopId, "push")) {
    if (broader.has(id)) continue;
    await recordConsents(tx, deps, shopId, id, [{ customerId, state, at, source: state === "granted" ? "push-prompt" : "push-off", text, evidence: JSON.stringify({ browser, agent }) }]);
  }
}

/** R44: who was nobody's visitor when the prompt was answered is known now; the answer becomes the customer's, as of when it was given. */
export async function passOnPushAnswers(tx: WriteStatements, deps: WriteDeps, shopId: number, visitorId: string, customerId: string): Promise<void> {
  const own = tx.forShop(shopId);
  const waiting = await own.selectFrom("PushSubscription").select(["id", "text", "agent", "lastSeenAt"]).where("visitorId", "=", visitorId).where("customerId", "is", null).where("goneAt", "is", null).orderBy("id").execute();
  if (waiting.length === 0) return;
  await own.updateTable("PushSubscription").set({ customerId }).where("visitorId", "=", visitorId).where("customerId", "is", null).execute();
  for (const { id, text, agent, lastSeenAt } of waiting) await recordPushAnswer(tx, deps, shopId, customerId, { state: "granted", at: lastSeenAt, text, agent, browser: id });
}
