import { Badge, BlockStack, Box, Card, InlineStack, Link, List, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { ARRIVALS_SHOWN, isAmount, type EventDefinition, type EventValue } from "~/domain/custom-event/event-definition";
import type { Arrival } from "~/queries/event-arrivals.server";
import { useDynamicText } from "./dynamic-text";
import { useShopFormat, type ShopFormat } from "./shop-format";

/** R13: what arrives, the newest first, with what is wrong with it. */
export function EventArrivals({ arrivals, event }: { arrivals: readonly Arrival[]; event: Pick<EventDefinition, "properties"> }) {
  const { t } = useTranslation("events");
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{t("live.title")}</Text>
          <Text as="p" tone="subdued">{arrivals.length === 0 ? t("live.none") : t("live.text", { count: ARRIVALS_SHOWN })}</Text>
        </BlockStack>
        {arrivals.length > 0 && (
          <BlockStack as="ul" gap="300">
            {arrivals.map((arrival) => <ArrivalRow key={arrival.id} arrival={arrival} event={event} />)}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

function ArrivalRow({ arrival: { at, customer, path, properties, extra, dropped, faults, complete }, event }: { arrival: Arrival; event: Pick<EventDefinition, "properties"> }) {
  const { t } = useTranslation("events");
  const text = useDynamicText();
  const format = useShopFormat();
  const sent = Object.entries(properties);
  const others = Object.entries(extra);
  const typeOf = (key: string) => event.properties.find((property) => property.key === key)?.type;
  return (
    <Box as="li" paddingBlockEnd="300" borderBlockEndWidth="025" borderColor="border-secondary">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" fontWeight="medium">{format.dateTime(at)}</Text>
          {faults.length === 0 ? <Badge tone="success">{t("live.valid")}</Badge> : <Badge tone={complete ? "attention" : "critical"}>{t(complete ? "live.partly" : "live.invalid")}</Badge>}
          {customer ? <Link url={`/app/customers/${customer.id}`} monochrome>{customer.name}</Link> : <Text as="span" tone="subdued">{t("live.visitor")}</Text>}
          <Text as="span" tone="subdued" breakWord>{path}</Text>
        </InlineStack>
        {sent.length > 0 && <Text as="p" breakWord>{sent.map(([key, value]) => `${key}: ${said(value, format, t("live.yes"), t("live.no"))}`).join(" · ")}</Text>}
        {faults.length > 0 && (
          <List>
            {faults.map(({ property, fault }) => <List.Item key={property}><Text as="span" tone={complete ? "caution" : "critical"}>{text(`events:fault.${fault}`, fault, { property, type: text(`events:types.${typeOf(property) ?? ""}`, "", {}) })}</Text></List.Item>)}
          </List>
        )}
        {(others.length > 0 || dropped > 0) && (
          <Text as="p" tone="subdued" breakWord>
            {t("live.extra", { list: others.map(([key, value]) => `${key}: ${String(value)}`).join(", ") })}
            {dropped > 0 ? ` ${t("live.dropped", { count: dropped })}` : ""}
          </Text>
        )}
      </BlockStack>
    </Box>
  );
}

function said(value: EventValue, format: ShopFormat, yes: string, no: string): string {
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return format.number(value);
  if (typeof value === "string") return value;
  return isAmount(value) ? format.money(value.minor, value.currency) : value.join(", ");
}
