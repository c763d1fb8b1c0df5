import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineGrid, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitleOf } from "~/components/page-title";
import { saySegment } from "~/components/say-segment";
import { SegmentCountText } from "~/components/segment-count-text";
import { STARTER_KEYS, starterSegments } from "~/domain/segment/starter-segments";
import { readGoneResources } from "~/queries/gone-resources.server";
import { readShopOptions } from "~/queries/scenario-for-editor.server";
import { readSegments } from "~/services/segments/read-segments.server";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const [segments, options] = await Promise.all([readSegments(context.db, shop.id), readShopOptions(context, shop)]);
  const definitions = [...segments.values()];
  return { segments: definitions, options: { ...options, gone: await readGoneResources(context.db, shop.id, definitions) } };
}

export const meta: MetaFunction = () => pageTitleOf("segments:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** The shop's segments, and those to begin with. */
export default function Segments() {
  const { t, i18n } = useTranslation("segments");
  const { t: say } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  const { segments, options } = useLoaderData<typeof loader>();
  const saying = { t: say, options, language: i18n.language };
  return (
    <Page title={t("title")} subtitle={t("subtitle")} primaryAction={{ content: t("add"), url: "/app/segments/new" }}>
      <BlockStack gap="500">
        {segments.length > 0 && (
          <Card padding="0">
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {segments.map(({ id, name, definition }, at) => (
                <li key={id} style={{ padding: "var(--p-space-400)", ...(at > 0 ? { borderTop: "1px solid var(--p-color-border-secondary)" } : {}) }}>
                  <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
                    <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
                      <BlockStack gap="100">
                        <Link url={`/app/segments/${id}`} removeUnderline><Text as="span" fontWeight="semibold">{name}</Text></Link>
                        <Text as="p" tone="subdued">{saySegment(definition, saying)}</Text>
                      </BlockStack>
                    </div>
                    <div style={{ flex: "none" }}><SegmentCountText segment={definition} pauseMs={0} /></div>
                  </InlineStack>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <BlockStack gap="300">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">{t("startersTitle")}</Text>
              <Text as="p" tone="subdued">{t("startersHint")}</Text>
            </BlockStack>
          </Box>
          <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
            {STARTER_KEYS.map((key) => (
              <Card key={key}>
                <BlockStack gap="200">
                  <Text as="h3" variant="headingSm">{t(`starters.${key}`)}</Text>
                  <Text as="p" tone="subdued">{saySegment(starterSegments[key], saying)}</Text>
                  <InlineStack><Button url={`/app/segments/new?starter=${key}`} accessibilityLabel={t("useStarterOf", { name: t(`starters.${key}`) })}>{t("useStarter")}</Button></InlineStack>
                </BlockStack>
              </Card>
            ))}
          </InlineGrid>
        </BlockStack>
      </BlockStack>
    </Page>
  );
}
