import { Banner, BlockStack, Checkbox, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { MoneyField } from "~/components/money-field";
import { WholeNumberField } from "~/components/whole-number-field";
import { minorDigits } from "~/domain/money";
import { OFFER_KINDS, type DiscountOffer, type OfferKind } from "~/domain/discount/discount-offer";
import { errorAt, type StepPanelProps } from "../step-face";
import type { DiscountCodeConfig } from "./definition";

type Source = Extract<DiscountCodeConfig["source"], { from: "shopify" }>;

interface ShopifySourceProps extends Pick<StepPanelProps<DiscountCodeConfig>, "problems" | "options"> {
  source: Source;
  onChange(source: Source, field: string): void;
}

const PERCENT = 10;
/** Whole units of the currency. */
const AMOUNT = 5;
const MINIMUM = 50;

/** What Shopify is asked to make. */
export function ShopifySource({ source, problems, options: { currency, mayMakeDiscounts }, onChange }: ShopifySourceProps) {
  const { t } = useTranslation("steps");
  const { offer, minimumMinor, prefix } = source;
  const whole = (units: number) => units * 10 ** minorDigits(currency);
  const offerOf = (kind: OfferKind): DiscountOffer => (kind === "percentage" ? { kind, percent: PERCENT } : kind === "amount" ? { kind, amountMinor: whole(AMOUNT) } : { kind });
  return (
    <BlockStack gap="400">
      {!mayMakeDiscounts && <Banner tone="warning" title={t("discountCode.noScopeTitle")}><Text as="p">{t("discountCode.noScope")}</Text></Banner>}
      <Select
        label={t("discountCode.kindLabel")}
        options={OFFER_KINDS.map((kind) => ({ value: kind, label: t(`discountCode.kinds.${kind}`) }))}
        value={offer.kind}
        onChange={(chosen) => {
          const kind = OFFER_KINDS.find((each) => each === chosen);
          if (kind && kind !== offer.kind) onChange({ ...source, offer: offerOf(kind) }, "kind");
        }}
      />
      {offer.kind === "percentage" && <WholeNumberField label={t("discountCode.percentLabel")} value={offer.percent} min={1} max={100} suffix="%" onChange={(percent) => onChange({ ...source, offer: { kind: "percentage", percent } }, "percent")} />}
      {offer.kind === "amount" && <MoneyField label={t("discountCode.amountLabel")} minor={offer.amountMinor} currency={currency} error={errorAt(problems, "source.offer.amountMinor")} onChange={(amountMinor) => onChange({ ...source, offer: { kind: "amount", amountMinor } }, "amount")} />}
      <BlockStack gap="200">
        <Checkbox label={t("discountCode.minimum")} checked={minimumMinor !== null} onChange={(wanted) => onChange({ ...source, minimumMinor: wanted ? whole(MINIMUM) : null }, "minimum")} />
        {minimumMinor !== null && <MoneyField label={t("discountCode.minimum")} labelHidden minor={minimumMinor} currency={currency} error={errorAt(problems, "source.minimumMinor")} onChange={(minor) => onChange({ ...source, minimumMinor: minor }, "minimumMinor")} />}
      </BlockStack>
      <TextField
        label={t("discountCode.prefixLabel")}
        autoComplete="off"
        maxLength={20}
        value={prefix}
        error={errorAt(problems, "source.prefix")}
        helpText={t("discountCode.prefixHint")}
        onChange={(typed) => onChange({ ...source, prefix: typed.toUpperCase().replace(/[^A-Z0-9]/g, "") }, "prefix")}
      />
    </BlockStack>
  );
}
