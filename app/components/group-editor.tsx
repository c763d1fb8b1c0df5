import { BlockStack, Box, Button, InlineStack, Select } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { DEEPEST, MOST_CONDITIONS, MOST_GROUPS, type Condition, type Group } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import type { StepProblem } from "~/steps/step-face";
import { ConditionRow } from "./condition-row";

export const firstCondition: Condition = { fact: "orders-count", operator: "at-least", count: 1 };

interface Props {
  group: Group;
  /** 1 for one that stands in no other. */
  depth: number;
  /** Whether the segment takes no more conditions. */
  full: boolean;
  /** Paths below the group. */
  problems: readonly StepProblem[];
  options: EditorOptions;
  onChange(group: Group, field: string): void;
  /** Null for the only group there is. */
  onDelete: (() => void) | null;
}

const CHOICES = ["all", "any", "not-all", "not-any"] as const;

/** Conditions and groups within the group, of which all, any, not all or none must hold. */
export function GroupEditor({ group, depth, full, problems, options, onChange, onDelete }: Props) {
  const { t } = useTranslation("steps");
  const { conditions, groups = [] } = group;
  const writeGroups = (changed: Group[], field: string) => onChange(withGroups(group, changed), field);
  const deleteCondition = (at: number) => () => {
    if (conditions.length + groups.length === 1) onDelete?.();
    else onChange({ ...group, conditions: conditions.filter((_, index) => index !== at) }, "delete");
  };
  return (
    <Box padding={depth === 1 ? "300" : "200"} borderRadius="200" background={depth % 2 === 1 ? "bg-surface-secondary" : "bg-surface-tertiary"} {...(depth > 1 ? { borderWidth: "025" as const, borderColor: "border" as const } : {})}>
      <BlockStack gap="300">
        <InlineStack gap="100" wrap={false} blockAlign="end">
          <div style={{ flex: 1, minWidth: 0 }}>
            <Select
              label={t(depth === 1 ? "segment.groupLabel" : "segment.groupMenu")} options={CHOICES.map((choice) => ({ value: choice, label: t(`segment.choices.${choice}`) }))} value={choiceOf(group)}
              onChange={(value) => {
                const choice = CHOICES.find((known) => known === value);
                if (choice) onChange(withChoice(group, choice), "match");
              }}
            />
          </div>
          {onDelete && <Box paddingBlockEnd="150"><Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("segment.deleteGroup")} onClick={onDelete} /></Box>}
        </InlineStack>
        {conditions.map((condition, index) => (
          <ConditionRow
            key={index}
            condition={condition}
            options={options}
            problems={problems.filter(({ path }) => path.startsWith(`conditions[${index}]`))}
            onChange={(changed) => onChange({ ...group, conditions: conditions.map((other, place) => (place === index ? changed : other)) }, `condition${index}`)}
            onDelete={conditions.length + groups.length === 1 && !onDelete ? null : deleteCondition(index)}
          />
        ))}
        {groups.map((inner, at) => (
          <GroupEditor
            key={at}
            group={inner}
            depth={depth + 1}
            full={full}
            problems={problems.filter(({ path }) => path.startsWith(`groups[${at}]`)).map((problem) => ({ ...problem, path: problem.path.replace(/^groups\[\d+\]\.?/, "") }))}
            options={options}
            onChange={(changed, field) => writeGroups(groups.map((other, index) => (index === at ? changed : other)), `inner${at}/${field}`)}
            onDelete={conditions.length + groups.length === 1 ? onDelete : () => writeGroups(groups.filter((_, index) => index !== at), "deleteGroup")}
          />
        ))}
        <InlineStack gap="400">
          <Button variant="plain" icon={PlusIcon} disabled={full || conditions.length >= MOST_CONDITIONS} onClick={() => onChange({ ...group, conditions: [...conditions, firstCondition] }, "add")}>{t("segment.addCondition")}</Button>
          {depth < DEEPEST && <Button variant="plain" icon={PlusIcon} disabled={full || groups.length >= MOST_GROUPS} onClick={() => writeGroups([...groups, { match: "any", conditions: [firstCondition] }], "addInner")}>{t("segment.addInner")}</Button>}
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

const choiceOf = ({ match, not }: Group): (typeof CHOICES)[number] => (not ? `not-${match}` : match);

function withChoice({ not: _, ...group }: Group, choice: (typeof CHOICES)[number]): Group {
  const match = choice === "all" || choice === "not-all" ? "all" : "any";
  return choice === match ? { ...group, match } : { ...group, match, not: true };
}

function withGroups({ groups: _, ...group }: Group, groups: Group[]): Group {
  return groups.length === 0 ? group : { ...group, groups };
}
