import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Box, Button, Card, Checkbox, FormLayout, InlineGrid, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LONGEST_EVENT_NAME, MOST_EVENTS, MOST_PROPERTIES, PROPERTY_TYPES, type EventProperty } from "~/domain/custom-event/event-definition";
import type { EventErrors } from "~/domain/custom-event/event-input";
import { keyFromName } from "~/domain/trait/trait-input";
import { useDynamicText } from "./dynamic-text";
import { useShopFormat } from "./shop-format";

export interface EventDraft {
  name: string;
  key: string;
  properties: EventProperty[];
}

interface Answer {
  ok: boolean;
  errors?: EventErrors;
  scenario?: string;
}

/** Defines an event, or changes it. The key follows the name until it is written by hand, and never changes once it is saved. */
export function EventForm({ saved, existing }: { saved: EventDraft; existing: boolean }) {
  const { t } = useTranslation("events");
  const text = useDynamicText();
  const shopify = useAppBridge();
  const fetcher = useFetcher<Answer>();
  const [name, setName] = useState(saved.name);
  const [ownKey, setOwnKey] = useState<string | null>(saved.key === "" ? null : saved.key);
  const [properties, setProperties] = useState<EventProperty[]>(saved.properties);
  const key = ownKey ?? keyFromName(name);
  const errors = fetcher.data?.errors ?? {};
  const errorAt = (field: string) => errors[field] && text(`events:refused.${errors[field]}`, errors[field], { most: MOST_EVENTS, mostProperties: MOST_PROPERTIES, scenario: fetcher.data?.scenario ?? "" });
  const put = (index: number, property: EventProperty) => setProperties(properties.map((each, at) => (at === index ? property : each)));

  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) shopify.toast.show(t("saved"));
  }, [fetcher.state, fetcher.data, shopify, t]);

  return (
    <Card>
      <BlockStack gap="400">
        <FormLayout>
          <TextField label={t("name")} autoComplete="off" maxLength={LONGEST_EVENT_NAME} value={name} helpText={t("nameHint")} error={errorAt("name")} onChange={setName} />
          <TextField label={t("key")} autoComplete="off" monospaced maxLength={40} disabled={existing} value={key} helpText={t("keyHint")} error={errorAt("key")} onChange={setOwnKey} />
        </FormLayout>
        <BlockStack gap="200">
          <Text as="h2" variant="headingSm">{t("properties")}</Text>
          <Text as="p" tone="subdued">{t("propertiesHint")}</Text>
          {errorAt("properties") && <Banner tone="critical">{errorAt("properties")}</Banner>}
          {properties.map((property, index) => (
            <PropertyRow
              key={index} property={property} error={errorAt(`properties.${index}.key`)} at={index + 1}
              onChange={(changed) => put(index, changed)} onDelete={() => setProperties(properties.filter((_, at) => at !== index))}
            />
          ))}
          {properties.length < MOST_PROPERTIES && (
            <InlineStack><Button icon={PlusIcon} onClick={() => setProperties([...properties, { key: "", type: "string", required: false }])}>{t("addProperty")}</Button></InlineStack>
          )}
        </BlockStack>
        <InlineStack align="end">
          <Button variant="primary" loading={fetcher.state !== "idle"} onClick={() => fetcher.submit({ event: JSON.stringify({ name, key, properties }) }, { method: "post" })}>{t(existing ? "save" : "add")}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

interface RowProps {
  property: EventProperty;
  error: string | undefined;
  at: number;
  onChange(property: EventProperty): void;
  onDelete(): void;
}

function PropertyRow({ property, error, at, onChange, onDelete }: RowProps) {
  const { t } = useTranslation("events");
  const { currency } = useShopFormat();
  return (
    <Box padding="300" borderRadius="200" borderWidth="025" borderColor={error === undefined ? "border-secondary" : "border-critical"}>
      <InlineStack gap="200" wrap={false} blockAlign="start">
        <div style={{ flex: 1, minWidth: 0 }}>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            <TextField label={t("propertyKey", { at })} autoComplete="off" monospaced maxLength={40} value={property.key} error={error ?? false} onChange={(key) => onChange({ ...property, key: key.trim() })} />
            <Select
              label={t("propertyType", { at })} options={PROPERTY_TYPES.map((type) => ({ value: type, label: t(`types.${type}`) }))} value={property.type} helpText={t(`typeHints.${property.type}`, { currency })}
              onChange={(value) => onChange({ ...property, type: PROPERTY_TYPES.find((type) => type === value) ?? "string" })}
            />
          </InlineGrid>
          <Checkbox label={t("required")} checked={property.required} onChange={(required) => onChange({ ...property, required })} />
        </div>
        <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("deleteProperty", { at })} onClick={onDelete} />
      </InlineStack>
    </Box>
  );
}
