import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Box, Card, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitleOf } from "~/components/page-title";
import { FigureTiles } from "~/components/figure-tiles";
import { SetupGuide } from "~/components/setup-guide";
import { useShopFormat } from "~/components/shop-format";
import { useCreateScenario } from "~/components/use-create-scenario";
import { embedEditorUrl } from "~/domain/theme/theme-editor-url";
import { readDeadLetters } from "~/queries/dead-letters.server";
import { readHome } from "~/queries/home.server";
import { readNeedsAttention } from "~/queries/needs-attention.server";
import { readSilentEvents } from "~/queries/silent-events.server";
import { SilentEventsBanner } from "~/components/silent-events-banner";

const IMPORT_LOOK_MS = 2_000;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const themeEditorUrl = embedEditorUrl(shop.domain, context.env.SHOPIFY_API_KEY, "tracker");
  const [home, attention, letters, silent] = await Promise.all([readHome(context.db, shop, context.clock.now()), readNeedsAttention(context.db, shop), readDeadLetters(context.db, shop.id), readSilentEvents(context.db, shop.id, context.clock.now())]);
  const waiting = attention.failed.length + attention.dataRequests.length + attention.lowPools.length + letters.length;
  return { home, waiting, silent, shopName: shop.name, themeEditorUrl };
}

export const meta: MetaFunction = () => pageTitleOf("shell:homeTitle");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Home() {
  const { t } = useTranslation("home");
  const { t: tList } = useTranslation("scenarios");
  const { home, waiting, silent, shopName, themeEditorUrl } = useLoaderData<typeof loader>();
  const format = useShopFormat();
  const trackerOn = useTrackerOn(home.trackerWasOn);
  const revalidator = useRevalidator();
  const create = useCreateScenario();
  const importing = home.imports.some((job) => job.status === "waiting" || job.status === "running");

  useEffect(() => {
    if (!importing) return;
    const timer = setInterval(() => revalidator.revalidate(), IMPORT_LOOK_MS);
    return () => clearInterval(timer);
  }, [importing, revalidator]);

  const { figures } = home;
  const tiles = [
    { id: "revenue", label: tList("columns.revenue"), value: format.money(figures.revenue), beside: t("figures.orders", { count: figures.orders }), explained: tList("explained.revenue") },
    { id: "sent", label: tList("columns.sent"), value: format.number(figures.sent), beside: t("figures.started", { count: figures.started }), explained: tList("explained.sent") },
    { id: "opened", label: tList("columns.opened"), value: format.share(figures.opened, figures.sent), beside: t("figures.mails", { count: figures.opened }), explained: tList("explained.opened") },
    { id: "clicked", label: tList("columns.clicked"), value: format.share(figures.clicked, figures.sent), beside: t("figures.mails", { count: figures.clicked }), explained: tList("explained.clicked") },
  ];
  return (
    // Until one was active the guide leads to the first.
    <Page title={t("title", { shop: shopName })} primaryAction={home.everActive ? create : undefined}>
      <BlockStack gap="500">
        {waiting > 0 ? <Banner tone="warning" title={t("attention.title", { count: waiting })} action={{ content: t("attention.look"), url: "/app/settings" }}><p>{t("attention.text")}</p></Banner> : null}
        {silent.length > 0 && <SilentEventsBanner silent={silent} />}
        <SetupGuide home={home} trackerOn={trackerOn} themeEditorUrl={themeEditorUrl} />
        <BlockStack gap="300">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="h2" variant="headingMd">{t("figures.title")}</Text>
          </Box>
          <FigureTiles tiles={tiles} />
        </BlockStack>
        <Card>
          <InlineStack align="space-between" gap="300" blockAlign="center">
            <BlockStack gap="100">
              <Text as="h2" variant="headingSm">{t("state.title", { count: home.activeScenarios })}</Text>
              <Text as="p" tone="subdued">{home.lastEventAt === null ? t("state.noEvent") : t("state.lastEvent", { when: format.dateTime(home.lastEventAt) })}</Text>
              {trackerOn === false ? <Text as="p" tone="caution">{t("state.trackerOff")}</Text> : null}
            </BlockStack>
            <Link url="/app/scenarios">{t("state.toList")}</Link>
          </InlineStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

/** Whether the tracker's app embed is on in the published theme, as Shopify tells; null until it has. Where it does not, as it was when the theme was read last. */
function useTrackerOn(wasOn: boolean): boolean | null {
  const shopify = useAppBridge();
  const [on, setOn] = useState<boolean | null>(null);
  useEffect(() => {
    let gone = false;
    shopify.app.extensions().then(
      (extensions) => {
        if (gone) return;
        const activations = extensions.flatMap((extension) => extension.activations);
        setOn(activations.some((activation) => "status" in activation && "handle" in activation && activation.handle === "tracker" && activation.status === "active"));
      },
      () => gone || setOn(wasOn),
    );
    return () => {
      gone = true;
    };
  }, [shopify, wasOn]);
  return on;
}
