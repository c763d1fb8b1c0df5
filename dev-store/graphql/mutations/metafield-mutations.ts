import { INSTALLATION_GID, isJson, metafieldNode, ownNamespace } from "../nodes/installation-node.ts";
import { tailOf } from "../graphql-format.ts";
import { accessDenied, notAnswered } from "../refusals.ts";
import type { GraphqlContext } from "../graphql-context.ts";

interface MetafieldInput {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
}

const MOST = 25;

/** Metafields on the app's own installation, and on customers. */
export function metafieldMutations(context: GraphqlContext): Record<string, unknown> {
  const { installation, state } = context.store;
  return {
    metafieldsSet: ({ metafields }: { metafields: MetafieldInput[] }) => {
      const foreign = metafields.find((one) => one.ownerId !== INSTALLATION_GID && !isCustomer(one.ownerId));
      if (foreign) throw notAnswered(`A metafield on ${foreign.ownerId}`);
      if (metafields.some((one) => isCustomer(one.ownerId)) && !context.scopes.has("write_customers")) throw accessDenied("metafieldsSet", { groups: [["write_customers"]], text: "`write_customers` access scope" });
      const userErrors = problems(context, metafields);
      if (userErrors.length > 0) return { metafields: null, userErrors };
      const written = metafields.map((one) => {
        const namespace = ownNamespace(one.namespace);
        const name = `${namespace}.${one.key}`;
        if (isCustomer(one.ownerId)) return setOnCustomer(context, one, name);
        if (one.type) context.metafieldTypes.set(name, one.type);
        installation.setMetafield(namespace, one.key, one.value);
        return metafieldNode(context, name, one.value);
      });
      return { metafields: written, userErrors: [] };
    },
    metafieldsDelete: ({ metafields }: { metafields: Pick<MetafieldInput, "ownerId" | "namespace" | "key">[] }) => ({
      deletedMetafields: metafields.map((one) => {
        const namespace = ownNamespace(one.namespace);
        if (isCustomer(one.ownerId)) return removeFromCustomer(context, one, namespace);
        if (one.ownerId !== INSTALLATION_GID || !state.appMetafields.has(`${namespace}.${one.key}`)) return null;
        installation.setMetafield(namespace, one.key, null);
        return { ownerId: one.ownerId, namespace, key: one.key };
      }),
      userErrors: [],
    }),
  };
}

const isCustomer = (ownerId: string) => ownerId.startsWith("gid://shopify/Customer/");

function setOnCustomer(context: GraphqlContext, { ownerId, key, type, value, namespace }: MetafieldInput, name: string) {
  const customer = context.store.state.customers.get(tailOf(ownerId, "Customer"));
  if (!customer) throw notAnswered(`A metafield on ${ownerId}`);
  customer.metafields = { ...customer.metafields, [name]: { type: type ?? customer.metafields?.[name]?.type ?? "", value } };
  return { ...metafieldNode(context, name, value), namespace: ownNamespace(namespace), key, type: customer.metafields[name]?.type };
}

function removeFromCustomer(context: GraphqlContext, { ownerId, key }: Pick<MetafieldInput, "ownerId" | "key">, namespace: string) {
  const customer = context.store.state.customers.get(tailOf(ownerId, "Customer"));
  const { [`${namespace}.${key}`]: gone, ...kept } = customer?.metafields ?? {};
  if (!customer || !gone) return null;
  customer.metafields = kept;
  return { ownerId, namespace, key };
}

/** Of a metafield that is there, the type cannot change. */
function typeOf(context: GraphqlContext, { ownerId, namespace, key }: MetafieldInput): string | undefined {
  const name = `${ownNamespace(namespace)}.${key}`;
  return isCustomer(ownerId) ? context.store.state.customers.get(tailOf(ownerId, "Customer"))?.metafields?.[name]?.type : context.metafieldTypes.get(name);
}

function problems(context: GraphqlContext, metafields: MetafieldInput[]) {
  if (metafields.length > MOST) {
    return [{ field: ["metafields"], message: `Exceeded the maximum metafields input limit of ${MOST}.`, code: "LESS_THAN_OR_EQUAL_TO", elementIndex: null }];
  }
  return metafields.flatMap((one, index) => {
    const at = (field: string, message: string, code: string) => [{ field: ["metafields", String(index), field], message, code, elementIndex: null }];
    if (isCustomer(one.ownerId) && !context.store.state.customers.has(tailOf(one.ownerId, "Customer"))) return at("ownerId", "Owner does not exist.", "INVALID");
    const stands = typeOf(context, one);
    if (isCustomer(one.ownerId) && stands && one.type && one.type !== stands) return at("type", `The type of a metafield cannot change: it is ${stands}`, "INVALID_TYPE");
    const known = one.type ?? stands;
    if (!known) return at("type", "Type can't be blank", "BLANK");
    if (!/^[A-Za-z0-9_-]{2,64}$/.test(one.key)) return at("key", "Key must be 2–64 letters, digits, underscores or hyphens", "INVALID");
    if (one.value === "") return at("value", "Value can't be blank", "BLANK");
    if (known === "json" && !isJson(one.value)) return at("value", "Value is invalid JSON", "INVALID_VALUE");
    if (known === "boolean" && !/^(true|false)$/.test(one.value)) return at("value", "Value must be true or false", "INVALID_VALUE");
    const fault = known ? valueFault(known, one.value) : null;
    return fault ? at("value", fault, "INVALID_VALUE") : [];
  });
}

/** As Shopify checks the types that the app writes. */
function valueFault(type: string, value: string): string | null {
  switch (type) {
    case "single_line_text_field": return value.includes("\n") ? "Value must be a single line text string." : null;
    case "number_integer": return /^-?\d{1,16}$/.test(value) ? null : "Value must be an integer.";
    case "date": return /^\d{4}-\d{2}-\d{2}$/.test(value) ? null : "Value must be in YYYY-MM-DD format.";
    case "date_time": return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) ? null : "Value must be in “YYYY-MM-DDTHH:MM:SS” format.";
    case "url": return URL.canParse(value) ? null : "Value must be a valid URL.";
    case "money": return isJson(value) && /"amount":"-?\d+(\.\d+)?".*"currency_code":"[A-Z]{3}"/.test(value) ? null : "Value must be a valid money amount.";
    default: return null;
  }
}
