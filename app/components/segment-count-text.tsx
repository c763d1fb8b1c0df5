import { InlineStack, Spinner, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Segment } from "~/domain/segment/condition";
import { useShopFormat } from "./shop-format";
import { useSegmentCount } from "./use-segment-count";

/** How many customers are in the segment, as it is written at the moment. */
export function SegmentCountText({ segment, pauseMs }: { segment: Segment; pauseMs?: number }) {
  const { t } = useTranslation("segments");
  const format = useShopFormat();
  const found = useSegmentCount(segment, pauseMs);
  return (
    <div role="status" aria-live="polite">
      {found.is === "counting" && <InlineStack gap="100" blockAlign="center"><Spinner size="small" accessibilityLabel={t("counting")} /></InlineStack>}
      {found.is === "counted" && <Text as="span" numeric>{t("people", { count: found.count, number: format.number(found.count) })}</Text>}
      {found.is === "unfinished" && <Text as="span" tone="subdued">{t("unfinished")}</Text>}
      {found.is === "failed" && <Text as="span" tone="critical">{t("countFailed")}</Text>}
    </div>
  );
}
