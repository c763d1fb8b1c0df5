import { BlockStack, Button, InlineError, InlineStack, Tag, Text } from "@shopify/polaris";
import { HashtagIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TagField } from "~/components/tag-field";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { MOST_TAGS, type TagAddedConfig } from "./definition";

export const tagAddedFace: EntryPointFace<TagAddedConfig> = {
  name: "tagAdded.name",
  hint: "tagAdded.hint",
  icon: HashtagIcon,
  summary({ tags }, { t, language }) {
    if (tags.length === 0) return t("entryPoints:tagAdded.noTag");
    return t("entryPoints:tagAdded.summary", { count: tags.length, tags: new Intl.ListFormat(language, { type: "disjunction" }).format(tags) });
  },
  Panel: TagAddedPanel,
};

function TagAddedPanel({ config: { tags }, onChange, problems, options }: EntryPointPanelProps<TagAddedConfig>) {
  const { t } = useTranslation("entryPoints");
  const [typed, setTyped] = useState("");
  const isChosen = (tag: string) => tags.some((each) => each.toLowerCase() === tag.toLowerCase());
  const add = (tag: string) => {
    const wanted = tag.trim();
    if (wanted !== "" && !isChosen(wanted)) onChange({ tags: [...tags, wanted] }, "tags");
    setTyped("");
  };
  const error = errorAt(problems, "tags");
  return (
    <BlockStack gap="400">
      {tags.length > 0 && <InlineStack gap="200">{tags.map((tag) => <Tag key={tag} onRemove={() => onChange({ tags: tags.filter((each) => each !== tag) }, "tags")}>{tag}</Tag>)}</InlineStack>}
      {tags.length < MOST_TAGS && (
        <BlockStack gap="200">
          <TagField
            label={t("tagAdded.tagLabel")} value={typed} suggestions={options.tags.filter((tag) => !isChosen(tag))} helpText={t("tagAdded.tagHint")}
            onChange={(tag) => {
              if (options.tags.includes(tag)) add(tag);
              else setTyped(tag);
            }}
          />
          <InlineStack><Button disabled={typed.trim() === ""} onClick={() => add(typed)}>{t("tagAdded.add")}</Button></InlineStack>
        </BlockStack>
      )}
      {error !== undefined && <InlineError message={error} fieldID="tags" />}
      <Text as="p" tone="subdued">{t("tagAdded.howHint")}</Text>
    </BlockStack>
  );
}
