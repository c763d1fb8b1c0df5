import { connection } from "../connection.ts";
import { createHash } from "node:crypto";
import { dateTime, gid } from "../graphql-format.ts";
import type { ConnectionArgs } from "../connection.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";

/** The one installation of the one app. */
const INSTALLATION_ID = "581230047";
export const INSTALLATION_GID = gid("AppInstallation", INSTALLATION_ID);

export function installationNode(context: GraphqlContext): NodeFields {
  const all = () => [...context.store.state.appMetafields].map(([name, value]) => metafieldNode(context, name, value));
  return {
    __typename: "AppInstallation",
    id: INSTALLATION_GID,
    launchUrl: `https://admin.shopify.com/store/${context.store.state.shop.domain.split(".")[0]}/apps/${context.appHandle}`,
    uninstallUrl: null,
    app: { __typename: "App", id: gid("App", "1"), apiKey: context.apiKey, handle: context.appHandle, title: context.appName, embedded: true, developerName: context.appName },
    accessScopes: [...context.scopes].map((handle) => ({ handle, description: handle.replaceAll("_", " ") })),
    activeSubscriptions: [],
    metafield: ({ namespace, key }: { namespace?: string | null; key: string }) => {
      const name = `${ownNamespace(namespace)}.${key}`;
      const value = context.store.state.appMetafields.get(name);
      return value === undefined ? null : metafieldNode(context, name, value);
    },
    metafields: (args: ConnectionArgs & { namespace?: string | null; keys?: string[] | null }) => {
      const wanted = all().filter((one) => (!args.namespace || one.namespace === ownNamespace(args.namespace)) && (!args.keys || args.keys.includes(`${String(one.namespace)}.${String(one.key)}`) || args.keys.includes(String(one.key))));
      return connection(context, { items: wanted, id: (one) => String(one.legacyResourceId), value: (one) => `${String(one.namespace)}.${String(one.key)}`, node: (one) => one }, args);
    },
  };
}

/** `$app` and `$app:x` name the app's reserved namespace. */
export function ownNamespace(namespace: string | null | undefined): string {
  if (!namespace || namespace === "$app") return "app--1";
  return namespace.startsWith("$app:") ? `app--1--${namespace.slice("$app:".length)}` : namespace;
}

export function metafieldNode(context: GraphqlContext, name: string, value: string): NodeFields {
  const dot = name.lastIndexOf(".");
  const digits = BigInt(`0x${createHash("sha256").update(name).digest("hex").slice(0, 11)}`).toString();
  const type = context.metafieldTypes.get(name) ?? (isJson(value) ? "json" : "single_line_text_field");
  return {
    __typename: "Metafield",
    id: gid("Metafield", digits),
    legacyResourceId: digits,
    namespace: name.slice(0, dot),
    key: name.slice(dot + 1),
    value,
    jsonValue: isJson(value) ? JSON.parse(value) : value,
    type,
    compareDigest: createHash("sha256").update(value).digest("hex"),
    sizeInBytes: Buffer.byteLength(value),
    ownerType: "API_PERMISSION",
    definition: null,
    createdAt: dateTime(context.now),
    updatedAt: dateTime(context.now),
    owner: () => installationNode(context),
  };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
