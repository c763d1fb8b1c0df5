import { BlockStack, Box, Button, InlineGrid, InlineStack, Select, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { AMOUNT_OPERATORS, COUNT_OPERATORS, type Condition } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import type { StepProblem } from "~/steps/step-face";
import { MoneyField } from "./money-field";
import { TagField } from "./tag-field";
import { blankTraitCondition, TraitConditionFields } from "./trait-condition-fields";
import { WholeNumberField } from "./whole-number-field";

const FACTS = ["orders-count", "total-spent", "tag", "consent", "trait"] as const satisfies readonly Condition["fact"][];
const TAG_OPERATORS = ["has", "has-not"] as const;
const CONSENT_OPERATORS = ["granted", "not-granted"] as const;
type Operator = Condition["operator"];

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
  const error = problems.find(({ severity }) => severity === "error")?.text;
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
        <InlineGrid columns={2} gap="200">
          <Comparison condition={condition} options={options} onChange={onChange} />
        </InlineGrid>
        {error && <Text as="p" tone="critical" variant="bodySm">{error}</Text>}
      </BlockStack>
    </Box>
  );
}

function Comparison({ condition, options, onChange }: Pick<Props, "condition" | "options" | "onChange">) {
  const { t } = useTranslation("steps");
  const operator = <Chosen extends Operator>(known: readonly Chosen[], value: Chosen, write: (operator: Chosen) => void) => (
    <Select
      label={t("segment.operatorLabel")}
      labelHidden
      options={known.map((each: Operator) => ({ value: each, label: t(`segment.operators.${each}`) }))}
      value={value}
      onChange={(chosen) => {
        const found = known.find((each) => each === chosen);
        if (found) write(found);
      }}
    />
  );
  switch (condition.fact) {
    case "tag":
      return (
        <>
          {operator(TAG_OPERATORS, condition.operator, (chosen) => onChange({ ...condition, operator: chosen }))}
          <TagField label={t("segment.tagLabel")} labelHidden value={condition.tag} suggestions={options.tags} onChange={(tag) => onChange({ ...condition, tag })} />
        </>
      );
    case "orders-count":
      return (
        <>
          {operator(COUNT_OPERATORS, condition.operator, (chosen) => onChange({ ...condition, operator: chosen }))}
          <WholeNumberField label={t("segment.countLabel")} labelHidden value={condition.count} min={0} max={1_000_000} onChange={(count) => onChange({ ...condition, count })} />
        </>
      );
    case "total-spent":
      return (
        <>
          {operator(AMOUNT_OPERATORS, condition.operator, (chosen) => onChange({ ...condition, operator: chosen }))}
          <MoneyField label={t("segment.amountLabel")} labelHidden minor={condition.amountMinor} currency={options.currency} onChange={(amountMinor) => onChange({ ...condition, amountMinor })} />
        </>
      );
    case "consent":
      return (
        <>
          {operator(CONSENT_OPERATORS, condition.operator, (chosen) => onChange({ ...condition, operator: chosen }))}
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
    default: return condition satisfies never;
  }
}

function blank(fact: Condition["fact"], options: EditorOptions): Condition {
  switch (fact) {
    case "tag": return { fact, operator: "has", tag: "" };
    case "orders-count": return { fact, operator: "at-least", count: 1 };
    case "total-spent": return { fact, operator: "at-least", amountMinor: 10_000 };
    case "consent": return { fact, operator: "granted", consent: options.consents[0]?.key ?? "" };
    case "trait": return blankTraitCondition(options);
    default: return fact satisfies never;
  }
}

/** A consent that was deleted stays visible by its key until another is chosen. */
function withUnknown(known: { value: string; label: string }[], value: string): { value: string; label: string }[] {
  return value === "" || known.some((each) => each.value === value) ? known : [...known, { value, label: value }];
}
