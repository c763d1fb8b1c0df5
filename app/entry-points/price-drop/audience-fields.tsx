import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { LONGEST_LOOK_BACK_DAYS, type PriceDropAudience } from "~/domain/price-drop/audience";
import { priceDrop } from "./definition";

interface Props {
  audience: PriceDropAudience;
  /** Of the days. */
  error: string | undefined;
  onChange(audience: PriceDropAudience, field: string): void;
}

const MODES = ["did", "has"] as const satisfies readonly PriceDropAudience["mode"][];
const HAS = ["cart", "favourites"] as const;
const DID = ["viewed", "added", "favourite"] as const;
const MATCHES = ["any", "all"] as const;

/** R18b: exactly one mode; what is ticked last stays ticked. */
export function AudienceFields({ audience, error, onChange }: Props) {
  const { t } = useTranslation("entryPoints");
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t("priceDrop.audienceLabel")}
        choices={MODES.map((mode) => ({ value: mode, label: t(`priceDrop.modes.${mode}`) }))}
        selected={[audience.mode]}
        onChange={([chosen]) => {
          if (chosen === "has" && audience.mode !== "has") onChange({ mode: "has", cart: false, favourites: true }, "mode");
          if (chosen === "did" && audience.mode !== "did") onChange(priceDrop.defaults.audience, "mode");
        }}
      />
      {audience.mode === "has" ? (
        <BlockStack gap="100">
          <ChoiceList
            title={t("priceDrop.hasLabel")}
            allowMultiple
            choices={HAS.map((each) => ({ value: each, label: t(`priceDrop.has.${each}`), disabled: audience[each] && HAS.filter((one) => audience[one]).length === 1 }))}
            selected={HAS.filter((each) => audience[each])}
            onChange={(chosen) => onChange({ mode: "has", cart: chosen.includes("cart"), favourites: chosen.includes("favourites") }, "has")}
          />
          {audience.cart && audience.favourites && <Text as="p" tone="subdued">{t("priceDrop.hasBoth")}</Text>}
        </BlockStack>
      ) : (
        <>
          <ChoiceList
            title={t("priceDrop.didLabel")}
            allowMultiple
            choices={DID.map((each) => ({ value: each, label: t(`priceDrop.did.${each}`), disabled: audience[each] && DID.filter((one) => audience[one]).length === 1 }))}
            selected={DID.filter((each) => audience[each])}
            onChange={(chosen) => onChange({ ...audience, viewed: chosen.includes("viewed"), added: chosen.includes("added"), favourite: chosen.includes("favourite") }, "did")}
          />
          {DID.filter((each) => audience[each]).length > 1 && (
            <ChoiceList
              title={t("priceDrop.matchLabel")}
              choices={MATCHES.map((match) => ({ value: match, label: t(`priceDrop.match.${match}`) }))}
              selected={[audience.match]}
              onChange={([chosen]) => onChange({ ...audience, match: chosen === "all" ? "all" : "any" }, "match")}
            />
          )}
          <WholeNumberField label={t("priceDrop.daysLabel")} helpText={t("priceDrop.daysHint")} value={audience.days} min={1} max={LONGEST_LOOK_BACK_DAYS} error={error} onChange={(days) => onChange({ ...audience, days }, "days")} />
        </>
      )}
    </BlockStack>
  );
}
