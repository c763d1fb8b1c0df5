import type { ShopRow } from "~/queries/shop.server";
import { messageText } from "./message-text.server";

interface NoteSubject {
  customer: { firstName: string; lastName: string; email: string | null; shopifyId: string | null };
  scenario: { name: string };
}

/** A note to staff with what it is about below it: the customer, with a link into the Shopify admin, and the scenario. */
export function frameNote(text: string, shop: Pick<ShopRow, "domain">, { customer: { firstName, lastName, email, shopifyId }, scenario }: NoteSubject): string {
  const name = [`${firstName} ${lastName}`.trim(), email ?? ""].filter((part) => part !== "").join(", ");
  const lines = [messageText("note.customer", { customer: name }), ...(shopifyId === null ? [] : [`https://${shop.domain}/admin/customers/${shopifyId}`]), messageText("note.scenario", { scenario: scenario.name })];
  return `${text.trim()}\n\n--\n${lines.join("\n")}\n`;
}
