import { BlockStack, Button, InlineStack, Select, Spinner, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Condition } from "~/domain/segment/condition";
import type { ShopifySegmentLine } from "~/domain/segment/shopify-segment-line";
import { OperatorSelect } from "./operator-select";
import { useShopFormat } from "./shop-format";
import { useShopifySegments } from "./use-shopify-segments";

type ShopifySegmentCondition = Extract<Condition, { fact: "shopify-segment" }>;

interface Props {
  condition: ShopifySegmentCondition;
  onChange(condition: ShopifySegmentCondition): void;
}

/** One of the segments that the shop has in Shopify, with how old what is known of its members is. */
export function ShopifySegmentFields({ condition, onChange }: Props) {
  const { t } = useTranslation("steps");
  const { found, again } = useShopifySegments(condition.shopifySegmentId);
  const { shopifySegmentId: chosen, name } = condition;
  const loading = found.is === "loading";
  if (loading && chosen === "") return <Busy text={t("segment.shopify.loading")} />;
  const segments = found.is === "known" ? found.segments : [];
  const failed = found.is === "unreachable" || (found.is === "known" && found.failed !== null);
  const line = segments.find(({ id }) => id === chosen);
  const unreadable = failed && <Again text={found.is === "known" && found.failed ? t("segment.shopify.failed", { why: found.failed }) : t("segment.shopify.unreachable")} onAgain={again} />;
  if (segments.length === 0 && chosen === "") return unreadable || <Text as="p" tone="subdued">{t("segment.shopify.none")}</Text>;
  const offered = segments.filter((segment) => !segment.gone || segment.id === chosen).map((segment) => ({ value: segment.id, label: segment.gone ? t("segment.shopify.goneLabel", { name: segment.name }) : segment.name }));
  const unlisted = chosen !== "" && !line;
  return (
    <>
      <OperatorSelect known={["in", "not-in"] as const} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
      <BlockStack gap="100">
        <Select
          label={t("segment.shopify.label")} labelHidden placeholder={t("segment.shopify.choose")} value={chosen}
          options={unlisted ? [...offered, { value: chosen, label: name || t("segment.segmentGone") }] : offered}
          onChange={(id) => onChange({ ...condition, shopifySegmentId: id, name: (segments.find((segment) => segment.id === id)?.name ?? "").slice(0, 255) })}
        />
        {loading && <Busy text={t("segment.shopify.loading")} />}
        {unlisted && !loading && !failed && <Text as="p" tone="critical" variant="bodySm">{t("segment.problem.shopifyGone", { name })}</Text>}
        {line && <MembersKnown line={line} onAgain={again} />}
        {unreadable}
      </BlockStack>
    </>
  );
}

function MembersKnown({ line: { name, gone, read, filledAt, members, strangers, error }, onAgain }: { line: ShopifySegmentLine; onAgain(): void }) {
  const { t } = useTranslation("steps");
  const { dateTime, number } = useShopFormat();
  if (gone) return <Text as="p" tone="caution" variant="bodySm">{t(read ? "segment.problem.shopifyStays" : "segment.problem.shopifyGone", { name })}</Text>;
  const known = filledAt !== null && <Text as="p" tone="subdued" variant="bodySm">{t("segment.shopify.asOf", { count: members, number: number(members), at: dateTime(filledAt) })}{strangers > 0 && ` ${t("segment.shopify.strangers", { count: strangers, number: number(strangers) })}`}</Text>;
  if (error !== null) return <>{known}<Again text={t(read ? "segment.shopify.stale" : "segment.shopify.unread", { why: error })} onAgain={onAgain} /></>;
  if (known) return known;
  return <Busy text={t("segment.shopify.reading")} />;
}

function Busy({ text }: { text: string }) {
  return <InlineStack gap="200" blockAlign="center" wrap={false}><Spinner size="small" accessibilityLabel={text} /><Text as="span" tone="subdued" variant="bodySm">{text}</Text></InlineStack>;
}

function Again({ text, onAgain }: { text: string; onAgain(): void }) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="100">
      <Text as="p" tone="critical" variant="bodySm">{text}</Text>
      <InlineStack><Button variant="plain" onClick={onAgain}>{t("segment.shopify.again")}</Button></InlineStack>
    </BlockStack>
  );
}
