import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineStack, Layout, Text } from "@shopify/polaris";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DAY } from "~/domain/instant";
import type { FailedWork, NeedsAttention as Attention, OpenDataRequest } from "~/queries/needs-attention.server";
import type { SilentEvent } from "~/queries/silent-events.server";
import type { DeadLetterGroup } from "~/queries/dead-letters.server";
import { DeadLetters } from "./dead-letters";
import { useShopFormat } from "./shop-format";

const CALLS = "/app/settings/attention";
/** Headings stand beside the edge of the screen there, cards do not. */
const ON_PHONES = { xs: "400", sm: "0" } as const;
/** Within which the law wants the data handed over. */
const HAND_OVER_WITHIN = 30 * DAY;

/** Failures that are no longer tried and customers who wait for their data. Nothing where there are none. */
export function NeedsAttention({ attention: { failed, dataRequests, lowPools }, letters, silent }: { attention: Attention; letters: readonly DeadLetterGroup[]; silent: readonly SilentEvent[] }) {
  const { t } = useTranslation(["settings", "events"]);
  const format = useShopFormat();
  if (failed.length + dataRequests.length + lowPools.length + letters.length + silent.length === 0) return null;
  return (
    <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("attention.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("attention.description")}</Text></Box>}>
      <Card>
        <BlockStack gap="500">
          {failed.map((work) => <Failed key={work.kind} work={work} />)}
          {letters.map((group) => <DeadLetters key={`${group.kind} ${group.scenario?.id ?? ""} ${group.stepId}`} group={group} />)}
          {lowPools.map(({ id, name, left }) => (
            <Row key={id} title={t("attention.lowPool.title", { name, count: left })} text={t("attention.lowPool.text")} detail={null}>
              <Button url={`/app/discount-codes/${id}`}>{t("attention.lowPool.add")}</Button>
            </Row>
          ))}
          {silent.map(({ id, name, lastAt, silentMs, usedIn }) => (
            <Row key={id} title={t("attention.silentEvent.title", { name })} text={t("events:silent.since", { when: format.dateTime(lastAt), count: Math.floor(silentMs / DAY), scenarios: usedIn.map((scenario) => scenario.name).join(", ") })} detail={null}>
              <Button url={`/app/events/${id}`}>{t("attention.silentEvent.look")}</Button>
            </Row>
          ))}
          {dataRequests.map((request) => <DataRequest key={request.id} request={request} />)}
        </BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}

function Failed({ work }: { work: FailedWork }) {
  const { t } = useTranslation("settings");
  const format = useShopFormat();
  const fetcher = useFetcher();
  return (
    <Row
      title={t(`attention.failed.${work.kind}`, { count: work.count })}
      text={t("attention.last", { what: work.what, when: format.dateTime(work.at) })}
      detail={work.error}
    >
      <Button loading={fetcher.state !== "idle"} onClick={() => fetcher.submit({ do: "retry", kind: work.kind }, { method: "post", action: CALLS })}>{t("attention.retry")}</Button>
    </Row>
  );
}

function DataRequest({ request }: { request: OpenDataRequest }) {
  const { t } = useTranslation("settings");
  const format = useShopFormat();
  const fetcher = useFetcher();
  const [failed, setFailed] = useState(false);
  const download = () => void saveReport(request).then((saved) => setFailed(!saved));
  return (
    <Row
      title={t("attention.dataRequest.title", { customer: request.customerShopifyId })}
      text={request.hasReport ? t("attention.dataRequest.until", { until: format.date(request.requestedAt + HAND_OVER_WITHIN) }) : t("attention.dataRequest.nothing")}
      detail={failed ? t("attention.dataRequest.notLoaded") : null}
    >
      {request.hasReport ? <Button onClick={download}>{t("attention.dataRequest.download")}</Button> : null}
      <Button loading={fetcher.state !== "idle"} onClick={() => fetcher.submit({ do: "handed-over", requestId: request.id }, { method: "post", action: CALLS })}>{t("attention.dataRequest.done")}</Button>
    </Row>
  );
}

function Row({ title, text, detail, children }: { title: string; text: string; detail: string | null; children: ReactNode }) {
  return (
    <BlockStack gap="200">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">{title}</Text>
        <Text as="p" tone="subdued">{text}</Text>
        {detail ? <Text as="p" variant="bodySm" tone="subdued" breakWord>{detail}</Text> : null}
      </BlockStack>
      <InlineStack gap="200">{children}</InlineStack>
    </BlockStack>
  );
}

/** Asks with the session's token, which a plain link would not carry. False where it did not come. */
async function saveReport({ id, customerShopifyId }: OpenDataRequest): Promise<boolean> {
  const response = await fetch(`${CALLS}?request=${encodeURIComponent(id)}`).catch(() => null);
  if (!response?.ok) return false;
  const url = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), { href: url, download: `customer-${customerShopifyId}.json` });
  link.click();
  URL.revokeObjectURL(url);
  return true;
}
