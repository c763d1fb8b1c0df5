import { z } from "zod";
import type { ConfigProblem } from "~/domain/scenario/step-type";

/** Shopify's limit. */
const LONGEST_TAG = 255;

/** R25: the tag that a step adds or removes. */
export const tagConfig = z.strictObject({ tag: z.string().max(LONGEST_TAG) });

export type TagConfig = z.infer<typeof tagConfig>;

/** Shopify reads a comma as the end of a tag, so one with a comma would be two there and one here. */
export function checkTag({ tag }: TagConfig): ConfigProblem[] {
  if (tag.trim() === "") return [{ severity: "error", path: "tag", key: "steps:tag.problem.empty" }];
  return tag.includes(",") ? [{ severity: "error", path: "tag", key: "steps:tag.problem.comma" }] : [];
}
