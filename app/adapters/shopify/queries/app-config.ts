import { z } from "zod";
import type { AdminQuery } from "../admin-api";

const installation = z.object({ currentAppInstallation: z.object({ id: z.string() }) });
const written = z.object({ metafieldsSet: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable() });

export const appInstallation: AdminQuery<Record<string, never>, z.infer<typeof installation>> = {
  document: `query AppInstallation { currentAppInstallation { id } }`,
  data: installation,
};

/** Writes what the theme app extension reads as `app.metafields.scenarios.config`. */
export const setAppConfig: AdminQuery<{ owner: string; value: string }, z.infer<typeof written>> = {
  document: `mutation SetAppConfig($owner: ID!, $value: String!) {
    metafieldsSet(metafields: [{ ownerId: $owner, namespace: "scenarios", key: "config", type: "json", value: $value }]) { userErrors { message } }
  }`,
  data: written,
};
