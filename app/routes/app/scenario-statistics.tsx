import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, DataTable, EmptyState, InlineStack, Page, Select, Tabs, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { DailyChart } from "~/components/daily-chart";
import { useDynamicText } from "~/components/dynamic-text";
import { FigureTiles } from "~/components/figure-tiles";
import { pageTitle } from "~/components/page-title";
import { ScrollByKeyboard } from "~/components/scroll-by-keyboard";
import { ScenarioStatusBadge } from "~/components/scenario-status-badge";
import { type ShopFormat, useShopFormat } from "~/components/shop-format";
import { useTypeNames } from "~/components/use-type-names";
import { DAY } from "~/domain/instant";
import { shopDay } from "~/domain/schedule/shop-day";
import type { Figures } from "~/domain/statistics/figures";
import { whereToLook } from "~/domain/statistics/where-to-look";
import { ScenarioFunnel } from "~/editor/funnel/scenario-funnel";
import { findScenario } from "~/queries/scenario.server";
import { readShopOptions } from "~/queries/scenario-for-editor.server";
import { readScenarioStatistics } from "~/queries/scenario-statistics.server";

const RANGES = { "7": 7, "30": 30, "90": 90, all: null } as const;
type RangeName = keyof typeof RANGES;
const COLUMNS = ["revenue", "started", "active", "removed", "completed", "sent", "opened", "clicked", "bounced", "unsubscribed"] as const;
const CHARTED = ["started", "sent", "clicked", "revenue"] as const;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const scenario = await findScenario(context.db, shop.id, params["scenarioId"] ?? "");
  if (!scenario) throw new Response(null, { status: 404 });
  const asked = new URL(request.url).searchParams.get("range") ?? "all";
  const range: RangeName = asked in RANGES ? (asked as RangeName) : "all";
  const days = RANGES[range];
  const now = context.clock.now();
  const limits = days === null ? {} : { fromDay: shopDay(now - (days - 1) * DAY, shop.timeZone), toDay: shopDay(now, shop.timeZone) };
  const statistics = await readScenarioStatistics(context.db, shop.id, scenario.id, limits);
  return { scenario: { id: scenario.id, name: scenario.name, status: scenario.status }, statistics, range, options: await readShopOptions(context, shop) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.scenario.name ?? "");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function ScenarioStatistics() {
  const { t } = useTranslation("statistics");
  const { t: tList } = useTranslation("scenarios");
  const names = useTypeNames();
  const format = useShopFormat();
  const { scenario, statistics, range, options } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const [versionIndex, setVersionIndex] = useState(0);
  const { figures, versions } = statistics;
  const version = versions[versionIndex];
  const look = version ? whereToLook(version.figures, version.steps) : null;

  const tiles = [
    { id: "revenue", label: tList("columns.revenue"), value: format.money(figures.revenue), beside: t("orders", { count: figures.orders }), explained: tList("explained.revenue") },
    { id: "started", label: tList("columns.started"), value: format.number(figures.started), beside: t("customers", { count: statistics.distinctCustomers }), explained: tList("explained.started") },
    { id: "active", label: tList("columns.active"), value: format.number(figures.active), beside: t("ofStarted", { share: format.share(figures.active, figures.started) }), explained: tList("explained.active") },
    { id: "completed", label: tList("columns.completed"), value: format.number(figures.completed), beside: t("removed", { count: figures.removed }), explained: tList("explained.completed") },
    { id: "sent", label: tList("columns.sent"), value: format.number(figures.sent), beside: t("notSent", { suppressed: format.number(figures.suppressed), failed: format.number(figures.failed) }), explained: tList("explained.sent") },
    { id: "opened", label: tList("columns.opened"), value: format.number(figures.opened), beside: t(figures.opens < figures.opened ? "shareAndMachines" : "shareAndTotal", { share: format.share(figures.opened, figures.sent), total: format.number(figures.opens), machines: format.number(figures.machineOpens) }), explained: tList("explained.opened") },
    { id: "clicked", label: tList("columns.clicked"), value: format.number(figures.clicked), beside: t("shareAndTotal", { share: format.share(figures.clicked, figures.sent), total: format.number(figures.clicks), machines: format.number(figures.machineClicks) }), explained: tList("explained.clicked") },
    { id: "unsubscribed", label: tList("columns.unsubscribed"), value: format.number(figures.unsubscribed), beside: t("bounced", { count: figures.bounced }), explained: tList("explained.unsubscribed") },
    ...(figures.errandsDone + figures.errandsFailed === 0 ? [] : [{ id: "errands", label: t("errands.title"), value: format.number(figures.errandsDone), beside: t("errands.failed", { count: figures.errandsFailed }), explained: t("errands.explained") }]),
  ];

  return (
    <Page
      fullWidth
      title={t("title", { name: scenario.name })}
      titleMetadata={<ScenarioStatusBadge status={scenario.status} />}
      backAction={{ content: tList("title"), url: "/app/scenarios" }}
      secondaryActions={[{ content: t("toEditor"), url: `/app/scenarios/${scenario.id}` }]}
    >
      <BlockStack gap="500">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack align="end">
            <Select
              label={t("range.label")}
              labelInline
              options={(Object.keys(RANGES) as RangeName[]).map((value) => ({ value, label: t(`range.${value}`) }))}
              value={range}
              onChange={(value) => setParams(value === "all" ? {} : { range: value }, { preventScrollReset: true })}
            />
          </InlineStack>
        </Box>
        {!version ? (
          <Card><EmptyState heading={t("never.title")} image="/empty-scenarios.svg" action={{ content: t("toEditor"), url: `/app/scenarios/${scenario.id}` }}><p>{t("never.body")}</p></EmptyState></Card>
        ) : (
          <>
            <FigureTiles tiles={tiles} />
            {look ? (
              <Banner tone="info" title={t("look.title")}>
                <p>{t("look.body", { count: look.standing, step: names.step(look.type) })}</p>
              </Banner>
            ) : null}
            <Days days={statistics.days} format={format} />
            <Card padding="0">
              <Tabs tabs={versions.map(({ id, number, publishedAt }) => ({ id, content: t("version", { number, date: format.date(publishedAt) }) }))} selected={versionIndex} onSelect={setVersionIndex}>
                <Box padding="400">
                  <BlockStack gap="400">
                    <Text as="h2" variant="headingMd">{t("funnel.title")}</Text>
                    <ScenarioFunnel key={version.id} definition={version.definition} steps={version.steps} started={version.figures.started} options={options} />
                    <Reasons removedByReason={version.removedByReason} />
                  </BlockStack>
                </Box>
              </Tabs>
            </Card>
            <Card padding="0">
              <ScrollByKeyboard label={t("versions")}>
                <DataTable
                  columnContentTypes={["text", ...COLUMNS.map(() => "numeric" as const)]}
                  headings={[t("versions"), ...COLUMNS.map((column) => tList(`columns.${column}`))]}
                  rows={versions.map((row) => [t("version", { number: row.number, date: format.date(row.publishedAt) }), ...cells(row.figures, format)])}
                  totals={["", ...cells(figures, format)]}
                  showTotalsInFooter
                  totalsName={{ singular: t("all"), plural: t("all") }}
                  hasZebraStripingOnData
                />
              </ScrollByKeyboard>
            </Card>
          </>
        )}
      </BlockStack>
    </Page>
  );
}

