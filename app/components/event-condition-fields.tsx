import { BlockStack, Button, InlineGrid, InlineStack, Select, Text } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import type { PropertyType } from "~/domain/custom-event/event-definition";
import { COUNT_OPERATORS, type Condition } from "~/domain/segment/condition";
import { comparedBy } from "~/domain/custom-event/compared-by";
import { ASKABLE, filterTypeOf, operatorsFor, STOREFRONT_EVENTS, type EventFilter, type FilterOperator } from "~/domain/segment/event-question";
import type { EditorOptions } from "~/editor/editor-options";
import { ComparedWithFields, firstComparedWith } from "./compared-with-fields";
import { OperatorSelect } from "./operator-select";
import { PeriodFields } from "./period-fields";
import { ResourceButton } from "./resource-button";
import { sayProperty } from "./say-segment";
import { TraitValueField } from "./trait-value-field";
import { WholeNumberField } from "./whole-number-field";

type EventCondition = Extract<Condition, { fact: "event" | "custom-event" }>;
type FieldType = "string" | "integer" | "money" | "boolean" | "date" | "date-time" | "list" | "collection";

interface Askable {
  property: string;
  label: string;
  type: FieldType;
}

interface Props {
  condition: EventCondition;
  options: EditorOptions;
  onChange(condition: EventCondition): void;
}

const MOST_FILTERS = 5;
/** Amounts of what happens in every shop; the other numbers are whole. */
const AMOUNTS = ["price", "total"];

