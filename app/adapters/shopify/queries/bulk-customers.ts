import { z } from "zod";
import { decimalText, gid, instantText } from "../shapes";
import type { BulkQuery } from "../bulk/bulk-query";

const customer = z.object({
  id: gid("Customer"),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  locale: z.string(),
  tags: z.array(z.string()),
  createdAt: instantText,
  updatedAt: instantText,
  numberOfOrders: z.string().regex(/^\d+$/).transform(Number),
  amountSpent: z.object({ amount: decimalText, currencyCode: z.string() }),
  defaultEmailAddress: z.object({ emailAddress: z.string(), marketingState: z.string(), marketingUpdatedAt: instantText.nullable(), marketingOptInLevel: z.string().nullable() }).nullable(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string(), marketingState: z.string(), marketingUpdatedAt: instantText.nullable(), marketingOptInLevel: z.string().nullable() }).nullable(),
  defaultAddress: z.object({ city: z.string().nullable(), countryCodeV2: z.string().nullable() }).nullable(),
});

export type CustomerNode = z.infer<typeof customer>;

export const bulkCustomers: BulkQuery<CustomerNode> = {
  connection: "customers",
  fields: `
    id firstName lastName locale tags createdAt updatedAt numberOfOrders
    amountSpent { amount currencyCode }
    defaultEmailAddress { emailAddress marketingState marketingUpdatedAt marketingOptInLevel }
    defaultPhoneNumber { phoneNumber marketingState marketingUpdatedAt marketingOptInLevel }
    defaultAddress { city countryCodeV2 }`,
  read: ({ root }) => customer.parse(root),
};
