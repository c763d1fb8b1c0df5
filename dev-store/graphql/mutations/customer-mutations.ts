import { StoreError } from "../../state/store-error.ts";
import { accessDenied, notAnswered } from "../refusals.ts";
import { tailOf } from "../graphql-format.ts";
import type { Customer, MarketingConsent, MarketingState } from "../../state/types.ts";
import type { GraphqlContext } from "../graphql-context.ts";

interface ConsentInput {
  marketingState: string;
  marketingOptInLevel?: MarketingConsent["optInLevel"];
  /** `DateTime` as text. */
  consentUpdatedAt?: string | null;
}

interface CustomerInput {
  id?: string | null;
  email?: string | null;
  phone?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  locale?: string | null;
  tags?: string[] | null;
}

const CHANGEABLE = new Set(["id", "email", "phone", "firstName", "lastName", "locale", "tags"]);
/** The states an app may write; the others come about by themselves. */
const WRITABLE: readonly string[] = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"];

export function customerMutations(context: GraphqlContext): Record<string, unknown> {
  const { customers } = context.store;
  return {
    customerCreate: ({ input }: { input: CustomerInput }) => {
      for (const field of Object.keys(input)) if (!CHANGEABLE.has(field) || field === "id") throw notAnswered(`CustomerInput.${field}`);
      if (!input.email && !input.phone) return refused("email", "Customer must have a name, phone number or email address");
      return changed(context, "customer", ["email"], () =>
        customers.create({ email: input.email ?? null, phone: input.phone ?? null, firstName: input.firstName ?? "", lastName: input.lastName ?? "", ...(input.locale ? { locale: input.locale } : {}), ...(input.tags ? { tags: input.tags } : {}) }),
      );
    },
    customerUpdate: ({ input }: { input: CustomerInput }) => {
      if (!input.id) return refused("id", "Customer does not exist");
      for (const field of Object.keys(input)) {
        if (field === "emailMarketingConsent" || field === "smsMarketingConsent") {
          const mutation = field === "emailMarketingConsent" ? "customerEmailMarketingConsentUpdate" : "customerSmsMarketingConsentUpdate";
          return refused(field, `To update ${field}, please use the ${mutation} Mutation instead`);
        }
        if (!CHANGEABLE.has(field)) throw notAnswered(`CustomerInput.${field}`);
      }
      const id = tailOf(input.id, "Customer");
      return changed(context, "customer", ["id"], () =>
        customers.update(id, {
          ...("email" in input ? { email: input.email ?? null } : {}),
          ...("phone" in input ? { phone: input.phone ?? null } : {}),
          ...("firstName" in input ? { firstName: input.firstName ?? "" } : {}),
          ...("lastName" in input ? { lastName: input.lastName ?? "" } : {}),
          ...(input.locale ? { locale: input.locale } : {}),
          ...(input.tags ? { tags: input.tags } : {}),
        }),
      );
    },
    tagsAdd: ({ id, tags }: { id: string; tags: string[] }) => taggable(context, "tagsAdd", id, (tail) => customers.addTags(tail, tags)),
    tagsRemove: ({ id, tags }: { id: string; tags: string[] }) => taggable(context, "tagsRemove", id, (tail) => customers.removeTags(tail, tags)),
    customerEmailMarketingConsentUpdate: ({ input }: { input: { customerId: string; emailMarketingConsent: ConsentInput } }) =>
      consent(context, "emailMarketingConsent", input.emailMarketingConsent, (given) => customers.setEmailConsent(tailOf(input.customerId, "Customer"), given)),
    customerSmsMarketingConsentUpdate: ({ input }: { input: { customerId: string; smsMarketingConsent: ConsentInput } }) =>
      consent(context, "smsMarketingConsent", input.smsMarketingConsent, (given) => customers.setSmsConsent(tailOf(input.customerId, "Customer"), given)),
  };
}

type Given = { state: MarketingState; optInLevel?: MarketingConsent["optInLevel"]; updatedAt?: number };

function consent(context: GraphqlContext, field: string, input: ConsentInput, write: (given: Given) => Customer) {
  if (!isWritable(input.marketingState)) {
    return refused(`input.${field}.marketingState`, `Cannot specify ${input.marketingState} as a marketing state input`, "INVALID");
  }
  const updatedAt = input.consentUpdatedAt ? Date.parse(input.consentUpdatedAt) : undefined;
  if (updatedAt !== undefined && Number.isNaN(updatedAt)) return refused(`input.${field}.consentUpdatedAt`, "Consent updated at is not a date", "INVALID");
  if (updatedAt !== undefined && updatedAt > context.now) return refused(`input.${field}.consentUpdatedAt`, "Consent updated at must not be in the future", "INVALID");
  const given: Given = { state: input.marketingState };
  if (input.marketingOptInLevel) given.optInLevel = input.marketingOptInLevel;
  if (updatedAt !== undefined) given.updatedAt = updatedAt;
  return changed(context, "customer", ["input", "customerId"], () => write(given), "INVALID");
}

function isWritable(state: string): state is "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING" {
  return WRITABLE.includes(state);
}

function taggable(context: GraphqlContext, mutation: string, id: string, write: (tail: string) => Customer) {
  if (!id.startsWith("gid://shopify/Customer/")) throw notAnswered(`${mutation} on ${id}`);
  if (!context.scopes.has("write_customers")) throw accessDenied(mutation, { groups: [["write_customers"]], text: "`write_customers` access scope." });
  return changed(context, "node", ["id"], () => write(tailOf(id, "Customer")));
}

function changed(context: GraphqlContext, as: "customer" | "node", field: string[], change: () => Customer, code?: string) {
  try {
    return { [as]: context.graph.customer(change()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const message = error.code === "not_found" ? "Customer does not exist" : error.message;
    return { [as]: null, userErrors: [{ field, message, ...(code ? { code } : {}) }] };
  }
}

function refused(path: string, message: string, code?: string) {
  return { customer: null, userErrors: [{ field: path.split("."), message, ...(code ? { code } : {}) }] };
}
