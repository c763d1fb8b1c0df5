import { z } from "zod";
import { fitsMetafield } from "./metafield";
import { LONGEST_NAME, LONGEST_STRING, MOST_OPTIONS, TRAIT_KEY, TRAIT_TYPES } from "./trait";

const name = z.string().trim().min(1, "name").max(LONGEST_NAME, "name");

/** Each line is an option. */
const options = z.string().max(MOST_OPTIONS * (LONGEST_STRING + 2), "options").transform((text) => text.split("\n").map((line) => line.trim()).filter((line) => line !== ""))
  .refine((lines) => lines.length <= MOST_OPTIONS && lines.every((line) => [...line].length <= LONGEST_STRING) && new Set(lines.map((line) => line.toLowerCase())).size === lines.length, "options");

/** Whether Shopify is told of it (R45). */
const inShopify = z.enum(["true", "false"], "inShopify").default("false").transform((text) => text === "true");

/** What a merchant says of a new trait; messages are keys of `refused` in the locale file `traits.json`. */
export const newTraitInput = z.object({ name, key: z.string().trim().regex(TRAIT_KEY, "key"), type: z.enum(TRAIT_TYPES, "type"), options, inShopify })
  .refine(({ type, options: lines }) => type !== "choice" || lines.length > 0, { path: ["options"], message: "options" })
  .refine(({ key, inShopify: told }) => !told || fitsMetafield(key), { path: ["inShopify"], message: "keyTooShort" })
  .transform((input) => ({ ...input, options: input.type === "choice" ? input.options : [] }));

/** What can be changed later. Of a trait that is no choice the options are passed over. */
export const changedTraitInput = z.object({ name, options, inShopify });

type NotSaid<Input extends { inShopify: boolean }> = Omit<Input, "inShopify"> & { inShopify?: boolean };
/** Where nothing is said of Shopify, it is not told, and of a trait that stands nothing changes. */
export type NewTrait = NotSaid<z.infer<typeof newTraitInput>>;
export type ChangedTrait = NotSaid<z.infer<typeof changedTraitInput>>;
export type TraitField = "name" | "key" | "type" | "options" | "inShopify";
export type TraitErrors = Partial<Record<TraitField, string>>;

/** The first message of each field. */
export function errorsOf({ issues }: z.ZodError): TraitErrors {
  const errors: TraitErrors = {};
  for (const { path: [field], message } of issues) {
    if (field === "name" || field === "key" || field === "type" || field === "options" || field === "inShopify") errors[field] ??= message;
  }
  return errors;
}

/** A key made of a name, for the field to begin with; empty where the name has nothing to make one of. */
export function keyFromName(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ł", "l").replaceAll("Ł", "L").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+/, "").slice(0, 40).replace(/_+$/, "");
}
