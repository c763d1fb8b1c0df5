import { Badge, BlockStack, Button, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StandingConsent } from "~/queries/customer-profile.server";
import { useDynamicText } from "./dynamic-text";
import { useShopFormat } from "./shop-format";

type Statement = StandingConsent["statements"][number];

const TONES: Record<string, "success" | "warning" | "attention" | undefined> = { granted: "success", withdrawn: "warning", pending: "attention" };
/** Their text is Shopify's opt-in level. */
const OF_SHOPIFY: readonly string[] = ["shopify", "import"];
/** How many statements are shown before one asks for the earlier ones. */
const SHOWN = 2;

/** R42: each consent of the shop as it stands with her, and under it what proves it. */
export function CustomerConsents({ consents }: { consents: readonly StandingConsent[] }) {
  const { t } = useTranslation("customers");
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{t("profile.consents")}</Text>
        {consents.map((consent) => (
          <BlockStack gap="200" key={consent.id}>
            <InlineStack align="space-between" gap="200">
              <Text as="h3" variant="bodyMd" fontWeight="medium">{consent.name}</Text>
              <Badge tone={TONES[consent.state]}>{t(`consent.${consent.state as "granted"}`)}</Badge>
            </InlineStack>
            {consent.statements.length > 0 ? <History consent={consent} /> : null}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function History({ consent: { name, statements } }: { consent: StandingConsent }) {
  const { t } = useTranslation("customers");
  const id = useId();
  const [open, setOpen] = useState(false);
  const earlier = statements.slice(SHOWN);
  return (
    <BlockStack gap="200">
      {statements.slice(0, SHOWN).map((statement) => <Said key={statement.id} statement={statement} />)}
      {earlier.length > 0 ? (
        <>
          <Collapsible id={id} open={open} transition={{ duration: "150ms" }}>
            <BlockStack gap="200">{earlier.map((statement) => <Said key={statement.id} statement={statement} />)}</BlockStack>
          </Collapsible>
          <InlineStack>
            <Button
              variant="plain" disclosure={open ? "up" : "down"} onClick={() => setOpen(!open)} ariaExpanded={open} ariaControls={id}
              accessibilityLabel={t(open ? "consentHistory.fewerOf" : "consentHistory.earlierOf", { name })}
            >
              {t(open ? "consentHistory.fewer" : "consentHistory.earlier")}
            </Button>
          </InlineStack>
        </>
      ) : null}
    </BlockStack>
  );
}

function Said({ statement: { state, at, source, text: words, scenario } }: { statement: Statement }) {
  const { t } = useTranslation("customers");
  const text = useDynamicText();
  const format = useShopFormat();
  const how = text(`customers:consentSources.${source}`, source, { scenario: scenario ?? "" });
  const quoted = words === null ? null : t("consentHistory.quote", { text: words });
  const shown = quoted !== null && OF_SHOPIFY.includes(source) ? text(`customers:consentHistory.optIn.${words}`, quoted) : quoted;
  return (
    <BlockStack>
      <Text as="p">{t(`consentHistory.${state as "granted"}`, { when: format.date(at), how })}</Text>
      <Text as="p" variant="bodySm" tone="subdued" breakWord>{shown === null ? format.time(at) : t("consentHistory.detail", { time: format.time(at), text: shown })}</Text>
    </BlockStack>
  );
}
