import { BlockStack, Box, Button, InlineStack, Select, Text } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import type { Condition, Segment } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import type { StepProblem } from "~/steps/step-face";
import { ConditionRow } from "./condition-row";

const MOST_CONDITIONS = 20;
const MOST_GROUPS = 10;
type Group = Segment["groups"][number];

export interface SegmentBuilderProps {
  segment: Segment;
  /** Paths below the segment. */
  problems: readonly StepProblem[];
  options: EditorOptions;
  onChange(segment: Segment, field: string): void;
}

const firstCondition: Condition = { fact: "orders-count", operator: "at-least", count: 1 };

/** Groups of conditions: all or any within a group, all or any of the groups. With one group the outer choice is not shown. */
export function SegmentBuilder({ segment, problems, options, onChange }: SegmentBuilderProps) {
  const { t } = useTranslation("steps");
  const { groups } = segment;
  const writeGroup = (at: number, group: Group, field: string) => onChange({ ...segment, groups: groups.map((other, index) => (index === at ? group : other)) }, `group${at}/${field}`);
  const matchOptions = [{ value: "all", label: t("segment.all") }, { value: "any", label: t("segment.any") }];
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
          <Box padding="300" borderRadius="200" background="bg-surface-secondary">
            <BlockStack gap="300">
              <Select label={t("segment.groupLabel")} options={matchOptions} value={group.match} onChange={(match) => writeGroup(at, { ...group, match: match === "any" ? "any" : "all" }, "match")} />
              {group.conditions.map((condition, index) => (
                <ConditionRow
                  key={index}
                  condition={condition}
                  options={options}
                  problems={problems.filter(({ path }) => path.startsWith(`groups[${at}].conditions[${index}]`))}
                  onChange={(changed) => writeGroup(at, { ...group, conditions: group.conditions.map((other, place) => (place === index ? changed : other)) }, `condition${index}`)}
                  onDelete={group.conditions.length === 1 && groups.length === 1 ? null : () => onChange(without(segment, at, index), "delete")}
                />
              ))}
              <InlineStack>
                <Button variant="plain" icon={PlusIcon} disabled={group.conditions.length >= MOST_CONDITIONS} onClick={() => writeGroup(at, { ...group, conditions: [...group.conditions, firstCondition] }, "add")}>
                  {t("segment.addCondition")}
                </Button>
              </InlineStack>
            </BlockStack>
          </Box>
        </BlockStack>
      ))}
      <InlineStack>
        <Button variant="plain" icon={PlusIcon} disabled={groups.length >= MOST_GROUPS} onClick={() => onChange({ ...segment, groups: [...groups, { match: "all", conditions: [firstCondition] }] }, "addGroup")}>
          {t("segment.addGroup")}
        </Button>
      </InlineStack>
      {problems.some(({ path }) => path === "" || path === "groups") && <Text as="p" tone="critical">{problems[0]?.text}</Text>}
    </BlockStack>
  );
}

/** A group without conditions goes with its last one. */
function without(segment: Segment, groupAt: number, conditionAt: number): Segment {
  const groups = segment.groups.map((group, at) => (at === groupAt ? { ...group, conditions: group.conditions.filter((_, index) => index !== conditionAt) } : group));
  return { ...segment, groups: groups.filter(({ conditions }) => conditions.length > 0) };
}