/** What happened, how often and when, and its properties. */
export function EventConditionFields({ condition, options, onChange }: Props) {
  const { t } = useTranslation("steps");
  const known = options.events ?? [];
  const askable = useAskable(condition, options);
  if (condition.fact === "custom-event" && known.length === 0 && condition.event === "") return <Text as="p" tone="subdued">{t("segment.noEvents")}</Text>;
  return (
    <>
      {condition.fact === "event" ? (
        <Select
          label={t("segment.eventLabel")} labelHidden options={STOREFRONT_EVENTS.map((type) => ({ value: type, label: t(`segment.events.${type}`) }))} value={condition.type}
          onChange={(value) => {
            const type = STOREFRONT_EVENTS.find((each) => each === value);
            if (type) onChange({ ...condition, type, filters: condition.filters.filter(({ property }) => property in ASKABLE[type]) });
          }}
        />
      ) : (
        <Select
          label={t("segment.customEventLabel")} labelHidden placeholder={t("segment.chooseEvent")} value={condition.event} onChange={(event) => onChange({ ...condition, event, filters: [] })}
          options={[...known.map(({ key, name }) => ({ value: key, label: name })), ...(condition.event === "" || known.some(({ key }) => key === condition.event) ? [] : [{ value: condition.event, label: t("segment.eventGone", { key: condition.event }) }])]}
        />
      )}
      <OperatorSelect known={COUNT_OPERATORS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
      <WholeNumberField label={t("segment.timesLabel")} labelHidden suffix={t("segment.timesLabel")} value={condition.count} min={0} max={1_000_000} onChange={(count) => onChange({ ...condition, count })} />
      <PeriodFields period={condition.period} onChange={(period) => onChange({ ...condition, period })} />
      <div style={{ gridColumn: "1 / -1" }}>
        <BlockStack gap="200">
          {condition.filters.map((filter, at) => (
            <FilterRow
              key={at} filter={filter} askable={askable} options={options}
              onChange={(changed) => onChange({ ...condition, filters: condition.filters.map((other, index) => (index === at ? changed : other)) })}
              onDelete={() => onChange({ ...condition, filters: condition.filters.filter((_, index) => index !== at) })}
            />
          ))}
          {askable[0] && condition.filters.length < MOST_FILTERS && (
            <InlineStack><Button variant="plain" icon={PlusIcon} onClick={() => { if (askable[0]) onChange({ ...condition, filters: [...condition.filters, blank(askable[0])] }); }}>{t("segment.addFilter")}</Button></InlineStack>
          )}
        </BlockStack>
      </div>
    </>
  );
}

function useAskable(condition: EventCondition, options: EditorOptions): Askable[] {
  const { t } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  if (condition.fact === "event") {
    return Object.entries(ASKABLE[condition.type]).map(([property, { type }]) => ({ property, label: sayProperty(property, { t }), type: type === "collection" ? type : type === "text" ? "string" : AMOUNTS.includes(property) ? "money" : "integer" }));
  }
  const event = options.events?.find(({ key }) => key === condition.event);
  return (event?.properties ?? []).map(({ key, type }) => ({ property: key, label: key, type: fieldOf(type) }));
}

const fieldOf = (type: PropertyType): FieldType => (type === "decimal" ? "integer" : type);

interface FilterProps {
  filter: EventFilter;
  askable: readonly Askable[];
  options: EditorOptions;
  onChange(filter: EventFilter): void;
  onDelete(): void;
}

function FilterRow({ filter, askable, options, onChange, onDelete }: FilterProps) {
  const { t } = useTranslation("steps");
  const asked = askable.find(({ property }) => property === filter.property);
  // A day that was asked for as a text stays one until another property or comparison is chosen.
  const type = asked?.type === "date" && filter.as === undefined ? "string" : asked?.type ?? (filter.as === undefined ? "string" : filter.as);
  const operators = operatorsFor(operatorsOf(type));
  const by = comparedBy(filter.operator);
  return (
    <InlineStack gap="100" wrap={false} blockAlign="start">
      <div style={{ flex: 1, minWidth: 0 }}>
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="100">
          <Select
            label={t("segment.propertyLabel")} labelHidden value={filter.property}
            options={[...askable.map(({ property, label }) => ({ value: property, label })), ...(asked ? [] : [{ value: filter.property, label: filter.property }])]}
            onChange={(property) => {
              const chosen = askable.find((each) => each.property === property);
              if (chosen && property !== filter.property) onChange(blank(chosen));
            }}
          />
          <Select
            label={t("segment.operatorLabel")} labelHidden options={operators.map((each) => ({ value: each, label: t(`segment.filterOperators.${each}`) }))} value={filter.operator}
            onChange={(value) => {
              const operator = operators.find((each) => each === value);
              if (operator) onChange(withOperator(filter, operator, type));
            }}
          />
          {type === "collection" && <ResourceButton kind="collections" chosen={typeof filter.value === "string" && filter.value !== "" ? { id: filter.value, title: filter.title ?? filter.value } : null} options={options} onChange={({ id, title }) => onChange({ ...filter, value: id, title })} />}
          {by === "value" && type !== "list" && type !== "collection" && <TraitValueField trait={{ type, options: [] }} label={t("segment.valueLabel")} labelHidden value={filter.value === undefined || Array.isArray(filter.value) ? null : filter.value} currency={options.currency} onChange={(value) => onChange({ ...filter, value })} />}
          {by !== "value" && by !== "nothing" && <ComparedWithFields by={by} type={type === "date" ? "date" : "date-time"} value={filter.value} onChange={(value) => onChange({ ...filter, value })} />}
        </InlineGrid>
      </div>
      <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("segment.deleteFilter")} onClick={onDelete} />
    </InlineStack>
  );
}

const operatorsOf = (type: FieldType) => (type === "collection" ? type : filterTypeOf(type));

/** A value is kept where the new comparison takes one of the same kind. */
function withOperator({ value, ...filter }: EventFilter, operator: FilterOperator, type: FieldType): EventFilter {
  const by = comparedBy(operator);
  if (by === "nothing") return { ...filter, operator };
  if (value !== undefined && by === comparedBy(filter.operator)) return { ...filter, operator, value };
  return { ...filter, operator, value: by === "value" ? firstValue(type) : firstComparedWith(by) };
}

const firstValue = (type: FieldType): string | number | boolean => (type === "boolean" ? true : type === "integer" || type === "money" ? 0 : "");

function blank({ property, type }: Askable): EventFilter {
  const as = type === "date" || type === "date-time" || type === "list" ? type : undefined;
  const [first = "is"] = operatorsFor(operatorsOf(type));
  const operator = type === "integer" || type === "money" ? "at-least" : first;
  return withOperator({ property, ...(as ? { as } : {}), operator }, operator, type);
}
