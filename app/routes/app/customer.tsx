import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link as RouterLink, useLoaderData } from "@remix-run/react";
import { Badge, BlockStack, Card, InlineStack, Layout, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { CustomerConsents } from "~/components/customer-consents";
import { CustomerTimeline } from "~/components/customer-timeline";
import { CustomerTraits } from "~/components/customer-traits";
import { pageTitle } from "~/components/page-title";
import { useShopFormat } from "~/components/shop-format";
import { useTypeNames } from "~/components/use-type-names";
import { type CustomerProfile, findCustomerProfile } from "~/queries/customer-profile.server";
import { readStandingRuns, type StandingRun } from "~/queries/customer-runs.server";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import { readShopOptions } from "~/queries/scenario-for-editor.server";
import { readCustomerTraits } from "~/queries/customer-traits.server";
import { setTraitsByHand, traitValuesInput } from "~/services/traits/set-traits-by-hand.server";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const profile = await findCustomerProfile(context.db, shop.id, params["customerId"] ?? "");
  if (!profile) throw new Response(null, { status: 404 });
  const before = Number(new URL(request.url).searchParams.get("before")) || null;
  const [timeline, runs, traits] = await Promise.all([
    readCustomerTimeline(context.db, shop.id, profile.id, before),
    readStandingRuns(context.db, shop.id, profile.id),
    readCustomerTraits(context.db, shop, profile.id),
  ]);
  const asked = timeline.items.some(({ way }) => way !== undefined);
  return { profile, timeline, runs, traits, before, shopDomain: shop.domain, options: asked ? await readShopOptions(context, shop) : null };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { shop, staffId } = await authenticateAdmin(context, request);
  const form = await request.formData().catch(() => new FormData());
  const values = traitValuesInput.safeParse(parsed(String(form.get("traits") ?? "")));
  if (!values.success) return data({ ok: false as const, problems: [] }, 400);
  const answer = await setTraitsByHand(context, shop, { customerId: params["customerId"] ?? "", values: values.data, staffId });
  return answer.ok ? answer : data(answer, 422);
}

/** Undefined where the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data ? [data.profile.firstName, data.profile.lastName].filter(Boolean).join(" ") || (data.profile.email ?? "") : "");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Customer() {
  const { t } = useTranslation("customers");
  const { profile, timeline, runs, traits, before, shopDomain, options } = useLoaderData<typeof loader>();
  const name = [profile.firstName, profile.lastName].filter(Boolean).join(" ") || profile.email || t("list.nameless");
  const admin = profile.shopifyId ? `https://${shopDomain}/admin/customers/${profile.shopifyId}` : null;
  return (
    <Page
      title={name}
      subtitle={profile.email ?? t("list.noEmail")}
      backAction={{ content: t("list.title"), url: "/app/customers" }}
      secondaryActions={admin ? [{ content: t("profile.inShopify"), url: admin, external: true }] : []}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {runs.length > 0 ? <Standing runs={runs} /> : null}
            <Card>
              <BlockStack gap="400">
                <Text as="h2" variant="headingMd">{t("timeline.title")}</Text>
                {timeline.items.length > 0 ? <CustomerTimeline items={timeline.items} options={options} /> : <NothingYet />}
                <InlineStack gap="400" align="center">
                  {before ? <RouterLink to=".">{t("timeline.newest")}</RouterLink> : null}
                  {timeline.olderBefore ? <RouterLink to={`?before=${timeline.olderBefore}`}>{t("timeline.older")}</RouterLink> : null}
                </InlineStack>
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Profile profile={profile} />
            <CustomerTraits traits={traits} />
            <CustomerConsents consents={profile.consents} />
            <Tags tags={profile.tags} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function NothingYet() {
  const { t } = useTranslation("customers");
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="medium">{t("timeline.empty")}</Text>
      <Text as="p" tone="subdued">{t("timeline.emptyHint")}</Text>
    </BlockStack>
  );
}

function Standing({ runs }: { runs: StandingRun[] }) {
  const { t } = useTranslation("customers");
  const names = useTypeNames();
  const format = useShopFormat();
  const nameOf = (type: string | null) => (type === null ? t("standing.gone") : names.step(type));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{t("standing.title")}</Text>
        {runs.map((run) => (
          <InlineStack key={run.id} align="space-between" blockAlign="center" gap="200">
            <BlockStack>
              <Link url={`/app/scenarios/${run.scenario.id}`} monochrome removeUnderline><Text as="span" fontWeight="semibold">{run.scenario.name}</Text></Link>
              <Text as="span" tone="subdued">{t("standing.in", { step: nameOf(run.stepType), since: format.dateTime(run.since) })}</Text>
            </BlockStack>
            <Badge tone={run.held ? "warning" : "info"}>{run.held ? t("standing.held") : run.until ? t(run.orEarlier ? "standing.untilLatest" : "standing.until", { until: format.dateTime(run.until) }) : t("standing.sending")}</Badge>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function Profile({ profile }: { profile: CustomerProfile }) {
  const { t } = useTranslation("customers");
  const format = useShopFormat();
  const lines: [string, string][] = [
    [t("profile.orders"), format.number(profile.ordersCount)],
    [t("profile.spent"), format.money(profile.totalSpentMinor, profile.currency)],
    [t("profile.place"), [profile.city, profile.countryCode].filter(Boolean).join(", ") || "–"],
    [t("profile.phone"), profile.phone ?? "–"],
    [t("profile.since"), format.date(profile.createdAt)],
    [t("profile.browsers"), format.number(profile.visitors.length)],
  ];
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{t("profile.title")}</Text>
        {lines.map(([label, value]) => (
          <InlineStack key={label} align="space-between" gap="200" wrap={false}>
            <Text as="span" tone="subdued">{label}</Text>
            <Text as="span" alignment="end">{value}</Text>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function Tags({ tags }: { tags: string[] }) {
  const { t } = useTranslation("customers");
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{t("profile.tags")}</Text>
        {tags.length > 0 ? <InlineStack gap="100">{tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}</InlineStack> : <Text as="span" tone="subdued">{t("profile.noTags")}</Text>}
      </BlockStack>
    </Card>
  );
}
