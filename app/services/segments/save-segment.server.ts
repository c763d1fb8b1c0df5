import { z } from "zod";
import type { ServiceContext } from "~/app-context";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import { checkReferences, MOST_WITH_INNER } from "~/domain/segment/check-references";
import { checkSegment, isUnread } from "~/domain/segment/check-segment";
import { segmentSchema } from "~/domain/segment/condition";
import { readShopChoices } from "~/queries/shop-choices.server";
import type { ShopRow } from "~/queries/shop.server";
import { askedByLive } from "./asked-by-live.server";
import { askForShopifySegments } from "./ask-for-shopify-segments.server";
import { readSegments } from "./read-segments.server";

export const LONGEST_NAME = 80;
export const MOST_SEGMENTS = 200;

export const segmentInput = z.strictObject({ id: z.string().max(64).nullable(), name: z.string().trim().min(1).max(LONGEST_NAME), definition: segmentSchema });

/** `problems` have paths below the definition, or are about "name"; keys of the locale files. */
export type SavedSegment = { ok: true; id: string } | { ok: false; problems: ConfigProblem[] };

const refused = (path: string, key: string, values?: Record<string, string | number>): SavedSegment => ({ ok: false, problems: [{ severity: "error", path, key, ...(values ? { values } : {}) }] });

/** Saves a new segment (`id` null) or a changed one. Its name is free where no other that stands has it, whatever its case; one that would ask itself is refused by name, and so is one for which a live scenario would have to know at once who is in a segment of Shopify's that is still being read. */
export async function saveSegment(context: ServiceContext, shop: ShopRow, { id, name, definition }: z.infer<typeof segmentInput>): Promise<SavedSegment> {
  await askForShopifySegments(context, shop.id, definition);
  const problems = checkSegment(definition, await readShopChoices(context.db, shop, definition));
  if (problems.some((problem) => problem.severity === "error" && !isUnread(problem))) return { ok: false, problems };
  const unread = problems.find(isUnread);
  const now = context.clock.now();
  const own = id ?? context.newId();
  const nameInUse = name.toLowerCase();
  const values = { name, nameInUse, definition: JSON.stringify(definition), updatedAt: now };
  return context.db.write(async (tx): Promise<SavedSegment> => {
    const segments = await readSegments(tx, shop.id);
    if (id === null && segments.size >= MOST_SEGMENTS) return refused("name", "segments:refused.tooMany", { most: MOST_SEGMENTS });
    if (id !== null && !segments.has(id)) return refused("name", "segments:refused.gone");
    if ([...segments.values()].some((other) => other.id !== own && other.name.toLowerCase() === nameInUse)) return refused("name", "segments:refused.nameTaken");
    const fault = checkReferences(own, new Map([...segments, [own, { id: own, name, definition }]]));
    if (fault?.fault === "circle") return refused(fault.path, "steps:segment.problem.circle", { names: fault.names.join(" → ") });
    if (fault) return refused("groups", "steps:segment.problem.tooLarge", { most: MOST_WITH_INNER });
    // It would ask about somebody of whom nothing is known yet, and those inside would be taken for not in it.
    const live = unread && id !== null ? await askedByLive(tx, shop.id, segments, id) : [];
    if (unread && live.length > 0) return refused(unread.path, "segments:refused.unread", { name: String(unread.values?.["name"]), names: live.join(", ") });
    if (id === null) await tx.forShop(shop.id).insertInto("Segment").values({ shopId: shop.id, id: own, ...values, createdAt: now, deletedAt: null }).execute();
    else await tx.forShop(shop.id).updateTable("Segment").set(values).where("id", "=", id).execute();
    return { ok: true, id: own };
  });
}
