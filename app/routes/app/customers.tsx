import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { Badge, BlockStack, Box, Card, EmptySearchResult, IndexTable, InlineStack, Link, Page, Text, TextField, useBreakpoints } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitleOf } from "~/components/page-title";
import { useShopFormat } from "~/components/shop-format";
import { type CustomerListItem, listCustomers } from "~/queries/customer-list.server";

const TYPING_PAUSE_MS = 300;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const params = new URL(request.url).searchParams;
  const search = (params.get("search") ?? "").slice(0, 200);
  return { search, ...(await listCustomers(context.db, shop.id, { search, after: params.get("after") })) };
}

const consentTones = { granted: "success", withdrawn: "warning", pending: "attention", "never-asked": undefined } as const;

export const meta: MetaFunction = () => pageTitleOf("customers:list.title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Customers() {
  const { t } = useTranslation("customers");
  const { customers, next, search } = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  const loading = useNavigation().state === "loading";
  const { smDown } = useBreakpoints();
  const [typed, setTyped] = useState(search);

  useEffect(() => {
    if (typed === search) return;
    const timer = setTimeout(() => setParams(typed ? { search: typed } : {}, { replace: true, preventScrollReset: true }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, search, setParams]);

  return (
    <Page title={t("list.title")} subtitle={t("list.subtitle")} fullWidth>
      <Card padding="0">
        <Box padding="300">
          <TextField label={t("list.search")} labelHidden placeholder={t("list.search")} value={typed} onChange={setTyped} autoComplete="off" clearButton onClearButtonClick={() => setTyped("")} loading={loading} />
        </Box>
        <IndexTable
          selectable={false}
          condensed={smDown}
          itemCount={customers.length}
          emptyState={<EmptySearchResult title={t(search ? "list.nobodyFound" : "list.nobodyYet")} description={t(search ? "list.nobodyFoundHint" : "list.nobodyYetHint")} withIllustration />}
          headings={[
            { title: t("list.name") }, { title: t("list.consent") }, { title: t("list.orders"), alignment: "end" },
            { title: t("list.spent"), alignment: "end" }, { title: t("list.inside"), alignment: "end" },
          ]}
          pagination={{
            hasNext: next !== null,
            hasPrevious: params.has("after"),
            onNext: () => setParams({ ...(search ? { search } : {}), ...(next ? { after: next } : {}) }),
            onPrevious: () => window.history.back(),
          }}
        >
          {customers.map((customer, position) => (
            <IndexTable.Row id={customer.id} key={customer.id} position={position}>
              {smDown ? <CondensedRow customer={customer} /> : <RowCells customer={customer} />}
            </IndexTable.Row>
          ))}
        </IndexTable>
      </Card>
    </Page>
  );
}

function CustomerName({ customer }: { customer: CustomerListItem }) {
  const { t } = useTranslation("customers");
  return (
    <BlockStack gap="050">
      <Link dataPrimaryLink monochrome removeUnderline url={`/app/customers/${customer.id}`}>
        <Text as="span" fontWeight="semibold">{[customer.firstName, customer.lastName].filter(Boolean).join(" ") || customer.email || t("list.nameless")}</Text>
      </Link>
      <Text as="span" tone="subdued" breakWord>{customer.email ?? t("list.noEmail")}</Text>
    </BlockStack>
  );
}

function RowCells({ customer }: { customer: CustomerListItem }) {
  const format = useShopFormat();
  return (
    <>
      <IndexTable.Cell><CustomerName customer={customer} /></IndexTable.Cell>
      <IndexTable.Cell><ConsentBadge state={customer.emailConsent} /></IndexTable.Cell>
      <IndexTable.Cell><Text as="span" alignment="end" numeric>{format.number(customer.ordersCount)}</Text></IndexTable.Cell>
      <IndexTable.Cell><Text as="span" alignment="end" numeric>{format.money(customer.totalSpentMinor, customer.currency)}</Text></IndexTable.Cell>
      <IndexTable.Cell><Text as="span" alignment="end" numeric>{customer.activeRuns > 0 ? format.number(customer.activeRuns) : "–"}</Text></IndexTable.Cell>
    </>
  );
}

function CondensedRow({ customer }: { customer: CustomerListItem }) {
  const format = useShopFormat();
  const { t } = useTranslation("customers");
  return (
    <Box padding="300" width="100%">
      <InlineStack align="space-between" blockAlign="start" wrap={false} gap="200">
        <CustomerName customer={customer} />
        <BlockStack gap="100" inlineAlign="end">
          <ConsentBadge state={customer.emailConsent} />
          <Text as="span" tone="subdued">{t("list.ordersAndSpent", { count: customer.ordersCount, money: format.money(customer.totalSpentMinor, customer.currency) })}</Text>
        </BlockStack>
      </InlineStack>
    </Box>
  );
}

function ConsentBadge({ state }: { state: CustomerListItem["emailConsent"] }) {
  const { t } = useTranslation("customers");
  return <Badge tone={consentTones[state]}>{t(`consent.${state}`)}</Badge>;
}
