import { z } from "zod";
import type { ServiceContext } from "~/app-context";
import { readConstant } from "~/domain/trait/read-constant";
import { LARGEST_NUMBER, LONGEST_TEXT, MOST_TRAITS, TRAIT_KEY, type TraitConstant } from "~/domain/trait/trait";
import { checkConstant } from "~/domain/trait/trait-use";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import { listTraits } from "~/queries/traits.server";
import type { ShopRow } from "~/queries/shop.server";
import { changeTraits, type TraitChangeRequest } from "./change-traits.server";

const constant = z.union([z.string().max(LONGEST_TEXT * 2), z.boolean(), z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)]);

/** By key, what a member of staff wrote; an empty text clears. Traits that are not named stay as they are. */
export const traitValuesInput = z.record(z.string().regex(TRAIT_KEY), constant).refine((values) => Object.keys(values).length <= MOST_TRAITS);

export type HandAnswer = { ok: true } | { ok: false; problems: ConfigProblem[] };

/** Sets a customer's traits by hand (R24): all, or none where one is no value of its trait. The path of a problem is the trait's key. */
export async function setTraitsByHand(
  context: ServiceContext, shop: ShopRow, input: { customerId: string; values: Readonly<Record<string, TraitConstant>>; staffId: string | null },
): Promise<HandAnswer> {
  const traits = new Map((await listTraits(context.db, shop.id)).map((trait) => [trait.key, trait]));
  const problems: ConfigProblem[] = [];
  const changes: TraitChangeRequest[] = [];
  for (const [key, value] of Object.entries(input.values)) {
    const trait = traits.get(key);
    if (!trait) {
      problems.push({ severity: "error", path: key, key: "traits:problem.gone", values: { key } });
      continue;
    }
    const of = { customerId: input.customerId, traitId: trait.id, type: trait.type, by: { source: "hand" as const, staffId: input.staffId } };
    const read = readConstant(trait, value, shop.timeZone);
    if (read.ok) changes.push({ ...of, operation: { do: "set", value: read.value } });
    else if (read.fault === "empty") changes.push({ ...of, operation: { do: "clear" } });
    else problems.push(...checkConstant(trait, value, key, shop.timeZone));
  }
  if (problems.length > 0) return { ok: false, problems };
  await context.db.write(async (tx) => {
    const present = await tx.forShop(shop.id).selectFrom("Customer").select("id").where("id", "=", input.customerId).where("deletedAt", "is", null).executeTakeFirst();
    if (present) await changeTraits(tx, { now: context.clock.now(), newId: context.newId, log: context.log }, shop.id, changes);
  });
  for (const name of ["runs", "shopify-writes"] as const) context.wake.wake(name);
  return { ok: true };
}
