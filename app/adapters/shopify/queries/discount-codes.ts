import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { gid, instantText } from "../shapes";

const userErrors = z.array(z.object({ code: z.string().nullable(), message: z.string(), field: z.array(z.string()).nullable() }));
const created = z.object({ codeDiscountNode: z.object({ id: gid("DiscountCodeNode") }).nullable(), userErrors }).nullable();
const basicData = z.object({ made: created });
const found = z.object({
  codeDiscountNodeByCode: z.object({
    id: gid("DiscountCodeNode"),
    // Of another kind than ours nothing is asked.
    codeDiscount: z.object({ startsAt: instantText, endsAt: instantText.nullable() }).partial(),
  }).nullable(),
});

/** What both kinds of input share; `DateTime` as ISO 8601, `Decimal` as text. */
export type CommonInput = {
  title: string;
  code: string;
  startsAt: string;
  endsAt: string | null;
  usageLimit: number;
  appliesOncePerCustomer: boolean;
  context: { all: "ALL" } | { customers: { add: string[] } };
  minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: string } } | null;
};
export type BasicInput = CommonInput & { customerGets: { items: { all: true }; value: { percentage: number } | { discountAmount: { amount: string; appliesOnEachItem: false } } } };
export type FreeShippingInput = CommonInput & { destination: { all: true } };

export const createBasicCode: AdminQuery<{ input: BasicInput }, z.infer<typeof basicData>> = {
  document: `mutation CreateBasicCode($input: DiscountCodeBasicInput!) {
    made: discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id } userErrors { code message field } }
  }`,
  data: basicData,
};

export const createFreeShippingCode: AdminQuery<{ input: FreeShippingInput }, z.infer<typeof basicData>> = {
  document: `mutation CreateFreeShippingCode($input: DiscountCodeFreeShippingInput!) {
    made: discountCodeFreeShippingCreate(freeShippingCodeDiscount: $input) { codeDiscountNode { id } userErrors { code message field } }
  }`,
  data: basicData,
};

/** Looks a code up, whatever its case; null where the shop has none such. */
export const findCode: AdminQuery<{ code: string }, z.infer<typeof found>> = {
  document: `query FindCode($code: String!) {
    codeDiscountNodeByCode(code: $code) {
      id
      codeDiscount {
        ... on DiscountCodeBasic { startsAt endsAt }
        ... on DiscountCodeFreeShipping { startsAt endsAt }
      }
    }
  }`,
  data: found,
};
