import { BlockStack, Box, Button, InlineStack, Link, Select, Text } from "@shopify/polaris";
import { CodeIcon, DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import type { EventDefinition } from "~/domain/custom-event/event-definition";
import { comparedBy } from "~/domain/custom-event/compared-by";
import { operatorsOf, type FilterOperator, type PropertyFilter } from "~/domain/custom-event/property-filter";
import { ComparedWithFields, firstComparedWith } from "~/components/compared-with-fields";
import { errorAt, type StepProblem } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { MOST_FILTERS, type CustomEventConfig } from "./definition";
import { FilterValueField } from "./filter-value-field";

export const customEventFace: EntryPointFace<CustomEventConfig> = {
  name: "customEvent.name",
  hint: "customEvent.hint",
  icon: CodeIcon,
  summary({ event, filters }, { t, options }) {
    if (event === "") return t("entryPoints:customEvent.summary.none");
    const name = options.events?.find(({ key }) => key === event)?.name ?? event;
    return filters.length === 0 ? name : t("entryPoints:customEvent.summary.filtered", { name, count: filters.length });
  },
  Panel: CustomEventPanel,
};

function CustomEventPanel({ config, onChange, problems, options }: EntryPointPanelProps<CustomEventConfig>) {
  const { t } = useTranslation("entryPoints");
  const events = options.events ?? [];
  const event = events.find(({ key }) => key === config.event);
  const known = events.map(({ key, name }) => ({ value: key, label: name }));
  const error = errorAt(problems, "event");
  if (events.length === 0 && config.event === "") {
    return (
      <BlockStack gap="300">
        <Text as="p">{t("customEvent.noEvents")}</Text>
        <InlineStack><Button url="/app/events">{t("customEvent.define")}</Button></InlineStack>
      </BlockStack>
    );
  }
  return (
    <BlockStack gap="400">
      <Select
        label={t("customEvent.eventLabel")}
        placeholder={t("customEvent.choose")}
        options={event || config.event === "" ? known : [...known, { value: config.event, label: t("customEvent.gone", { key: config.event }) }]}
        value={config.event}
        helpText={event ? <>{t("customEvent.eventHint")} <Link url={`/app/events/${event.id}`} monochrome>{t("customEvent.toEvent")}</Link></> : t("customEvent.eventHint")}
        {...(error === undefined ? {} : { error })}
        onChange={(key) => {
          if (key !== config.event) onChange({ event: key, filters: [] }, "event");
        }}
      />
      {event && <Filters event={event} config={config} problems={problems} currency={options.currency} onChange={onChange} />}
      <Text as="p" tone="subdued">{t("customEvent.whoHint")}</Text>
    </BlockStack>
  );
}

interface FiltersProps {
  event: EventDefinition;
  config: CustomEventConfig;
  problems: readonly StepProblem[];
  currency: string;
  onChange(config: CustomEventConfig, field: string): void;
}

function Filters({ event, config, problems, currency, onChange }: FiltersProps) {
  const { t } = useTranslation("entryPoints");
  const { filters } = config;
  const [first] = event.properties;
  const put = (index: number, filter: PropertyFilter) => onChange({ ...config, filters: filters.map((each, at) => (at === index ? filter : each)) }, `filters[${index}]`);
  if (!first) return <Text as="p" tone="subdued">{t("customEvent.noProperties")}</Text>;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">{t("customEvent.filters")}</Text>
      <Text as="p" tone="subdued">{filters.length === 0 ? t("customEvent.noFilters") : t("customEvent.allMustHold")}</Text>
      {filters.map((filter, index) => (
        <FilterRow
          key={index} filter={filter} event={event} currency={currency}
          error={problems.find(({ severity, path }) => severity === "error" && path.startsWith(`filters[${index}]`))?.text}
          onChange={(changed) => put(index, changed)}
          onDelete={() => onChange({ ...config, filters: filters.filter((_, at) => at !== index) }, "filters")}
        />
      ))}
      {filters.length < MOST_FILTERS && (
        <InlineStack>
          <Button icon={PlusIcon} onClick={() => onChange({ ...config, filters: [...filters, blankFilter(first)] }, "filters")}>{t("customEvent.addFilter")}</Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

interface FilterRowProps {
  filter: PropertyFilter;
  event: EventDefinition;
  currency: string;
  error: string | undefined;
  onChange(filter: PropertyFilter): void;
  onDelete(): void;
}

function FilterRow({ filter, event, currency, error, onChange, onDelete }: FilterRowProps) {
  const { t } = useTranslation(["entryPoints", "events"]);
  const property = event.properties.find(({ key }) => key === filter.property);
  const known = event.properties.map(({ key }) => ({ value: key, label: key }));
  const operators = property ? operatorsOf[property.type] : [];
  const by = comparedBy(filter.operator);
  return (
    <Box padding="200" borderRadius="200" background="bg-surface" borderWidth="025" borderColor={error === undefined ? "border-secondary" : "border-critical"}>
      <BlockStack gap="200">
        <InlineStack gap="100" wrap={false} blockAlign="center">
          <div style={{ flex: 1, minWidth: 0 }}>
            <Select
              label={t("entryPoints:customEvent.propertyLabel")} labelHidden
              options={property ? known : [...known, { value: filter.property, label: t("entryPoints:customEvent.propertyGone", { key: filter.property }) }]}
              value={filter.property}
              onChange={(key) => {
                const chosen = event.properties.find((each) => each.key === key);
                if (chosen && key !== filter.property) onChange(blankFilter(chosen));
              }}
            />
          </div>
          <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("entryPoints:customEvent.deleteFilter")} onClick={onDelete} />
        </InlineStack>
        {property && (
          <Select
            label={t("entryPoints:customEvent.operatorLabel")} labelHidden
            options={operators.map((operator) => ({ value: operator, label: t(`events:operators.${operator}`) }))}
            value={filter.operator}
            onChange={(value) => {
              const operator = operators.find((each) => each === value);
              if (operator) onChange(withOperator(filter, operator, property));
            }}
          />
        )}
        {property && by === "value" && (
          <FilterValueField type={property.type} value={filter.value === undefined || Array.isArray(filter.value) ? null : filter.value} currency={currency} label={t("entryPoints:customEvent.valueLabel")} onChange={(value) => onChange({ ...filter, value })} />
        )}
        {property && by !== "value" && by !== "nothing" && <ComparedWithFields by={by} type={property.type === "date" ? "date" : "date-time"} value={filter.value} onChange={(value) => onChange({ ...filter, value })} />}
        {error !== undefined && <Text as="p" tone="critical" variant="bodySm">{error}</Text>}
      </BlockStack>
    </Box>
  );
}

/** A value is kept where the new comparison takes one of the same kind. */
function withOperator({ value, ...filter }: PropertyFilter, operator: FilterOperator, property: EventDefinition["properties"][number]): PropertyFilter {
  const by = comparedBy(operator);
  if (by === "nothing") return { ...filter, operator };
  if (value !== undefined && by === comparedBy(filter.operator)) return { ...filter, operator, value };
  const { value: first } = blankFilter(property);
  return { ...filter, operator, ...(by !== "value" ? { value: firstComparedWith(by) } : first === undefined ? {} : { value: first }) };
}

function blankFilter({ key, type }: EventDefinition["properties"][number]): PropertyFilter {
  const [operator] = operatorsOf[type];
  const numeric = type === "integer" || type === "decimal" || type === "money";
  return { property: key, operator, value: type === "boolean" ? true : numeric ? 0 : "" };
}
