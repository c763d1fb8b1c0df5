import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";

/** What Shopify takes from `shopify.app.toml` when the app is deployed. */
export interface AppConfig {
  name: string;
  /** The app's place in the admin: `/admin/apps/{handle}`. */
  handle: string;
  scopes: string[];
  apiVersion: string;
  /** Every subscribed topic, compliance topics among them. */
  topics: string[];
}

const file = z.object({
  name: z.string().min(1),
  handle: z.string().optional(),
  access_scopes: z.object({ scopes: z.string() }),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z
      .array(z.object({ topics: z.array(z.string()).optional(), compliance_topics: z.array(z.string()).optional() }))
      .default([]),
  }),
});

/** Throws when the file is missing, is no TOML, or lacks what a deployment needs; the message names the path. */
export function readAppConfig(path: string): AppConfig {
  const parsed = file.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path} is not a usable app configuration:\n${z.prettifyError(parsed.error)}`);
  const { name, handle, access_scopes, webhooks } = parsed.data;
  return {
    name,
    handle: handle ?? name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    scopes: splitScopes(access_scopes.scopes),
    apiVersion: webhooks.api_version,
    topics: [...new Set(webhooks.subscriptions.flatMap((one) => [...(one.topics ?? []), ...(one.compliance_topics ?? [])]))],
  };
}

function splitScopes(text: string): string[] {
  return text.split(",").map((scope) => scope.trim()).filter((scope) => scope !== "");
}
