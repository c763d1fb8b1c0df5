import { BlockStack, Box, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useShopFormat } from "~/components/shop-format";
import { CODE_LETTERS } from "~/domain/discount/write-code";
import type { StepPanelProps } from "../step-face";
import type { DiscountCodeConfig } from "./definition";
import { offerInWords } from "./offer-in-words";

/** What a customer gets by this config. The letters of chance are drawn when the code is made. */
export function CodePreview({ config: { source, expiresInDays }, options }: Pick<StepPanelProps<DiscountCodeConfig>, "options"> & { config: DiscountCodeConfig }) {
  const { t, i18n } = useTranslation(["steps", "entryPoints", "editor"]);
  const format = useShopFormat();
  const pool = source.from === "pool" ? options.discountPools.find(({ id }) => id === source.poolId) : undefined;
  if (source.from === "pool" && !pool) return null;
  const lines = source.from === "pool" ? [pool?.worth ?? "", t("discountCode.preview.uploaded")] : [
    offerInWords(source.offer, { t, language: i18n.language, currency: options.currency }),
    ...(source.minimumMinor === null ? [] : [t("discountCode.preview.minimum", { money: format.money(source.minimumMinor, options.currency) })]),
    t("discountCode.preview.once"),
  ];
  return (
    <Box padding="300" borderRadius="200" background="bg-surface-secondary" borderWidth="025" borderColor="border-secondary">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">{t("discountCode.preview.title")}</Text>
        {source.from === "shopify" && <Text as="p"><code>{`${source.prefix === "" ? "" : `${source.prefix}-`}${"•".repeat(CODE_LETTERS)}`}</code></Text>}
        {[...lines, expiresInDays === null ? t("discountCode.preview.endless") : t("discountCode.preview.ends", { count: expiresInDays })].map((line) => <Text as="p" tone="subdued" key={line}>{line}</Text>)}
      </BlockStack>
    </Box>
  );
}
