import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { Badge, BlockStack, Card, EmptyState, IndexTable, InlineStack, Link, Page, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitleOf } from "~/components/page-title";
import { useShopFormat } from "~/components/shop-format";
import { listPools, type PoolLine } from "~/queries/discount-pools.server";

const NEW = "/app/discount-codes/new";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  return { pools: await listPools(context.db, shop.id) };
}

export const meta: MetaFunction = () => pageTitleOf("discounts:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** The pools of discount codes (R30). */
export default function DiscountCodes() {
  const { t } = useTranslation("discounts");
  const { pools } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { smDown } = useBreakpoints();
  const create = { content: t("create"), onAction: () => navigate(NEW) };
  return (
    <Page title={t("title")} subtitle={t("subtitle")} {...(pools.length > 0 ? { primaryAction: create } : {})}>
      {pools.length === 0 ? (
        <Card>
          <EmptyState heading={t("empty.title")} image="/empty-scenarios.svg" action={create}><p>{t("empty.body")}</p></EmptyState>
        </Card>
      ) : (
        <Card padding="0">
          <IndexTable
            selectable={false}
            condensed={smDown}
            itemCount={pools.length}
            headings={[
              { title: t("columns.name") }, { title: t("columns.worth") }, { title: t("columns.left"), alignment: "end" },
              { title: t("columns.issued"), alignment: "end" }, { title: t("columns.used"), alignment: "end" },
            ]}
          >
            {pools.map((pool, position) => (
              <IndexTable.Row id={pool.id} key={pool.id} position={position}>{smDown ? <CondensedRow pool={pool} /> : <RowCells pool={pool} />}</IndexTable.Row>
            ))}
          </IndexTable>
        </Card>
      )}
    </Page>
  );
}

function PoolName({ pool }: { pool: PoolLine }) {
  const { t } = useTranslation("discounts");
  return (
    <InlineStack gap="200">
      <Link dataPrimaryLink monochrome removeUnderline url={`/app/discount-codes/${pool.id}`}><Text as="span" fontWeight="semibold">{pool.name}</Text></Link>
      {pool.low ? <Badge tone={pool.left === 0 ? "critical" : "warning"}>{t(pool.left === 0 ? "none" : "low")}</Badge> : null}
    </InlineStack>
  );
}

function RowCells({ pool }: { pool: PoolLine }) {
  const format = useShopFormat();
  return (
    <>
      <IndexTable.Cell><PoolName pool={pool} /></IndexTable.Cell>
      <IndexTable.Cell>{pool.worth}</IndexTable.Cell>
      {[pool.left, pool.issued, pool.used].map((count, at) => (
        <IndexTable.Cell key={at}><Text as="span" alignment="end" numeric>{format.number(count)}</Text></IndexTable.Cell>
      ))}
    </>
  );
}

function CondensedRow({ pool }: { pool: PoolLine }) {
  const { t } = useTranslation("discounts");
  return (
    <div style={{ padding: "var(--p-space-300)" }}>
      <BlockStack gap="100">
        <PoolName pool={pool} />
        <Text as="span" tone="subdued">{pool.worth}</Text>
        <Text as="span" tone="subdued">{t("pool.counts", { left: pool.left, issued: pool.issued, used: pool.used })}</Text>
      </BlockStack>
    </div>
  );
}
