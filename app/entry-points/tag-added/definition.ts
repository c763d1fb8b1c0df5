import { z } from "zod";
import type { Activity, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import type { ConfigProblem } from "~/domain/scenario/step-type";

export const MOST_TAGS = 20;

/** R19: one of these tags was added, by whomever. Tags compare as Shopify compares them, without regard to case. */
export const tagAddedConfig = z.strictObject({
  tags: z.array(z.string().trim().min(1).max(255)).max(MOST_TAGS),
});

export type TagAddedConfig = z.infer<typeof tagAddedConfig>;

function react({ tags }: TagAddedConfig, activity: Activity): EntryReaction {
  const { tag } = activity;
  if (activity.type !== "tag_added" || tag === undefined || !isOneOf(tags, tag)) return { do: "nothing" };
  return { do: "enter", context: { tag } };
}

const isOneOf = (tags: readonly string[], tag: string): boolean => tags.some((each) => each.toLowerCase() === tag.toLowerCase());

const check = ({ tags }: TagAddedConfig): ConfigProblem[] => (tags.length > 0 ? [] : [{ severity: "error", path: "tags", key: "entryPoints:problems.tag-missing" }]);

const defaults: TagAddedConfig = { tags: [] };

export const tagAdded = {
  type: "tag-added",
  version: 1,
  icon: "HashtagIcon",
  config: tagAddedConfig,
  defaults,
  react,
  check,
  enteredByTags: ({ tags }) => tags,
  overlaps: (one, other) => one.tags.some((tag) => isOneOf(other.tags, tag)),
} satisfies EntryPointType<"tag-added", typeof tagAddedConfig>;
