import { BlockStack, Box, Button, Icon, InlineStack, Text } from "@shopify/polaris";
import { LockIcon, PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StepPanelProps } from "../step-face";
import { BranchEditor } from "./branch-editor";
import { EVERYONE_ELSE, MOST_BRANCHES, type SplitBranch, type SplitConfig } from "./definition";

/** R23: the branches in the order in which they are tried, "Everyone else" always last. */
export function SplitPanel({ config, onChange, problems, options, lostByBranches }: StepPanelProps<SplitConfig>) {
  const { t } = useTranslation("steps");
  const [openId, setOpenId] = useState<string | null>(config.branches.length === 1 ? (config.branches[0]?.id ?? null) : null);
  const { branches } = config;
  const write = (changed: SplitBranch[], field: string) => onChange({ ...config, branches: changed }, field);
  const add = () => {
    // Never given twice: a way out keeps its meaning in the statistics after it is gone.
    const id = `branch-${crypto.randomUUID().slice(0, 8)}`;
    write([...branches, { id, name: "", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 1 }] }] } }], "add");
    setOpenId(id);
  };
  const full = branches.length + 1 >= MOST_BRANCHES;
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">{t("split.explain")}</Text>
      <BlockStack as="ol" gap="200">
        {branches.map((branch, at) => (
          <BranchEditor
            key={branch.id}
            branch={branch}
            number={at + 1}
            open={openId === branch.id}
            first={at === 0}
            last={at === branches.length - 1}
            problems={problems.filter(({ path }) => path.startsWith(`branches[${at}]`)).map((problem) => ({ ...problem, path: problem.path.replace(/^branches\[\d+\]\.?/, "") }))}
            options={options}
            lost={() => lostByBranches([...branches.filter(({ id }) => id !== branch.id).map(({ id }) => id), EVERYONE_ELSE])}
            onToggle={() => setOpenId(openId === branch.id ? null : branch.id)}
            onChange={(changed, field) => write(branches.map((other) => (other.id === branch.id ? changed : other)), `${branch.id}/${field}`)}
            onMove={(by) => write(moved(branches, at, by), "order")}
            onDelete={() => write(branches.filter(({ id }) => id !== branch.id), "delete")}
          />
        ))}
      </BlockStack>
      <Box padding="300" borderRadius="200" background="bg-surface-secondary" borderWidth="025" borderColor="border-secondary">
        <InlineStack gap="200" blockAlign="center" wrap={false}>
          <span style={{ flex: "none" }}><Icon source={LockIcon} tone="subdued" /></span>
          <BlockStack>
            <Text as="span" fontWeight="semibold">{t("split.everyoneElse")}</Text>
            <Text as="span" tone="subdued" variant="bodySm">{t("split.everyoneElseHint")}</Text>
          </BlockStack>
        </InlineStack>
      </Box>
      <Button icon={PlusIcon} onClick={add} disabled={full} textAlign="left">{t("split.add")}</Button>
      {full && <Text as="p" tone="subdued" variant="bodySm">{t("split.full", { most: MOST_BRANCHES })}</Text>}
    </BlockStack>
  );
}

function moved(branches: readonly SplitBranch[], at: number, by: -1 | 1): SplitBranch[] {
  const changed = [...branches];
  const [branch] = changed.splice(at, 1);
  if (branch) changed.splice(at + by, 0, branch);
  return changed;
}
