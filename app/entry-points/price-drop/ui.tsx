import { BlockStack, Checkbox, ChoiceList, Text } from "@shopify/polaris";
import { PriceListIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { MoneyField } from "~/components/money-field";
import { WholeNumberField } from "~/components/whole-number-field";
import type { MinimumDrop } from "~/domain/price-drop/find-drop";
import { formatMoney, minorDigits } from "~/domain/money";
import { errorAt, type StepSaying } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { AudienceFields } from "./audience-fields";
import { CheckFields } from "./check-fields";
import { LONGEST_SKIP_DAYS, priceDrop, type PriceDropConfig } from "./definition";

export const priceDropFace: EntryPointFace<PriceDropConfig> = {
  name: "priceDrop.name",
  hint: "priceDrop.hint",
  icon: PriceListIcon,
  summary({ minimum, audience }, saying) {
    const { t, language } = saying;
    const drop = sayMinimum(minimum, saying);
    if (audience.mode === "has") return t(`entryPoints:priceDrop.summary.has.${audience.cart && audience.favourites ? "both" : audience.cart ? "cart" : "favourites"}`, { drop });
    const what = (["viewed", "added", "favourite"] as const).filter((each) => audience[each]).map((each) => t(`entryPoints:priceDrop.summary.${each}`));
    return t("entryPoints:priceDrop.summary.did", { drop, count: audience.days, what: new Intl.ListFormat(language, { type: audience.match === "all" ? "conjunction" : "disjunction" }).format(what) });
  },
  Panel: PriceDropPanel,
};

function sayMinimum({ percent, amountMinor }: MinimumDrop, { t, options, language }: StepSaying): string {
  const amount = amountMinor === null ? "" : formatMoney(amountMinor, options.currency, language);
  return t(`entryPoints:priceDrop.summary.by.${percent !== null && amountMinor !== null ? "both" : percent !== null ? "percent" : "amount"}`, { percent: percent ?? 0, amount });
}

function PriceDropPanel({ config, onChange, problems, options }: EntryPointPanelProps<PriceDropConfig>) {
  const { t } = useTranslation("entryPoints");
  const { skipBoughtDays } = config;
  return (
    <BlockStack gap="500">
      <Text as="p" tone="subdued">{t("priceDrop.about")}</Text>
      <MinimumFields minimum={config.minimum} currency={options.currency} onChange={(minimum, field) => onChange({ ...config, minimum }, field)} />
      <AudienceFields audience={config.audience} error={errorAt(problems, "audience.days")} onChange={(audience, field) => onChange({ ...config, audience }, field)} />
      <CheckFields check={config.check} timeZone={options.timeZone} onChange={(check, field) => onChange({ ...config, check }, field)} />
      <BlockStack gap="200">
        <Checkbox label={t("priceDrop.skipBought")} checked={skipBoughtDays !== null} onChange={(checked) => onChange({ ...config, skipBoughtDays: checked ? priceDrop.defaults.skipBoughtDays : null }, "skipBought")} />
        {skipBoughtDays !== null && (
          <WholeNumberField
            label={t("priceDrop.skipDaysLabel")} helpText={t("priceDrop.skipDaysHint")} value={skipBoughtDays} min={1} max={LONGEST_SKIP_DAYS}
            error={errorAt(problems, "skipBoughtDays")} onChange={(days) => onChange({ ...config, skipBoughtDays: days }, "skipBoughtDays")}
          />
        )}
      </BlockStack>
      <Text as="p" tone="subdued">{t("priceDrop.data")}</Text>
    </BlockStack>
  );
}

interface MinimumProps {
  minimum: MinimumDrop;
  currency: string;
  onChange(minimum: MinimumDrop, field: string): void;
}

function MinimumFields({ minimum, currency, onChange }: MinimumProps) {
  const { t } = useTranslation("entryPoints");
  const { percent, amountMinor } = minimum;
  return (
    <BlockStack gap="200">
      <ChoiceList
        title={t("priceDrop.minimumLabel")}
        allowMultiple
        choices={[{ value: "percent", label: t("priceDrop.byPercent"), disabled: percent !== null && amountMinor === null }, { value: "amount", label: t("priceDrop.byAmount"), disabled: amountMinor !== null && percent === null }]}
        selected={[...(percent === null ? [] : ["percent"]), ...(amountMinor === null ? [] : ["amount"])]}
        onChange={(chosen) => onChange({
          percent: chosen.includes("percent") ? percent ?? priceDrop.defaults.minimum.percent : null,
          amountMinor: chosen.includes("amount") ? amountMinor ?? 10 ** minorDigits(currency) * 5 : null,
        }, "minimum")}
      />
      {percent !== null && <WholeNumberField label={t("priceDrop.percentLabel")} suffix="%" value={percent} min={1} max={99} onChange={(next) => onChange({ ...minimum, percent: next }, "percent")} />}
      {amountMinor !== null && (
        <BlockStack gap="100">
          <MoneyField label={t("priceDrop.amountLabel")} minor={amountMinor} currency={currency} onChange={(next) => onChange({ ...minimum, amountMinor: Math.max(1, next) }, "amount")} />
          <Text as="p" tone="subdued">{t("priceDrop.amountHint")}</Text>
        </BlockStack>
      )}
      {percent !== null && amountMinor !== null && <Text as="p" tone="subdued">{t("priceDrop.both")}</Text>}
    </BlockStack>
  );
}
