import { Box, BlockStack, Button, InlineGrid, InlineStack, Select, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { AMOUNT_OPERATORS, COUNT_OPERATORS, type Condition } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import type { StepProblem } from "~/steps/step-face";
import { EventConditionFields } from "./event-condition-fields";
import { MessageConditionFields } from "./message-condition-fields";
import { MoneyField } from "./money-field";
import { OperatorSelect } from "./operator-select";
import { OrderConditionFields } from "./order-condition-fields";
import { ProfileConditionFields } from "./profile-condition-fields";
import { ShopifySegmentFields } from "./shopify-segment-fields";
import { TagField } from "./tag-field";
import { blankTraitCondition, TraitConditionFields } from "./trait-condition-fields";
import { WholeNumberField } from "./whole-number-field";

const FACTS = [
  "orders-count", "total-spent", "orders", "orders-sum", "order-date", "event", "custom-event", "message", "tag", "consent", "trait", "country", "city", "language", "contact", "created", "segment", "shopify-segment",
] as const satisfies readonly Condition["fact"][];

interface Props {
  condition: Condition;
  options: EditorOptions;
  problems: readonly StepProblem[];
  onChange(condition: Condition): void;
  /** Null for the only condition there is. */
  onDelete: (() => void) | null;
}

export function ConditionRow({ condition, options, problems, onChange, onDelete }: Props) {
  const { t } = useTranslation("steps");
  const [error, warning] = (["error", "warning"] as const).map((severity) => problems.find((problem) => problem.severity === severity)?.text);
  return (
    <Box padding="200" borderRadius="200" background="bg-surface" borderWidth="025" borderColor={error ? "border-critical" : "border-secondary"}>
      <BlockStack gap="200">
        <InlineStack gap="100" wrap={false} blockAlign="center">
          <div style={{ flex: 1, minWidth: 0 }}>
            <Select
              label={t("segment.factLabel")}
              labelHidden
              options={FACTS.map((fact) => ({ value: fact, label: t(`segment.facts.${fact}`) }))}
              value={condition.fact}
              onChange={(value) => {
                const fact = FACTS.find((known) => known === value);
                if (fact && fact !== condition.fact) onChange(blank(fact, options));
              }}
            />
          </div>
          {onDelete && <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("segment.deleteCondition")} onClick={onDelete} />}
        </InlineStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
          <Comparison condition={condition} options={options} onChange={onChange} />
        </InlineGrid>
        {error ? <Text as="p" tone="critical" variant="bodySm">{error}</Text> : warning && <Text as="p" tone="caution" variant="bodySm">{warning}</Text>}
      </BlockStack>
    </Box>
  );
}

function Comparison({ condition, options, onChange }: Pick<Props, "condition" | "options" | "onChange">) {
  const { t } = useTranslation("steps");
  switch (condition.fact) {
    case "tag":
      return (
        <>
          <OperatorSelect known={["has", "has-not"] as const} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <TagField label={t("segment.tagLabel")} labelHidden value={condition.tag} suggestions={options.tags} onChange={(tag) => onChange({ ...condition, tag })} />
        </>
      );
    case "orders-count":
      return (
        <>
          <OperatorSelect known={COUNT_OPERATORS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <WholeNumberField label={t("segment.countLabel")} labelHidden value={condition.count} min={0} max={1_000_000} onChange={(count) => onChange({ ...condition, count })} />
        </>
      );
    case "total-spent":
      return (
        <>
          <OperatorSelect known={AMOUNT_OPERATORS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <MoneyField label={t("segment.amountLabel")} labelHidden minor={condition.amountMinor} currency={options.currency} onChange={(amountMinor) => onChange({ ...condition, amountMinor })} />
        </>
      );
    case "consent":
      return (
        <>
          <OperatorSelect known={["granted", "not-granted"] as const} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <Select
            label={t("segment.consentLabel")}
            labelHidden
            options={withUnknown(options.consents.map(({ key, name }) => ({ value: key, label: name })), condition.consent)}
            value={condition.consent}
            onChange={(consent) => onChange({ ...condition, consent })}
          />
        </>
      );
    case "trait": return <TraitConditionFields condition={condition} options={options} onChange={onChange} />;
    case "orders":
    case "orders-sum":
    case "order-date": return <OrderConditionFields condition={condition} options={options} onChange={onChange} />;
    case "event":
    case "custom-event": return <EventConditionFields condition={condition} options={options} onChange={onChange} />;
    case "message": return <MessageConditionFields condition={condition} options={options} onChange={onChange} />;
    case "country":
    case "city":
    case "language":
    case "contact":
    case "created":
    case "segment": return <ProfileConditionFields condition={condition} options={options} onChange={onChange} />;
    case "shopify-segment": return <ShopifySegmentFields condition={condition} onChange={onChange} />;
    default: return condition satisfies never;
  }
}

function blank(fact: Condition["fact"], options: EditorOptions): Condition {
  const inLast = { is: "in-last", days: 30 } as const;
  switch (fact) {
    case "tag": return { fact, operator: "has", tag: "" };
    case "orders-count": return { fact, operator: "at-least", count: 1 };
    case "total-spent": return { fact, operator: "at-least", amountMinor: 10_000 };
    case "consent": return { fact, operator: "granted", consent: options.consents[0]?.key ?? "" };
    case "trait": return blankTraitCondition(options);
    case "orders": return { fact, operator: "at-least", count: 1, period: inLast };
    case "orders-sum": return { fact, operator: "at-least", amountMinor: 10_000, period: inLast };
    case "order-date": return { fact, which: "last", date: inLast };
    case "event": return { fact, type: "product_viewed", operator: "at-least", count: 1, period: inLast, filters: [] };
    case "custom-event": return { fact, event: options.events?.[0]?.key ?? "", operator: "at-least", count: 1, period: inLast, filters: [] };
    case "message": return { fact, operator: "was", was: "opened", channel: "any", period: inLast, scenarioId: null };
    case "country": return { fact, operator: "is", countries: [] };
    case "city": return { fact, operator: "is", city: "" };
    case "language": return { fact, operator: "is", language: "" };
    case "contact": return { fact, operator: "known", contact: "email" };
    case "created": return { fact, date: inLast };
    case "segment": return { fact, operator: "in", segmentId: options.segments[0]?.id ?? "" };
    case "shopify-segment": return { fact, operator: "in", shopifySegmentId: "", name: "" };
    default: return fact satisfies never;
  }
}

/** A consent that was deleted stays visible by its key until another is chosen. */
function withUnknown(known: { value: string; label: string }[], value: string): { value: string; label: string }[] {
  return value === "" || known.some((each) => each.value === value) ? known : [...known, { value, label: value }];
}
