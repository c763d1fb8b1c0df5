import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { gid } from "../shapes";

const data = z.object({
  shop: z.object({
    id: gid("Shop"),
    name: z.string(),
    contactEmail: z.string(),
    currencyCode: z.string(),
    ianaTimezone: z.string(),
    primaryDomain: z.object({ url: z.url() }),
  }),
});

export const shopFacts: AdminQuery<Record<string, never>, z.infer<typeof data>> = {
  document: `query ShopFacts { shop { id name contactEmail currencyCode ianaTimezone primaryDomain { url } } }`,
  data,
};
