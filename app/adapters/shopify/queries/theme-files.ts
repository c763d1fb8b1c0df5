import { z } from "zod";
import type { AdminQuery } from "../admin-api";

/** Their bodies come along: Shopify answers fewer where they would grow too large. */
const FILES_A_QUERY = 50;

const file = z.object({
  filename: z.string(),
  /** A file that is no text comes as an address, one that is none of ours. */
  body: z.object({ content: z.string().optional() }).transform(({ content }) => content ?? null),
});
const data = z.object({
  currentAppInstallation: z.object({ app: z.object({ handle: z.string().nullable() }) }),
  themes: z.object({
    nodes: z.array(z.object({
      files: z.object({
        nodes: z.array(file),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        userErrors: z.array(z.object({ code: z.string(), filename: z.string() })),
      }).nullable(),
    })),
  }).nullable(),
});

export type ThemeFilesData = z.infer<typeof data>;

/** Files of the published theme, and the handle by which the theme names this app's blocks. Needs `read_themes`. */
export const themeFiles: AdminQuery<{ names: readonly string[]; after: string | null }, ThemeFilesData> = {
  document: `query ThemeFiles($names: [String!], $after: String) {
    currentAppInstallation { app { handle } }
    themes(first: 1, roles: [MAIN]) {
      nodes {
        files(first: ${FILES_A_QUERY}, after: $after, filenames: $names) {
          nodes { filename body { ... on OnlineStoreThemeFileBodyText { content } } }
          pageInfo { hasNextPage endCursor }
          userErrors { code filename }
        }
      }
    }
  }`,
  data,
};
