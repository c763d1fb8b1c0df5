import { StoreError } from "../../state/store-error.ts";
import { discountCodeNode } from "../nodes/discount-node.ts";
import { tailOf } from "../graphql-format.ts";
import { notAnswered } from "../refusals.ts";
import type { DiscountInput } from "../../state/discount-desk.ts";
import type { GraphqlContext } from "../graphql-context.ts";

interface CommonInput {
  title?: string | null;
  code?: string | null;
  /** `DateTime` as text. */
  startsAt?: string | null;
  endsAt?: string | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  context?: { all?: string | null; customers?: { add?: string[] | null } | null } | null;
  minimumRequirement?: { subtotal?: { greaterThanOrEqualToSubtotal?: string | null } | null } | null;
}
interface BasicInput extends CommonInput {
  customerGets?: { items?: { all?: boolean | null } | null; value?: { percentage?: number | null; discountAmount?: { amount?: string | null; appliesOnEachItem?: boolean | null } | null } | null } | null;
}
interface FreeShippingInput extends CommonInput {
  destination?: { all?: boolean | null } | null;
}
interface Problem {
  field: string[];
  code: string;
  message: string;
}

const COMMON = ["title", "code", "startsAt", "endsAt", "usageLimit", "appliesOncePerCustomer", "context", "minimumRequirement"];
const LONGEST = 255;

export function discountMutations(context: GraphqlContext): Record<string, unknown> {
  return {
    discountCodeBasicCreate: ({ basicCodeDiscount: input }: { basicCodeDiscount: BasicInput }) => {
      onlyKnown(input, [...COMMON, "customerGets"], "DiscountCodeBasicInput");
      const value = input.customerGets?.value;
      if (!input.customerGets?.items?.all) throw notAnswered("A discount on some of the products");
      const at = ["basicCodeDiscount"];
      const percentage = value?.percentage;
      const amount = value?.discountAmount?.amount;
      if (typeof percentage === "number") {
        const wrong = percentage <= 0 || percentage > 1 ? [{ field: [...at, "customerGets", "value", "percentage"], code: "VALUE_OUTSIDE_RANGE", message: "Value must be between 0.0 and 1.0" }] : [];
        return create(context, input, at, wrong, { kind: "percentage", share: percentage, amountMinor: 0 });
      }
      if (typeof amount === "string") {
        const amountMinor = minor(amount, context);
        const wrong = amountMinor > 0 ? [] : [{ field: [...at, "customerGets", "value", "discountAmount", "amount"], code: "GREATER_THAN", message: "Amount must be greater than 0" }];
        return create(context, input, at, wrong, { kind: "fixed_amount", share: 0, amountMinor });
      }
      return refused([{ field: [...at, "customerGets", "value"], code: "BLANK", message: "Value can't be blank" }]);
    },
    discountCodeFreeShippingCreate: ({ freeShippingCodeDiscount: input }: { freeShippingCodeDiscount: FreeShippingInput }) => {
      onlyKnown(input, [...COMMON, "destination"], "DiscountCodeFreeShippingInput");
      if (!input.destination?.all) throw notAnswered("Free shipping to some countries");
      return create(context, input, ["freeShippingCodeDiscount"], [], { kind: "shipping", share: 0, amountMinor: 0 });
    },
  };
}

function create(context: GraphqlContext, input: CommonInput, at: string[], wrong: Problem[], offer: Pick<DiscountInput, "kind" | "share" | "amountMinor">) {
  const problems = [...wrong, ...check(context, input, at)];
  if (problems.length > 0) return refused(problems);
  const minimum = input.minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal;
  try {
    const discount = context.store.discounts.create({
      ...offer, code: input.code ?? "", title: input.title ?? "", usageLimit: input.usageLimit ?? null, appliesOncePerCustomer: input.appliesOncePerCustomer ?? false,
      minimumMinor: minimum ? minor(minimum, context) : null, customerIds: customersOf(input), startsAt: Date.parse(input.startsAt ?? ""), endsAt: input.endsAt ? Date.parse(input.endsAt) : null,
    });
    return { codeDiscountNode: discountCodeNode(context, discount), userErrors: [] };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return refused([{ field: [...at, "code"], code: "TAKEN", message: error.message }]);
  }
}

function check(context: GraphqlContext, input: CommonInput, at: string[]): Problem[] {
  const problems: Problem[] = [];
  const say = (field: string, code: string, message: string) => problems.push({ field: [...at, field], code, message });
  if (!input.title?.trim()) say("title", "BLANK", "Title can't be blank");
  if (!input.code?.trim()) say("code", "BLANK", "Code can't be blank");
  if ((input.code ?? "").length > LONGEST) say("code", "TOO_LONG", "Code is too long (maximum is 255 characters)");
  const startsAt = Date.parse(input.startsAt ?? "");
  if (Number.isNaN(startsAt)) say("startsAt", "BLANK", "Starts at can't be blank");
  if (input.endsAt && Date.parse(input.endsAt) <= startsAt) say("endsAt", "END_DATE_BEFORE_START_DATE", "Ends at needs to be after starts_at");
  if (typeof input.usageLimit === "number" && input.usageLimit < 1) say("usageLimit", "GREATER_THAN", "Usage limit must be greater than 0");
  if (!input.context) say("context", "BLANK", "Context can't be blank");
  if ((customersOf(input) ?? []).some((id) => !context.store.state.customers.has(id))) say("context", "INVALID", "Customers are invalid");
  return problems;
}

const customersOf = ({ context }: CommonInput): string[] | null => (context?.all === "ALL" ? null : (context?.customers?.add ?? []).map((id) => tailOf(id, "Customer")));

function minor(amount: string, { store }: GraphqlContext): number {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: store.state.shop.currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(Number(amount) * 10 ** digits);
}

const refused = (userErrors: Problem[]) => ({ codeDiscountNode: null, userErrors: userErrors.map((error) => ({ ...error, extraInfo: null })) });

/** Silence about a field would pass for obedience. */
function onlyKnown(input: object, known: readonly string[], type: string): void {
  const other = Object.keys(input).find((field) => !known.includes(field));
  if (other !== undefined) throw notAnswered(`${type}.${other}`);
}
