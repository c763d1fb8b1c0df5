import { INSTALLATION_GID, isJson, metafieldNode, ownNamespace } from "../nodes/installation-node.ts";
import { notAnswered } from "../refusals.ts";
import type { GraphqlContext } from "../graphql-context.ts";

interface MetafieldInput {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
}

const MOST = 25;

/** Metafields that the app owns: those on its own installation. */
export function metafieldMutations(context: GraphqlContext): Record<string, unknown> {
  const { installation, state } = context.store;
  return {
    metafieldsSet: ({ metafields }: { metafields: MetafieldInput[] }) => {
      const foreign = metafields.find((one) => one.ownerId !== INSTALLATION_GID);
      if (foreign) throw notAnswered(`A metafield on ${foreign.ownerId}`);
      const userErrors = problems(context, metafields);
      if (userErrors.length > 0) return { metafields: null, userErrors };
      const written = metafields.map((one) => {
        const namespace = ownNamespace(one.namespace);
        const name = `${namespace}.${one.key}`;
        if (one.type) context.metafieldTypes.set(name, one.type);
        installation.setMetafield(namespace, one.key, one.value);
        return metafieldNode(context, name, one.value);
      });
      return { metafields: written, userErrors: [] };
    },
    metafieldsDelete: ({ metafields }: { metafields: Pick<MetafieldInput, "ownerId" | "namespace" | "key">[] }) => ({
      deletedMetafields: metafields.map((one) => {
        const namespace = ownNamespace(one.namespace);
        if (one.ownerId !== INSTALLATION_GID || !state.appMetafields.has(`${namespace}.${one.key}`)) return null;
        installation.setMetafield(namespace, one.key, null);
        return { ownerId: one.ownerId, namespace, key: one.key };
      }),
      userErrors: [],
    }),
  };
}

function problems(context: GraphqlContext, metafields: MetafieldInput[]) {
  if (metafields.length > MOST) {
    return [{ field: ["metafields"], message: `Exceeded the maximum metafields input limit of ${MOST}.`, code: "LESS_THAN_OR_EQUAL_TO", elementIndex: null }];
  }
  return metafields.flatMap((one, index) => {
    const at = (field: string, message: string, code: string) => [{ field: ["metafields", String(index), field], message, code, elementIndex: null }];
    const known = one.type ?? context.metafieldTypes.get(`${ownNamespace(one.namespace)}.${one.key}`);
    if (!known) return at("type", "Type can't be blank", "BLANK");
    if (!/^[A-Za-z0-9_-]{2,64}$/.test(one.key)) return at("key", "Key must be 2–64 letters, digits, underscores or hyphens", "INVALID");
    if (one.value === "") return at("value", "Value can't be blank", "BLANK");
    if (known === "json" && !isJson(one.value)) return at("value", "Value is invalid JSON", "INVALID_VALUE");
    if (known === "boolean" && !/^(true|false)$/.test(one.value)) return at("value", "Value must be true or false", "INVALID_VALUE");
    return [];
  });
}
