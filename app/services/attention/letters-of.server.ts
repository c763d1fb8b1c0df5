import type { Statements } from "~/adapters/db/database.server";
import type { DeadLetterKind } from "~/queries/dead-letters.server";
import type { WhichLetters } from "./which-letters";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 200;

/** Ids of those that a person has not looked at, one piece of them. */
export async function lettersOf(tx: Pick<Statements, "forShop">, shopId: number, kind: DeadLetterKind, which: WhichLetters): Promise<string[]> {
  const own = tx.forShop(shopId);
  const narrowed = <Query extends { where(column: "id" | "scenarioId" | "stepId", is: "=", value: string): Query }>(query: Query): Query =>
    ("id" in which ? query.where("id", "=", which.id) : "all" in which ? query : query.where("scenarioId", "=", which.scenarioId).where("stepId", "=", which.stepId));
  switch (kind) {
    case "errand": return (await narrowed(own.selectFrom("Errand").select("id").where("dismissedAt", "is", null).where("status", "in", ["failed", "unknown"])).limit(PIECE).execute()).map(({ id }) => id);
    case "message": return (await narrowed(own.selectFrom("Message").select("id").where("dismissedAt", "is", null).where("status", "=", "unknown")).limit(PIECE).execute()).map(({ id }) => id);
    case "run": return (await narrowed(own.selectFrom("Run").select("id").where("dismissedAt", "is", null).where("reason", "=", "set-aside")).limit(PIECE).execute()).map(({ id }) => id);
    // A sign-up belongs to no scenario.
    case "sign-up": {
      if (!("id" in which) && !("all" in which)) return [];
      const waiting = own.selectFrom("SignUp").select("id").where("status", "=", "failed");
      return (await ("id" in which ? waiting.where("id", "=", which.id) : waiting).limit(PIECE).execute()).map(({ id }) => id);
    }
    default: return kind satisfies never;
  }
}
