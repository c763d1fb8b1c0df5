import { Badge, BlockStack, Box, Icon, InlineStack, Link, Text } from "@shopify/polaris";
import { AlertCircleIcon, AlertTriangleIcon, CartIcon, CheckCircleIcon, ClockIcon, CodeIcon, ConnectIcon, CursorIcon, DatabaseIcon, DiscountCodeIcon, EmailIcon, ExitIcon, HeartIcon, OrderIcon, PersonIcon, ViewIcon, XCircleIcon } from "@shopify/polaris-icons";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import type { TraitConstant } from "~/domain/trait/trait";
import type { EditorOptions } from "~/editor/editor-options";
import type { TimelineItem } from "~/queries/timeline-source";
import { useDynamicText } from "./dynamic-text";
import { sayTraitValue } from "./say-trait-value";
import { useShopFormat } from "./shop-format";
import { useSayAsked } from "./use-say-asked";
import { useSayWay } from "./use-say-way";
import { useTypeNames } from "./use-type-names";

type Face = { icon: ComponentProps<typeof Icon>["source"]; tone: "base" | "success" | "critical" | "caution" | "subdued" | "info" };

const faces: Record<TimelineItem["kind"], Face> = {
  entered: { icon: PersonIcon, tone: "info" },
  restarted: { icon: PersonIcon, tone: "info" },
  refreshed: { icon: PersonIcon, tone: "info" },
  "not-entered": { icon: XCircleIcon, tone: "caution" },
  "step-left": { icon: ClockIcon, tone: "subdued" },
  "step-moved": { icon: ClockIcon, tone: "base" },
  "step-passed-over": { icon: ClockIcon, tone: "base" },
  "run-completed": { icon: CheckCircleIcon, tone: "success" },
  "run-removed": { icon: ExitIcon, tone: "base" },
  "message-sent": { icon: EmailIcon, tone: "success" },
  "message-suppressed": { icon: XCircleIcon, tone: "caution" },
  "message-failed": { icon: AlertCircleIcon, tone: "critical" },
  "message-unknown": { icon: AlertTriangleIcon, tone: "critical" },
  "message-cancelled": { icon: XCircleIcon, tone: "subdued" },
  "message-delivered": { icon: EmailIcon, tone: "subdued" },
  "message-displayed": { icon: ViewIcon, tone: "success" },
  "message-bounced": { icon: AlertTriangleIcon, tone: "critical" },
  "message-complained": { icon: AlertTriangleIcon, tone: "critical" },
  "message-unsubscribed": { icon: ExitIcon, tone: "caution" },
  "errand-done": { icon: ConnectIcon, tone: "success" },
  "errand-failed": { icon: AlertCircleIcon, tone: "critical" },
  "errand-unknown": { icon: AlertTriangleIcon, tone: "critical" },
  "errand-cancelled": { icon: XCircleIcon, tone: "subdued" },
  "errand-trying": { icon: ConnectIcon, tone: "caution" },
  opened: { icon: ViewIcon, tone: "success" },
  clicked: { icon: CursorIcon, tone: "success" },
  "machine-opened": { icon: ViewIcon, tone: "subdued" },
  "machine-clicked": { icon: CursorIcon, tone: "subdued" },
  "pending-opened": { icon: ViewIcon, tone: "subdued" },
  "pending-clicked": { icon: CursorIcon, tone: "subdued" },
  "code-issued": { icon: DiscountCodeIcon, tone: "base" },
  "code-used": { icon: DiscountCodeIcon, tone: "success" },
  "order-placed": { icon: OrderIcon, tone: "success" },
  "order-cancelled": { icon: OrderIcon, tone: "critical" },
  "order-credited": { icon: OrderIcon, tone: "success" },
  "trait-set": { icon: DatabaseIcon, tone: "base" },
  "trait-cleared": { icon: DatabaseIcon, tone: "base" },
  "trait-added": { icon: DatabaseIcon, tone: "base" },
  "trait-taken": { icon: DatabaseIcon, tone: "base" },
  "data-skipped": { icon: AlertTriangleIcon, tone: "caution" },
  page_viewed: { icon: ViewIcon, tone: "subdued" },
  product_viewed: { icon: ViewIcon, tone: "subdued" },
  product_added_to_cart: { icon: CartIcon, tone: "base" },
  favourite_added: { icon: HeartIcon, tone: "base" },
  favourite_removed: { icon: HeartIcon, tone: "subdued" },
  cart_viewed: { icon: CartIcon, tone: "subdued" },
  cart_updated: { icon: CartIcon, tone: "subdued" },
  message_link_followed: { icon: CursorIcon, tone: "subdued" },
  custom_event: { icon: CodeIcon, tone: "base" },
  checkout_started: { icon: CartIcon, tone: "base" },
};

/** Where the locale files say why, by kind; "" where the reason is the rule and says nothing. */
const reasonTexts: Partial<Record<TimelineItem["kind"], string>> = {
  "message-suppressed": "messages:suppressed", "message-failed": "messages:failed", "message-unknown": "messages:unknown",
  "errand-failed": "messages:errand", "errand-unknown": "messages:errand",
  "machine-opened": "customers:timeline.machineReasons", "machine-clicked": "customers:timeline.machineReasons",
  opened: "", clicked: "", "pending-opened": "", "pending-clicked": "",
};

