import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { gid } from "../shapes";

const found = z.object({ customerByIdentifier: z.object({ id: gid("Customer"), defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullable() }).nullable() });

export const customerByEmail: AdminQuery<{ email: string }, z.infer<typeof found>> = {
  document: `query CustomerByEmail($email: String!) {
    customerByIdentifier(identifier: { emailAddress: $email }) { id defaultPhoneNumber { phoneNumber } }
  }`,
  data: found,
};

const made = z.object({ customerCreate: z.object({ customer: z.object({ id: gid("Customer") }).nullable(), userErrors: z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string() })) }).nullable() });

export const makeCustomer: AdminQuery<{ input: { email: string; phone?: string } }, z.infer<typeof made>> = {
  document: `mutation MakeCustomer($input: CustomerInput!) {
    customerCreate(input: $input) { customer { id } userErrors { field message } }
  }`,
  data: made,
};
