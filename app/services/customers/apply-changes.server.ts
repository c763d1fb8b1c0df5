import type { WriteStatements } from "~/adapters/db/database.server";
import type { CustomerChange } from "~/domain/engine/customer-change";
import type { Instant } from "~/domain/instant";
import { changeTags } from "./change-tags.server";

/**
 * What scenarios change about customers (R25), in the transaction that saves their runs, in the order of the list. A
 * number of statements that depends on the kinds of changes, not on how many customers they concern.
 */
export async function applyChanges(tx: WriteStatements, shopId: number, changes: readonly { customerId: string; change: CustomerChange }[], now: Instant): Promise<void> {
  await changeTags(tx, shopId, changes.map(({ customerId, change }) => ({ customerId, tag: change.tag, does: change.kind === "add-tag" ? "add" : "remove" })), now);
}