/** What happened, newest first, one heading a day of the shop. `options`: the shop's names for what conditions ask about; null where nothing was asked. */
export function CustomerTimeline({ items, options }: { items: TimelineItem[]; options: EditorOptions | null }) {
  const format = useShopFormat();
  const days = Map.groupBy(foldMachines(items), ({ item }) => format.date(item.at));
  return (
    <BlockStack gap="500">
      {[...days].map(([day, ofDay]) => (
        <BlockStack gap="200" key={day}>
          <Text as="h3" variant="headingSm" tone="subdued">{day}</Text>
          <BlockStack as="ul" gap="300">
            {ofDay.map(({ item, count }) => <TimelineRow key={item.id} item={item} count={count} options={options} />)}
          </BlockStack>
        </BlockStack>
      ))}
    </BlockStack>
  );
}

interface Row {
  item: TimelineItem;
  count: number;
}

/** A scanner follows every link at once: what it did to one message stands there once, with how often. */
function foldMachines(items: TimelineItem[]): Row[] {
  const rows: Row[] = [];
  for (const item of items) {
    const last = rows.at(-1);
    const again = last && item.kind.startsWith("machine-") && last.item.kind === item.kind && last.item.subject === item.subject && last.item.scenario?.id === item.scenario?.id;
    if (again) last.count += 1;
    else rows.push({ item, count: 1 });
  }
  return rows;
}

function TimelineRow({ item, count, options }: Row & { options: EditorOptions | null }) {
  const { t, i18n } = useTranslation(["customers", "traits"]);
  const sayWay = useSayWay();
  const sayAsked = useSayAsked(options);
  const text = useDynamicText();
  const names = useTypeNames();
  const format = useShopFormat();
  const { icon, tone } = faces[item.kind];
  const reason = item.reason ? text(`${reasonTexts[item.kind] ?? "customers:timeline.reasons"}.${item.reason}`, reasonTexts[item.kind] === "" ? "" : item.reason, { detail: item.detail ?? "", staff: item.staff ?? "" }) : null;
  const words = { currency: format.currency, language: i18n.language, yes: t("traits:yes"), no: t("traits:no") };
  const said = (value: TraitConstant | null | undefined) => (item.trait && value !== null && value !== undefined ? sayTraitValue(item.trait.type, value, words) : "");
  const step = item.stepType ? names.step(item.stepType) : "";
  const entryPoint = item.entryPointType ? names.entryPoint(item.entryPointType) : "";
  const what = item.way && item.stepType ? sayWay(item.stepType, item.way) : item.kind === "step-left" ? item.detail : null;
  const asked = item.way && item.stepType ? sayAsked(item.stepType, item.way) : "";
  return (
    <Box as="li">
      <InlineStack gap="300" blockAlign="start" wrap={false}>
        <Box minWidth="20px" paddingBlockStart="025"><Icon source={icon} tone={tone} /></Box>
        <Box width="100%">
          <BlockStack gap="050">
            <InlineStack gap="200" blockAlign="center">
              <Text as="span" fontWeight="medium">
                {t(`customers:timeline.kinds.${item.kind}`, { ...(item.channel ? { context: item.channel } : entryPoint ? { context: "by" } : what ? { context: "way" } : {}), step, entryPoint, way: what ?? "", count, detail: item.detail ?? "", subject: item.subject ?? t("customers:timeline.noSubject"), value: said(item.trait?.value), amount: said(Math.abs(item.trait?.amount ?? 0)), money: item.money ? format.money(item.money.minor, item.money.currency) : "" })}
              </Text>
              {item.kind.startsWith("machine-") ? <Badge>{t("customers:timeline.machine")}</Badge> : null}
            </InlineStack>
            {asked ? <Text as="span" breakWord>{t("customers:timeline.asked", { what: asked })}</Text> : null}
            {item.scenario ? <Text as="span" tone="subdued"><Link url={`/app/scenarios/${item.scenario.id}`} monochrome>{item.scenario.name}</Link></Text> : null}
            {item.drops ? <Drops drops={item.drops} /> : null}
            {reason ? <Text as="span" tone={item.kind.endsWith("failed") ? "critical" : "subdued"}>{reason}</Text> : null}
          </BlockStack>
        </Box>
        <Box minWidth="4.5rem"><Text as="span" tone="subdued" alignment="end">{format.time(item.at)}</Text></Box>
      </InlineStack>
    </Box>
  );
}

const MOST_DROPS = 10;

/** R18: which prices fell, as the customer saw them. */
function Drops({ drops }: { drops: NonNullable<TimelineItem["drops"]> }) {
  const { t } = useTranslation("customers");
  const format = useShopFormat();
  return (
    <BlockStack>
      {drops.slice(0, MOST_DROPS).map(({ title, wasMinor, nowMinor, currency }, index) => (
        <Text as="span" tone="subdued" key={index}>{t("timeline.drop", { product: title ?? t("timeline.goneProduct"), was: format.money(wasMinor, currency), now: format.money(nowMinor, currency) })}</Text>
      ))}
      {drops.length > MOST_DROPS ? <Text as="span" tone="subdued">{t("timeline.moreDrops", { count: drops.length - MOST_DROPS })}</Text> : null}
    </BlockStack>
  );
}
