import { z } from "zod";
import { keyFromName } from "~/domain/trait/trait-input";
import { MOST_TRAITS, TRAIT_KEY, type TraitDefinition } from "~/domain/trait/trait";
import { ENCODINGS } from "./encoding";
import { SEPARATORS } from "./separator";

/** What a line names its customer by. */
export const MATCH_BY = ["email", "phone", "shopify-id"] as const;
export type MatchBy = (typeof MATCH_BY)[number];

export const MOST_COLUMNS = 200;

/** How the merchant wants a file to be read. Columns count from 0. */
export const importChoiceSchema = z.strictObject({
  encoding: z.enum(ENCODINGS),
  separator: z.enum(SEPARATORS),
  matchBy: z.enum(MATCH_BY),
  matchColumn: z.number().int().min(0).max(MOST_COLUMNS - 1),
  /** Trait keys by column; a column that is not named is passed over. */
  traits: z.array(z.strictObject({ column: z.number().int().min(0).max(MOST_COLUMNS - 1), trait: z.string().regex(TRAIT_KEY) })).min(1).max(MOST_TRAITS)
    .refine((list) => new Set(list.map(({ trait }) => trait)).size === list.length, "each trait once"),
  /** Whether an empty cell clears the trait; else it leaves it as it is. */
  emptyClears: z.boolean(),
});

export type ImportChoice = z.infer<typeof importChoiceSchema>;

const NAMED: Readonly<Record<MatchBy, RegExp>> = { email: /^e-?mail/i, phone: /phone|telefon|^tel\b|mobil/i, "shopify-id": /^(customer )?id$|shopify.?id/i };

/** What to begin with: the customer by the column that is called so or looks so, traits by their name or key. */
export function suggestColumns(header: readonly string[], firstLines: readonly (readonly string[])[], traits: readonly TraitDefinition[]): Pick<ImportChoice, "matchBy" | "matchColumn" | "traits"> {
  const byName = MATCH_BY.map((matchBy) => ({ matchBy, matchColumn: header.findIndex((name) => NAMED[matchBy].test(name.trim())) })).find(({ matchColumn }) => matchColumn >= 0);
  const addressed = header.findIndex((_, column) => firstLines.some((line) => /^\S+@\S+\.\S+$/.test(line[column]?.trim() ?? "")));
  const match = byName ?? { matchBy: "email" as const, matchColumn: Math.max(0, addressed) };
  const taken = new Set<string>();
  const mapped = header.flatMap((name, column) => {
    const trait = traits.find(({ key, name: called }) => key === keyFromName(name) || called.toLowerCase() === name.trim().toLowerCase());
    if (!trait || column === match.matchColumn || taken.has(trait.key)) return [];
    taken.add(trait.key);
    return [{ column, trait: trait.key }];
  });
  return { ...match, traits: mapped };
}
