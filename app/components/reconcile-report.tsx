import { BlockStack, InlineStack, List, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ReconcileLine, Reconciles } from "~/queries/reconciles.server";
import { MENDABLE } from "~/services/shopify/mended";
import { useShopFormat } from "./shop-format";

/** What the nightly comparison with Shopify looked at and mended (R45): the last night in words, those before it in a line each. */
export function ReconcileReport({ nights, nextAt }: Reconciles) {
  const { t } = useTranslation("settings");
  const format = useShopFormat();
  const [last, ...earlier] = nights;
  return (
    <BlockStack gap="400">
      {last ? <Night night={last} /> : <Text as="p">{t("reconcile.none")}</Text>}
      {earlier.length > 0 ? (
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">{t("reconcile.earlier")}</Text>
          <List>{earlier.map((night) => <List.Item key={night.at}>{t("reconcile.line", { when: format.dateTime(night.at), what: outcome(night, t) })}</List.Item>)}</List>
        </BlockStack>
      ) : null}
      {nextAt === null ? null : <Text as="p" tone="subdued">{t("reconcile.next", { when: format.dateTime(nextAt) })}</Text>}
    </BlockStack>
  );
}

type Translate = ReturnType<typeof useTranslation<"settings">>["t"];

const mendedOf = ({ mended }: ReconcileLine) => MENDABLE.filter((what) => (mended[what] ?? 0) > 0);

function outcome(night: ReconcileLine, t: Translate): string {
  if (night.status === "failed") return t("reconcile.failed", { error: night.error ?? "" });
  if (night.status === "under-way") return t("reconcile.underWay");
  const count = mendedOf(night).reduce((sum, what) => sum + (night.mended[what] ?? 0), 0);
  return count === 0 ? t("reconcile.nothing") : t("reconcile.mendedCount", { count });
}

function Night({ night }: { night: ReconcileLine }) {
  const { t } = useTranslation("settings");
  const format = useShopFormat();
  const { looked } = night;
  const mended = mendedOf(night);
  return (
    <BlockStack gap="200">
      <InlineStack gap="200"><Text as="h3" variant="headingSm">{format.dateTime(night.at)}</Text></InlineStack>
      <Text as="p" {...(night.status === "failed" ? { tone: "critical" as const } : {})}>{mended.length > 0 && night.status === "done" ? t("reconcile.mended") : outcome(night, t)}</Text>
      {mended.length > 0 ? <List>{mended.map((what) => <List.Item key={what}>{t(`reconcile.what.${what}`, { count: night.mended[what] ?? 0 })}</List.Item>)}</List> : null}
      <Text as="p" tone="subdued">{t("reconcile.looked", { customers: format.number(looked.customers), products: format.number(looked.products), orders: format.number(looked.orders) })}</Text>
      {night.unreadable > 0 ? <Text as="p" tone="caution">{t("reconcile.unreadable", { count: night.unreadable, problem: night.problem ?? "" })}</Text> : null}
    </BlockStack>
  );
}
