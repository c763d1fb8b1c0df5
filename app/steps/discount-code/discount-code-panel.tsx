import { BlockStack, Checkbox, ChoiceList, Divider, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { errorAt, type StepPanelProps } from "../step-face";
import { CodePreview } from "./code-preview";
import { discountCode, type DiscountCodeConfig } from "./definition";
import { PoolSource } from "./pool-source";
import { ShopifySource } from "./shopify-source";

const FROM = ["shopify", "pool"] as const;
const ON_NONE = ["continue", "branch", "remove"] as const;
const WHEN_STALE = ["suppress", "without"] as const;
const DAYS = 7;
/** As Liquid names it. */
const NEWEST = "{{ discount.code }}";

/** R30 */
export function DiscountCodePanel({ config, onChange, problems, options, lostByBranches }: StepPanelProps<DiscountCodeConfig>) {
  const { t } = useTranslation("steps");
  const { source, expiresInDays, name, onNone, whenStale } = config;
  const takes = onNone === "branch" ? lostByBranches(discountCode.branches({ ...config, onNone: "continue" })) : 0;
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("discountCode.fromLabel")}
        choices={FROM.map((from) => ({ value: from, label: t(`discountCode.from.${from}`), helpText: t(`discountCode.fromHints.${from}`) }))}
        selected={[source.from]}
        onChange={([chosen]) => {
          if (chosen === "shopify" && source.from !== chosen) onChange({ ...config, source: discountCode.defaults.source }, "from");
          if (chosen === "pool" && source.from !== chosen) onChange({ ...config, source: { from: "pool", poolId: options.discountPools[0]?.id ?? "" } }, "from");
        }}
      />
      {source.from === "shopify"
        ? <ShopifySource source={source} problems={problems} options={options} onChange={(changed, field) => onChange({ ...config, source: changed }, field)} />
        : <PoolSource source={source} problems={problems} options={options} onChange={(changed, field) => onChange({ ...config, source: changed }, field)} />}
      <BlockStack gap="200">
        <Checkbox
          label={t("discountCode.expires")}
          helpText={t(`discountCode.expiresHints.${source.from}`)}
          checked={expiresInDays !== null}
          onChange={(expires) => onChange({ ...config, expiresInDays: expires ? DAYS : null }, "expires")}
        />
        {expiresInDays !== null && (
          <WholeNumberField label={t("discountCode.daysLabel")} labelHidden value={expiresInDays} min={1} max={365} suffix={t("discountCode.days")} error={errorAt(problems, "expiresInDays")} onChange={(days) => onChange({ ...config, expiresInDays: days }, "expiresInDays")} />
        )}
      </BlockStack>
      <CodePreview config={config} options={options} />
      <Divider />
      <ChoiceList
        title={t("discountCode.onNoneLabel")}
        choices={ON_NONE.map((rule) => ({ value: rule, label: t(`discountCode.onNone.${rule}`), helpText: rule !== "branch" && takes > 0 ? t("discountCode.takes", { count: takes }) : t(`discountCode.onNoneHints.${rule}`) }))}
        selected={[onNone]}
        onChange={([chosen]) => {
          const rule = ON_NONE.find((each) => each === chosen);
          if (rule) onChange({ ...config, onNone: rule }, "onNone");
        }}
      />
      <ChoiceList
        title={t("discountCode.whenStaleLabel")}
        choices={WHEN_STALE.map((rule) => ({ value: rule, label: t(`discountCode.whenStale.${rule}`), helpText: t(`discountCode.whenStaleHints.${rule}`) }))}
        selected={[whenStale]}
        onChange={([chosen]) => {
          const rule = WHEN_STALE.find((each) => each === chosen);
          if (rule) onChange({ ...config, whenStale: rule }, "whenStale");
        }}
      />
      <TextField
        label={t("discountCode.nameLabel")}
        autoComplete="off"
        maxLength={40}
        value={name}
        error={errorAt(problems, "name")}
        helpText={name === "" ? t("discountCode.nameHint", { newest: NEWEST }) : t("discountCode.nameUse", { use: `{{ discounts.${name}.code }}`, newest: NEWEST })}
        onChange={(typed) => onChange({ ...config, name: typed.toLowerCase().replace(/[^a-z0-9_]+/g, "_").replace(/^[^a-z]+/, "") }, "name")}
      />
    </BlockStack>
  );
}
