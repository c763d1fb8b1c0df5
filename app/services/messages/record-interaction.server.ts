import type { AppContext } from "~/app-context";
import { JUDGING_WINDOW, type Observation } from "~/domain/message/judge-interactions";

export interface SeenAtReceiver {
  messageId: string;
  kind: Observation["kind"];
  linkIndex: number | null;
  client: string;
  /** What gave a machine away at once. */
  sign: Exclude<Observation["sign"], "confirmed">;
}

/** Beyond this many a message's links lead on, but nobody notes it: somebody is playing. */
const MOST_A_MESSAGE = 500;

/** Notes a provisional observation (R32): nothing counts before it is judged. Answers false where the message is gone. */
export async function recordInteraction({ db, clock, newId, wake }: Pick<AppContext, "db" | "clock" | "newId" | "wake">, shopId: number, seen: SeenAtReceiver): Promise<boolean> {
  const message = await db.forShop(shopId).selectFrom("Message").select(["customerId", "scenarioId"]).where("id", "=", seen.messageId).executeTakeFirst();
  if (!message) return false;
  const now = clock.now();
  const noted = await db.write(async (tx) => {
    const own = tx.forShop(shopId);
    const { count } = await own.selectFrom("Interaction").select((row) => row.fn.countAll<number>().as("count")).where("messageId", "=", seen.messageId).executeTakeFirstOrThrow();
    if (count >= MOST_A_MESSAGE) return false;
    await own.insertInto("Interaction").values({
      shopId, id: newId(), messageId: seen.messageId, customerId: message.customerId, scenarioId: message.scenarioId,
      kind: seen.kind, at: now, linkIndex: seen.linkIndex, client: seen.client,
      judged: "pending", why: seen.sign, judgeAt: seen.sign === null ? now + JUDGING_WINDOW : now,
    }).execute();
    return true;
  });
  if (noted) wake.wake("interactions");
  return true;
}
