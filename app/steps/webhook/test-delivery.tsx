import { BlockStack, Box, Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditorServer } from "~/editor/editor-server";
import type { WebhookTested } from "~/domain/webhook/webhook-tested";
import type { WebhookConfig } from "./definition";

type State = { is: "idle" } | { is: "under-way" } | { is: "answered"; answer: WebhookTested } | { is: "unreachable" };

/** One delivery as the step would make it, of what is in the panel now, and what the receiver said. */
export function TestDelivery({ config }: { config: WebhookConfig }) {
  const { t } = useTranslation("steps");
  const server = useEditorServer();
  const [state, setState] = useState<State>({ is: "idle" });
  const send = () => {
    setState({ is: "under-way" });
    server.testWebhook(config).then((answer) => setState({ is: "answered", answer }), () => setState({ is: "unreachable" }));
  };
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Button loading={state.is === "under-way"} onClick={send}>{t("webhook.test")}</Button>
        <Text as="span" tone="subdued">{t("webhook.testHint")}</Text>
      </InlineStack>
      <div role="status">
        {state.is === "unreachable" && <Text as="p" tone="critical">{t("webhook.testUnreachable")}</Text>}
        {state.is === "answered" && !state.answer.ok && <Text as="p" tone="critical" breakWord>{t(`webhook.testRefused.${state.answer.reason}`, { detail: state.answer.detail })}</Text>}
        {state.is === "answered" && state.answer.ok && <Answered answer={state.answer} />}
      </div>
    </BlockStack>
  );
}

function Answered({ answer: { status, body, tookMs } }: { answer: WebhookTested & { ok: true } }) {
  const { t } = useTranslation("steps");
  const taken = status >= 200 && status < 300;
  return (
    <BlockStack gap="100">
      <Text as="p" tone={taken ? "success" : "critical"}>{t("webhook.testDone", { status, ms: tookMs })}</Text>
      {body === "" ? <Text as="p" tone="subdued">{t("webhook.testEmpty")}</Text> : (
        <Box padding="200" background="bg-surface-secondary" borderRadius="200">
          <Text as="p" variant="bodySm" breakWord><code>{body}</code></Text>
        </Box>
      )}
    </BlockStack>
  );
}
