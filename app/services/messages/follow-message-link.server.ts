import type { WriteStatements } from "~/adapters/db/database.server";
import { verifyToken, type Sign } from "~/domain/message/link-token";

export interface FollowedLink {
  messageId: string;
  customerId: string;
  scenarioId: string;
  link: number;
}

/**
 * Who came by a signed link of a message, and by which (R44). Null for a token that we did not sign for this shop, or
 * whose message or customer is gone. Who is logged in as somebody else stays who she is: that is the caller's to hold.
 */
export async function resolveMessageToken(db: Pick<WriteStatements, "forShop">, shopId: number, token: string, sign: Sign): Promise<FollowedLink | null> {
  const read = verifyToken(token, sign);
  if (read?.kind !== "follow" || read.shopId !== shopId) return null;
  const shop = db.forShop(shopId);
  const message = await shop.selectFrom("Message").select(["id", "customerId", "scenarioId"]).where("id", "=", read.messageId).executeTakeFirst();
  if (!message) return null;
  const customer = await shop.selectFrom("Customer").select("deletedAt").where("id", "=", message.customerId).executeTakeFirst();
  if (!customer || customer.deletedAt !== null) return null;
  return { messageId: message.id, customerId: message.customerId, scenarioId: message.scenarioId, link: read.link };
}

/**
 * A real browser confirmed the click: the newest one on that link that is not judged yet is hers, judged at the next turn
 * of "interactions" (wake it after the transaction). Without one nothing changes.
 */
export async function confirmFollowedLink(tx: WriteStatements, shopId: number, followed: FollowedLink, now: number): Promise<void> {
  const shop = tx.forShop(shopId);
  const click = await shop.selectFrom("Interaction").select("id")
    .where("messageId", "=", followed.messageId).where("kind", "=", "click").where("linkIndex", "=", followed.link).where("judged", "=", "pending").where("why", "is", null)
    .orderBy("at", "desc").orderBy("id", "desc").executeTakeFirst();
  if (click) await shop.updateTable("Interaction").set({ why: "confirmed", judgeAt: now }).where("id", "=", click.id).execute();
}
