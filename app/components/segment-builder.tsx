import { BlockStack, Button, InlineStack, Select, Text } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { conditionsOf, MOST_GROUPS, MOST_IN_ALL, type Segment } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import type { StepProblem } from "~/steps/step-face";
import { firstCondition, GroupEditor } from "./group-editor";

export interface SegmentBuilderProps {
  segment: Segment;
  /** Paths below the segment. */
  problems: readonly StepProblem[];
  options: EditorOptions;
  onChange(segment: Segment, field: string): void;
}

/** Groups of conditions: all or any within a group, all or any of the groups. With one group the outer choice is not shown. */
export function SegmentBuilder({ segment, problems, options, onChange }: SegmentBuilderProps) {
  const { t } = useTranslation("steps");
  const { groups } = segment;
  const full = conditionsOf(segment).length >= MOST_IN_ALL;
  return (
    <BlockStack gap="200">
      {groups.map((group, at) => (
        <BlockStack key={at} gap="200">
          {at > 0 && (
            <Select
              label={t("segment.betweenGroups")}
              labelHidden
              options={[{ value: "all", label: t("segment.and") }, { value: "any", label: t("segment.or") }]}
              value={segment.match}
              onChange={(match) => onChange({ ...segment, match: match === "any" ? "any" : "all" }, "match")}
            />
          )}
          <GroupEditor
            group={group}
            depth={1}
            full={full}
            problems={problems.filter(({ path }) => path.startsWith(`groups[${at}]`)).map((problem) => ({ ...problem, path: problem.path.replace(/^groups\[\d+\]\.?/, "") }))}
            options={options}
            onChange={(changed, field) => onChange({ ...segment, groups: groups.map((other, index) => (index === at ? changed : other)) }, `group${at}/${field}`)}
            onDelete={groups.length === 1 ? null : () => onChange({ ...segment, groups: groups.filter((_, index) => index !== at) }, "deleteGroup")}
          />
        </BlockStack>
      ))}
      <InlineStack>
        <Button variant="plain" icon={PlusIcon} disabled={full || groups.length >= MOST_GROUPS} onClick={() => onChange({ ...segment, groups: [...groups, { match: "all", conditions: [firstCondition] }] }, "addGroup")}>
          {t("segment.addGroup")}
        </Button>
      </InlineStack>
      {full && <Text as="p" tone="subdued" variant="bodySm">{t("segment.full", { most: MOST_IN_ALL })}</Text>}
      {problems.filter(({ path }) => path === "" || path === "groups").slice(0, 1).map(({ text }) => <Text key={text} as="p" tone="critical">{text}</Text>)}
    </BlockStack>
  );
}
