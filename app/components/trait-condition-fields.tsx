import { Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { MOST_DAYS_BACK } from "~/domain/segment/period";
import { takesValue, traitOperators, type TraitCondition, type TraitOperator } from "~/domain/segment/trait-condition";
import type { TraitDefinition } from "~/domain/trait/trait";
import type { EditorOptions } from "~/editor/editor-options";
import { TraitValueField } from "./trait-value-field";
import { WholeNumberField } from "./whole-number-field";

interface Props {
  condition: TraitCondition;
  options: EditorOptions;
  onChange(condition: TraitCondition): void;
}

/** Which trait, how it compares, and with what. */
export function TraitConditionFields({ condition, options, onChange }: Props) {
  const { t } = useTranslation(["steps", "traits"]);
  const trait = options.traits.find(({ key }) => key === condition.trait);
  const known = options.traits.map(({ key, name }) => ({ value: key, label: name }));
  if (known.length === 0 && condition.trait === "") return <Text as="p" tone="subdued">{t("steps:segment.noTraits")}</Text>;
  return (
    <>
      <Select
        label={t("traits:traitLabel")}
        labelHidden
        placeholder={t("traits:chooseTrait")}
        options={trait || condition.trait === "" ? known : [...known, { value: condition.trait, label: t("traits:gone", { key: condition.trait }) }]}
        value={condition.trait}
        onChange={(key) => {
          const chosen = options.traits.find((each) => each.key === key);
          if (chosen && key !== condition.trait) onChange(startOf(chosen));
        }}
      />
      {trait && (
        <Select
          label={t("steps:segment.operatorLabel")}
          labelHidden
          options={traitOperators(trait.type).map((each) => ({ value: each, label: t(`steps:segment.operators.${each}`) }))}
          value={condition.operator}
          onChange={(value) => {
            const operator = traitOperators(trait.type).find((each) => each === value);
            if (operator) onChange(withOperator(condition, operator, trait));
          }}
        />
      )}
      {trait && takesValue(condition.operator) && (
        condition.operator === "in-last"
          ? <WholeNumberField label={t("steps:segment.days")} labelHidden suffix={t("steps:segment.days")} value={typeof condition.value === "number" ? condition.value : 30} min={1} max={MOST_DAYS_BACK} onChange={(value) => onChange({ ...condition, value })} />
          : <TraitValueField trait={condition.operator === "contains" ? { type: "string", options: [] } : trait} label={t("traits:valueLabel")} labelHidden value={condition.value ?? null} currency={options.currency} onChange={(value) => onChange({ ...condition, value })} />
      )}
    </>
  );
}

export function blankTraitCondition({ traits }: EditorOptions): TraitCondition {
  const [first] = traits;
  return first ? startOf(first) : { fact: "trait", trait: "", operator: "has-value" };
}

const startOf = (trait: TraitDefinition): TraitCondition => withOperator({ fact: "trait", trait: trait.key, operator: "has-value" }, "has-value", trait);

/** A value is kept where the new comparison takes one of the same kind. */
function withOperator({ value, ...condition }: TraitCondition, operator: TraitOperator, { type, options }: TraitDefinition): TraitCondition {
  if (!takesValue(operator)) return { ...condition, operator };
  if (operator === "in-last") return { ...condition, operator, value: 30 };
  const kept = takesValue(condition.operator) && condition.operator !== "in-last" ? value : undefined;
  return { ...condition, operator, value: kept ?? blank(type, options) };
}

function blank(type: TraitDefinition["type"], options: readonly string[]): NonNullable<TraitCondition["value"]> {
  if (type === "boolean") return true;
  if (type === "choice") return options[0] ?? "";
  return type === "money" || type === "integer" ? 0 : "";
}
