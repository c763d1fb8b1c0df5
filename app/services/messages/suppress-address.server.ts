import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";

/** Nothing more is sent to the address of this message: the provider says that it does not exist. Harmless when said again. */
export async function suppressAddress(tx: WriteStatements, shopId: number, channel: Channel, messageId: string, at: Instant): Promise<void> {
  const own = tx.forShop(shopId);
  const message = await own.selectFrom("Message").select("toAddress").where("id", "=", messageId).executeTakeFirst();
  if (!message || message.toAddress === null) return;
  await own.insertInto("SuppressedAddress").values({ shopId, channel, address: message.toAddress.toLowerCase(), reason: "bounce", messageId, at })
    .onConflict((conflict) => conflict.columns(["shopId", "channel", "address"]).doNothing()).execute();
}
