import { BlockStack, Card, EmptySearchResult, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { SegmentCustomer } from "~/queries/segment-customers.server";
import { useShopFormat } from "./shop-format";

/** The customers of a saved segment, a page at a time. */
export function SegmentPeople({ customers, next }: { customers: readonly SegmentCustomer[]; next: string | null }) {
  const { t } = useTranslation(["segments", "customers"]);
  const format = useShopFormat();
  const { smDown } = useBreakpoints();
  const [params, setParams] = useSearchParams();
  return (
    <Card padding="0">
      <IndexTable
        selectable={false} condensed={smDown} itemCount={customers.length}
        emptyState={<EmptySearchResult title={t("segments:nobody")} description={t("segments:nobodyHint")} />}
        headings={[{ title: t("customers:list.name") }, { title: t("customers:list.orders"), alignment: "end" }, { title: t("customers:list.spent"), alignment: "end" }]}
        pagination={{ hasNext: next !== null, hasPrevious: params.has("after"), onNext: () => { if (next) setParams({ after: next }, { preventScrollReset: true }); }, onPrevious: () => window.history.back() }}
      >
        {customers.map((customer, position) => (
          <IndexTable.Row id={customer.id} key={customer.id} position={position}>
            <IndexTable.Cell>
              <BlockStack gap="050">
                <Link dataPrimaryLink monochrome removeUnderline url={`/app/customers/${customer.id}`}>
                  <Text as="span" fontWeight="semibold">{[customer.firstName, customer.lastName].filter(Boolean).join(" ") || customer.email || t("customers:list.nameless")}</Text>
                </Link>
                <Text as="span" tone="subdued" breakWord>{customer.email ?? t("customers:list.noEmail")}</Text>
              </BlockStack>
            </IndexTable.Cell>
            {smDown ? null : (
              <>
                <IndexTable.Cell><Text as="span" alignment="end" numeric>{format.number(customer.ordersCount)}</Text></IndexTable.Cell>
                <IndexTable.Cell><Text as="span" alignment="end" numeric>{format.money(customer.totalSpentMinor, customer.currency)}</Text></IndexTable.Cell>
              </>
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}
