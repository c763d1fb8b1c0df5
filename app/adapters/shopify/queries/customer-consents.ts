import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { instantText } from "../shapes";

const address = z.object({ marketingState: z.string(), marketingUpdatedAt: instantText.nullable(), marketingOptInLevel: z.string().nullable() }).nullable();

const data = z.object({ customer: z.object({ defaultEmailAddress: address, defaultPhoneNumber: address }).nullable() });

/** A customer's marketing consents as Shopify has them now; null where it has no such customer, or none of that address. */
export const customerConsents: AdminQuery<{ id: string }, z.infer<typeof data>> = {
  document: `query CustomerConsents($id: ID!) {
    customer(id: $id) {
      defaultEmailAddress { marketingState marketingUpdatedAt marketingOptInLevel }
      defaultPhoneNumber { marketingState marketingUpdatedAt marketingOptInLevel }
    }
  }`,
  data,
};
