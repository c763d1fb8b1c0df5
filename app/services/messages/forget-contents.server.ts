import type { WriteStatements } from "~/adapters/db/database.server";
import { chunksOf } from "~/services/chunks-of";

/** Takes what was rendered of messages and the short addresses of their links, which lead nowhere from then on. */
export async function forgetContents(tx: WriteStatements, shopId: number, messageIds: readonly string[]): Promise<void> {
  const own = tx.forShop(shopId);
  for (const piece of chunksOf(messageIds)) {
    await own.deleteFrom("MessageContent").where("messageId", "in", piece).execute();
    await own.deleteFrom("ShortLink").where("messageId", "in", piece).execute();
  }
}
