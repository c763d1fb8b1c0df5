import { toPhoneNumber } from "~/domain/message/phone-number";
import type { MatchBy } from "./columns";

/** A cell as customers are found by it, or null where it can be nobody's. A phone number carries its country's code. */
export function customerKey(matchBy: MatchBy, cell: string): string | null {
  const text = cell.trim();
  switch (matchBy) {
    case "email": return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 320 ? text.toLowerCase() : null;
    case "phone": return text.length > 40 ? null : toPhoneNumber(text.replace(/^00/, "+"));
    case "shopify-id": return /^(?:gid:\/\/shopify\/Customer\/)?'?([1-9]\d{0,19})$/.exec(text)?.[1] ?? null;
    default: return matchBy satisfies never;
  }
}
