import { z } from "zod";

/** Which link of a message is meant (R31): one of those in its text, as it is written there, or any whose address contains some words. */
export const linkMatchSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("written"), link: z.string().trim().min(1).max(2_000) }),
  z.strictObject({ by: z.literal("contains"), text: z.string().trim().min(1).max(500) }),
]);

export type LinkMatch = z.infer<typeof linkMatchSchema>;

/** `written` is how the link stands in the text where that is not the address itself. Small and capital letters make no difference to what an address contains. */
export function linkMatches(match: LinkMatch, { url, written }: { url: string; written: string | null }): boolean {
  switch (match.by) {
    case "written": return match.link === (written ?? url);
    case "contains": return url.toLowerCase().includes(match.text.toLowerCase());
    default: return match satisfies never;
  }
}
