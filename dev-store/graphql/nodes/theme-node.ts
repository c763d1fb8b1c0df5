import { createHash } from "node:crypto";
import { themeFiles } from "../../storefront/theme-files.ts";
import { connection, type ConnectionArgs } from "../connection.ts";
import { dateTime, gid } from "../graphql-format.ts";
import { badArgument } from "../refusals.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";

const MOST_NAMES = 50;

/** The local shop has one theme, and it is published. */
export function themeListing(context: GraphqlContext, { roles, names, ...args }: ConnectionArgs & { roles?: string[] | null; names?: string[] | null }) {
  const wanted = (!roles || roles.includes("MAIN")) && (!names || names.some((name) => nameMatches(name, "Horizon")));
  return connection(context, { items: wanted ? ["1"] : [], id: (id) => id, value: (id) => id, node: () => themeNode(context) }, args);
}

function themeNode(context: GraphqlContext): NodeFields {
  const { createdAt } = [...context.store.state.products.values()].reduce((oldest, each) => (each.createdAt < oldest.createdAt ? each : oldest), { createdAt: context.now });
  const made = dateTime(createdAt);
  return {
    __typename: "OnlineStoreTheme", id: gid("OnlineStoreTheme", "1"), name: "Horizon", role: "MAIN", prefix: "/t/1", processing: false, processingFailed: false, themeStoreId: null, createdAt: made, updatedAt: made, translations: () => [],
    files: ({ filenames, first, after }: { filenames?: string[] | null; first?: number | null; after?: string | null }) => {
      if (filenames && filenames.length > MOST_NAMES) throw badArgument(`At most ${MOST_NAMES} filenames can be specified`);
      const files = [...themeFiles(context.store, context.appHandle)].filter(([name]) => !filenames || filenames.some((wanted) => nameMatches(wanted, name)));
      const missing = (filenames ?? []).filter((wanted) => !wanted.includes("*") && !files.some(([name]) => name === wanted));
      const node = ([filename, content]: [string, string]) => ({
        __typename: "OnlineStoreThemeFile", filename, contentType: "application/json", size: String(Buffer.byteLength(content)), checksumMd5: createHash("md5").update(content).digest("hex"), createdAt: made, updatedAt: made,
        body: { __typename: "OnlineStoreThemeFileBodyText", content },
      });
      const listing = connection(context, { items: files, id: ([name]) => name, value: ([name]) => name, node }, { first: first ?? MOST_NAMES, after: after ?? null });
      return { ...listing, userErrors: missing.map((filename) => ({ code: "NOT_FOUND", filename })) };
    },
  };
}

/** `*` matches zero or more characters. */
function nameMatches(wanted: string, name: string): boolean {
  const [head = "", ...rest] = wanted.split("*");
  if (rest.length === 0) return name === wanted;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const tail = rest.at(-1) ?? "";
  return name.length - at >= tail.length && name.endsWith(tail);
}
