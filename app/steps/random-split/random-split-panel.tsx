import { BlockStack, Box, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { inProportion, rebalance } from "~/domain/random/rebalance";
import { errorAt, type StepPanelProps } from "../step-face";
import { FEWEST_WAYS, MOST_WAYS, type RandomSplitConfig } from "./definition";

type Ways = RandomSplitConfig["branches"];

/** R31: the percentages stay at 100 together; what one gains the others give, in their proportion. */
export function RandomSplitPanel({ config, onChange, problems, lostByBranches }: StepPanelProps<RandomSplitConfig>) {
  const { t } = useTranslation("steps");
  const [asked, setAsked] = useState<{ id: string; takes: number } | null>(null);
  const ways = config.branches;
  const percents = ways.map(({ percent }) => percent);
  const write = (changed: Ways, field: string) => onChange({ ...config, branches: changed }, field);
  const share = (to: Ways, parts: readonly number[], field: string) => write(to.map((way, at) => ({ ...way, percent: parts[at] ?? 1 })), field);
  const add = () => {
    const percent = Math.floor(100 / (ways.length + 1));
    // Never given twice: a way out keeps its meaning in the statistics after it is gone.
    share([...ways, { id: `way-${crypto.randomUUID().slice(0, 8)}`, name: "", percent }], rebalance([...percents, percent], ways.length, percent), "add");
  };
  const remove = (id: string) => {
    const left = ways.filter((way) => way.id !== id);
    setAsked(null);
    share(left, inProportion(left.map(({ percent }) => percent), 100), "delete");
  };
  const request = (id: string) => {
    const takes = lostByBranches(ways.filter((way) => way.id !== id).map((way) => way.id));
    if (takes > 0) setAsked({ id, takes });
    else remove(id);
  };
  const sumError = errorAt(problems, "branches");
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">{t("randomSplit.explain")}</Text>
      <BlockStack as="ol" gap="200">
        {ways.map((way, at) => (
          <li key={way.id} style={{ listStyle: "none" }}>
            <InlineStack gap="200" wrap={false} blockAlign="start">
              <div style={{ flex: 1, minWidth: 0 }}>
                <TextField
                  label={t("randomSplit.nameLabel", { number: at + 1 })}
                  labelHidden
                  autoComplete="off"
                  maxLength={80}
                  value={way.name}
                  placeholder={t("randomSplit.unnamed", { number: at + 1 })}
                  error={errorAt(problems, `branches[${at}].name`)}
                  onChange={(name) => write(ways.map((other) => (other.id === way.id ? { ...other, name } : other)), `${way.id}/name`)}
                />
              </div>
              <div style={{ width: 96, flex: "none" }}>
                <WholeNumberField
                  label={t("randomSplit.percentLabel", { number: at + 1 })}
                  labelHidden
                  suffix="%"
                  value={way.percent}
                  min={1}
                  max={101 - ways.length}
                  onChange={(percent) => share(ways, rebalance(percents, at, percent), `${way.id}/percent`)}
                />
              </div>
              <div style={{ paddingTop: 2 }}>
                <Button
                  variant="tertiary"
                  icon={DeleteIcon}
                  disabled={ways.length <= FEWEST_WAYS}
                  accessibilityLabel={t("randomSplit.delete", { name: way.name || t("randomSplit.unnamed", { number: at + 1 }) })}
                  onClick={() => request(way.id)}
                />
              </div>
            </InlineStack>
            {asked?.id === way.id && (
              <Box padding="300" background="bg-surface-critical" borderRadius="200">
                <BlockStack gap="200">
                  <Text as="p">{t("split.deleteTakes", { count: asked.takes })}</Text>
                  <InlineStack gap="200">
                    <Button tone="critical" variant="primary" onClick={() => remove(way.id)}>{t("split.deleteConfirm")}</Button>
                    <Button onClick={() => setAsked(null)}>{t("split.keep")}</Button>
                  </InlineStack>
                </BlockStack>
              </Box>
            )}
          </li>
        ))}
      </BlockStack>
      {sumError && <Text as="p" tone="critical">{sumError}</Text>}
      <InlineStack gap="200">
        <Button icon={PlusIcon} disabled={ways.length >= MOST_WAYS} onClick={add}>{t("randomSplit.add")}</Button>
        <Button onClick={() => share(ways, inProportion(ways.map(() => 1), 100), "even")}>{t("randomSplit.even")}</Button>
      </InlineStack>
      {ways.length >= MOST_WAYS && <Text as="p" tone="subdued" variant="bodySm">{t("randomSplit.full", { most: MOST_WAYS })}</Text>}
    </BlockStack>
  );
}