const cells = (figures: Figures, format: ShopFormat): string[] => COLUMNS.map((column) => (column === "revenue" ? format.money(figures.revenue) : format.number(figures[column])));

function Days({ days, format }: { days: { day: string; figures: Figures }[]; format: ShopFormat }) {
  const { t } = useTranslation("statistics");
  const { t: tList } = useTranslation("scenarios");
  const [charted, setCharted] = useState<(typeof CHARTED)[number]>("sent");
  if (days.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">{t("byDay")}</Text>
          <Select label={t("charted")} labelHidden options={CHARTED.map((value) => ({ value, label: tList(`columns.${value}`) }))} value={charted} onChange={(value) => setCharted(value as (typeof CHARTED)[number])} />
        </InlineStack>
        <DailyChart
          name={tList(`columns.${charted}`)}
          points={days.map(({ day, figures }) => ({ day, label: format.day(day), value: figures[charted] }))}
          formatValue={(value) => (charted === "revenue" ? format.money(value) : format.number(value))}
        />
      </BlockStack>
    </Card>
  );
}

function Reasons({ removedByReason }: { removedByReason: Record<string, number> }) {
  const { t } = useTranslation("statistics");
  const text = useDynamicText();
  const format = useShopFormat();
  const reasons = Object.entries(removedByReason).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">{t("reasons")}</Text>
      {reasons.map(([reason, count]) => (
        <InlineStack key={reason} align="space-between" gap="200">
          <Text as="span" tone="subdued">{text(`customers:timeline.reasons.${reason}`, reason)}</Text>
          <Text as="span" numeric>{format.number(count)}</Text>
        </InlineStack>
      ))}
    </BlockStack>
  );
}
