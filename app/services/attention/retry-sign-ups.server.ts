import type { ServiceContext } from "~/app-context";
import { inPieces } from "~/services/in-pieces.server";
import { lettersOf } from "./letters-of.server";
import type { WhichLetters } from "./which-letters";

/**
 * R10: sign-ups that were given up are tried again from their first try, because a person asked for it. Who is found in Shopify by now was perhaps made by somebody else, so a
 * customer that is there counts as one who was there before. What was said counts from when it was said: after a day it lets nobody in any more.
 */
export async function retrySignUps(context: Pick<ServiceContext, "db" | "clock" | "wake">, shopId: number, which: WhichLetters): Promise<void> {
  const now = context.clock.now();
  await inPieces(context.db, async (tx) => {
    const ids = await lettersOf(tx, shopId, "sign-up", which);
    if (ids.length === 0) return 0n;
    await tx.forShop(shopId).updateTable("SignUp").set({ status: "waiting", absent: 0, attempts: 0, nextTryAt: now, leaseUntil: null, error: null }).where("id", "in", ids).where("status", "=", "failed").execute();
    return BigInt(ids.length);
  });
  context.wake.wake("sign-ups");
}
