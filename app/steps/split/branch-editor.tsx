import { Badge, BlockStack, Box, Button, Collapsible, InlineStack, Text, TextField } from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, ChevronDownIcon, ChevronUpIcon, DeleteIcon } from "@shopify/polaris-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { SegmentBuilder } from "~/components/segment-builder";
import type { EditorOptions } from "~/editor/editor-options";
import { errorAt, type StepProblem } from "../step-face";
import type { SplitBranch } from "./definition";

interface Props {
  branch: SplitBranch;
  number: number;
  open: boolean;
  first: boolean;
  last: boolean;
  problems: readonly StepProblem[];
  options: EditorOptions;
  /** How many steps would go with the branch. */
  lost(): number;
  onToggle(): void;
  onChange(branch: SplitBranch, field: string): void;
  onMove(by: -1 | 1): void;
  onDelete(): void;
}

export function BranchEditor({ branch, number, open, first, last, problems, options, lost, onToggle, onChange, onMove, onDelete }: Props) {
  const { t } = useTranslation("steps");
  const id = useId();
  const [asked, setAsked] = useState(0);
  const name = branch.name || t("split.unnamed", { number });
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return (
    <li style={{ listStyle: "none" }}>
      <Box borderWidth="025" borderColor={errors > 0 && !open ? "border-critical" : "border"} borderRadius="200" overflowX="hidden" overflowY="hidden">
        <Box padding="100" paddingInlineStart="200" background={open ? "bg-surface-secondary" : "bg-surface"}>
          <InlineStack gap="100" blockAlign="center" wrap={false} align="space-between">
            <div style={{ minWidth: 0, flex: 1 }}>
              <Button variant="tertiary" textAlign="left" fullWidth onClick={onToggle} ariaExpanded={open} ariaControls={id} disclosure={false} icon={open ? ChevronUpIcon : ChevronDownIcon}>
                {t("split.branchTitle", { number, name: shortened(name) })}
              </Button>
            </div>
            {errors > 0 && <Badge tone="critical">{String(errors)}</Badge>}
            <Button variant="tertiary" icon={ArrowUpIcon} accessibilityLabel={t("split.moveUp", { name })} disabled={first} onClick={() => onMove(-1)} />
            <Button variant="tertiary" icon={ArrowDownIcon} accessibilityLabel={t("split.moveDown", { name })} disabled={last} onClick={() => onMove(1)} />
            <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("split.delete", { name })} onClick={() => (lost() > 0 ? setAsked(lost()) : onDelete())} />
          </InlineStack>
        </Box>
        {asked > 0 && (
          <Box padding="300" background="bg-surface-critical">
            <BlockStack gap="200">
              <Text as="p">{t("split.deleteTakes", { count: asked })}</Text>
              <InlineStack gap="200">
                <Button tone="critical" variant="primary" onClick={onDelete}>{t("split.deleteConfirm")}</Button>
                <Button onClick={() => setAsked(0)}>{t("split.keep")}</Button>
              </InlineStack>
            </BlockStack>
          </Box>
        )}
        <Collapsible id={id} open={open} transition={{ duration: "150ms" }}>
          <Box padding="300">
            <BlockStack gap="300">
              <TextField label={t("split.nameLabel")} autoComplete="off" maxLength={80} value={branch.name} error={errorAt(problems, "name")} placeholder={t("split.namePlaceholder")} onChange={(text) => onChange({ ...branch, name: text }, "name")} />
              <SegmentBuilder
                segment={branch.segment}
                problems={problems.filter(({ path }) => path.startsWith("segment")).map((problem) => ({ ...problem, path: problem.path.replace(/^segment\.?/, "") }))}
                options={options}
                onChange={(segment, field) => onChange({ ...branch, segment }, field)}
              />
            </BlockStack>
          </Box>
        </Collapsible>
      </Box>
    </li>
  );
}

const shortened = (name: string) => (name.length > 26 ? `${name.slice(0, 25)}…` : name);
