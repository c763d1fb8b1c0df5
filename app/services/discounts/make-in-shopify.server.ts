import { AdminApiError, type AdminApi } from "~/adapters/shopify/admin-api";
import { createBasicCode, createFreeShippingCode, findCode, type CommonInput } from "~/adapters/shopify/queries/discount-codes";
import { toGid } from "~/adapters/shopify/shapes";
import type { DiscountOffer } from "~/domain/discount/discount-offer";
import type { Instant } from "~/domain/instant";
import { toDecimal } from "~/domain/money";

/** A code to be made. The code itself is the key: Shopify has each but once. */
export interface WantedCode {
  code: string;
  offer: DiscountOffer;
  /** Shop currency, minor units. */
  minimumMinor: number | null;
  currency: string;
  /** Shopify's id of the only customer who may redeem it; null where Shopify does not know them: then whoever has the code may, once. */
  customerShopifyId: string | null;
  /** As the merchant finds it in Shopify. */
  title: string;
  startsAt: Instant;
  endsAt: Instant | null;
}

export interface MadeCode {
  shopifyId: string;
  startsAt: Instant;
  endsAt: Instant | null;
}

/** Shopify's own words for why it does not make the code. */
export class CodeRefused extends Error {}

/**
 * Makes the code in Shopify, once: `askFirst` where an earlier try may have made it. One that is there already is taken
 * as it is, with its own times. Throws CodeRefused, and AdminApiError where nothing is known of it.
 */
export async function makeInShopify(api: AdminApi, wanted: WantedCode, askFirst: boolean): Promise<MadeCode> {
  const there = askFirst ? await lookUp(api, wanted) : null;
  if (there) return there;
  const answer = (await create(api, wanted)).data.made;
  if (answer?.codeDiscountNode) return { shopifyId: answer.codeDiscountNode.id, startsAt: wanted.startsAt, endsAt: wanted.endsAt };
  const errors = answer?.userErrors ?? [];
  const made = errors.some(({ code }) => code === "TAKEN") ? await lookUp(api, wanted) : null;
  if (made) return made;
  if (errors.length === 0) throw new AdminApiError("Shopify made no code and did not say why", { retryable: true, code: "NO_ANSWER" });
  throw new CodeRefused(errors.map(({ message }) => message).join(" "));
}

async function lookUp(api: AdminApi, { code, startsAt }: WantedCode): Promise<MadeCode | null> {
  const node = (await api.ask(findCode, { code })).data.codeDiscountNodeByCode;
  return node ? { shopifyId: node.id, startsAt: node.codeDiscount.startsAt ?? startsAt, endsAt: node.codeDiscount.endsAt ?? null } : null;
}

function create(api: AdminApi, wanted: WantedCode) {
  const { offer, currency } = wanted;
  const common = commonInput(wanted);
  switch (offer.kind) {
    case "percentage": return api.ask(createBasicCode, { input: { ...common, customerGets: { items: { all: true }, value: { percentage: offer.percent / 100 } } } });
    case "amount": return api.ask(createBasicCode, { input: { ...common, customerGets: { items: { all: true }, value: { discountAmount: { amount: toDecimal(offer.amountMinor, currency), appliesOnEachItem: false } } } } });
    case "free-shipping": return api.ask(createFreeShippingCode, { input: { ...common, destination: { all: true } } });
    default: return offer satisfies never;
  }
}

function commonInput({ code, title, startsAt, endsAt, customerShopifyId, minimumMinor, currency }: WantedCode): CommonInput {
  return {
    code, title, startsAt: new Date(startsAt).toISOString(), endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
    usageLimit: 1, appliesOncePerCustomer: true,
    context: customerShopifyId === null ? { all: "ALL" } : { customers: { add: [toGid("Customer", customerShopifyId)] } },
    minimumRequirement: minimumMinor === null ? null : { subtotal: { greaterThanOrEqualToSubtotal: toDecimal(minimumMinor, currency) } },
  };
}
