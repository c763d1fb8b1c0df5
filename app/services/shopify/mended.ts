import { z } from "zod";

/** What of Shopify's was not so here until an import or a reconcile met it. */
export const MENDABLE = ["customersAdded", "customersChanged", "tags", "consents", "productsAdded", "productsChanged", "collections", "ordersAdded", "ordersChanged"] as const;

export type Mended = Partial<Record<(typeof MENDABLE)[number], number>>;

/** As it is stored with a job. */
export const mendedShape: z.ZodType<Mended> = z.partialRecord(z.enum(MENDABLE), z.number());

export function addMended(to: Mended, more: Mended): Mended {
  const sum = { ...to };
  for (const what of MENDABLE) if (more[what]) sum[what] = (sum[what] ?? 0) + more[what];
  return sum;
}
