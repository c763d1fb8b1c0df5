import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { EVENT_KEY } from "~/domain/custom-event/event-definition";
import type { UndefinedName } from "~/queries/event-list.server";
import { useShopFormat } from "./shop-format";

/** R13: what arrived under names that nobody defined, each with a way to define it. */
export function UndefinedNames({ names }: { names: readonly UndefinedName[] }) {
  const { t } = useTranslation("events");
  const format = useShopFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{t("undefined.title")}</Text>
          <Text as="p" tone="subdued">{t("undefined.text")}</Text>
        </BlockStack>
        <BlockStack as="ul" gap="300">
          {names.map(({ name, lastAt, properties }) => (
            <Box as="li" key={name}>
              <InlineStack gap="300" align="space-between" blockAlign="center">
                <BlockStack gap="050">
                  <Text as="span" fontWeight="semibold" breakWord><code>{name}</code></Text>
                  <Text as="span" tone="subdued" breakWord>
                    {t("undefined.last", { when: format.dateTime(lastAt) })}
                    {Object.keys(properties).length > 0 ? ` · ${Object.entries(properties).map(([key, kind]) => `${key} (${t(`sentKinds.${kind}`)})`).join(", ")}` : ""}
                  </Text>
                  {!EVENT_KEY.test(name) && <Text as="span" tone="caution">{t("undefined.badKey")}</Text>}
                </BlockStack>
                <Button url={`/app/events/new?from=${encodeURIComponent(name)}`} accessibilityLabel={t("undefined.defineOf", { name })}>{t("undefined.define")}</Button>
              </InlineStack>
            </Box>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
