import type { ServiceContext } from "~/app-context";
import type { DeadLetterKind } from "~/queries/dead-letters.server";
import { inPieces } from "~/services/in-pieces.server";
import { lettersOf } from "./letters-of.server";
import type { WhichLetters } from "./which-letters";

/** A person has seen them and gives them up: they are listed no more. What they counted stays counted; of a sign-up nothing is kept, for it made nobody a customer. */
export async function giveUpLetters(context: Pick<ServiceContext, "db" | "clock">, shopId: number, kind: DeadLetterKind, which: WhichLetters): Promise<void> {
  const now = context.clock.now();
  await inPieces(context.db, async (tx) => {
    const ids = await lettersOf(tx, shopId, kind, which);
    if (ids.length === 0) return 0n;
    if (kind === "sign-up") {
      await tx.forShop(shopId).deleteFrom("SignUp").where("id", "in", ids).where("status", "=", "failed").execute();
      return BigInt(ids.length);
    }
    const table = ({ errand: "Errand", message: "Message", run: "Run" } as const)[kind];
    await tx.forShop(shopId).updateTable(table).set({ dismissedAt: now }).where("id", "in", ids).execute();
    return BigInt(ids.length);
  });
}
