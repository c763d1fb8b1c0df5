import { BlockStack, Button, InlineError, InlineStack, Tag, Text } from "@shopify/polaris";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenResource, ResourceKind } from "~/domain/scenario/chosen-resource";
import type { EditorOptions } from "~/editor/editor-options";
import type { StepProblem } from "~/steps/step-face";
import { sayResource } from "./say-resource";
import { usePickResources } from "./use-pick-resources";

interface Props {
  kind: ResourceKind;
  chosen: readonly ChosenResource[];
  most: number;
  /** Those of this field are shown. */
  problems: readonly StepProblem[];
  path: string;
  options: EditorOptions;
  onChange(chosen: ChosenResource[]): void;
}

/** Products or collections chosen in Shopify's own picker. */
export function ResourceChoice({ kind, chosen, most, problems, path, options, onChange }: Props) {
  const { t } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  const pick = usePickResources(kind);
  const errorId = useId();
  const own = problems.filter((problem) => problem.path === path);
  const error = own.find(({ severity }) => severity === "error")?.text;
  const choose = async (): Promise<void> => {
    const picked = await pick(chosen, most);
    if (picked) onChange(picked);
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">{t(`entryPoints:resources.${kind}.title`)}</Text>
      {chosen.length > 0
        ? <InlineStack gap="200">{chosen.map((each) => {
          const name = sayResource(kind, each, { t, options });
          return <Tag key={each.id} accessibilityLabel={name} onRemove={() => onChange(chosen.filter(({ id }) => id !== each.id))}>{name}</Tag>;
        })}</InlineStack>
        : <Text as="p" tone="subdued">{t(`entryPoints:resources.${kind}.none`)}</Text>}
      <InlineStack><Button onClick={() => void choose()} {...(error === undefined ? {} : { ariaDescribedBy: `${errorId}Error` })}>{t(`entryPoints:resources.${kind}.choose`)}</Button></InlineStack>
      {error !== undefined && <InlineError message={error} fieldID={errorId} />}
      {own.filter(({ severity }) => severity === "warning").map(({ text }) => <Text key={text} as="p" tone="caution" variant="bodySm">{text}</Text>)}
    </BlockStack>
  );
}
