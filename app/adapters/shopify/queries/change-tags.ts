import { z } from "zod";
import type { AdminQuery } from "../admin-api";

const answer = z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable();
const added = z.object({ tagsAdd: answer });
const removed = z.object({ tagsRemove: answer });

type Variables = { id: string; tags: string[] };

export const addTags: AdminQuery<Variables, z.infer<typeof added>> = {
  document: `mutation AddTags($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }`,
  data: added,
};

export const removeTags: AdminQuery<Variables, z.infer<typeof removed>> = {
  document: `mutation RemoveTags($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { userErrors { message } } }`,
  data: removed,
};
