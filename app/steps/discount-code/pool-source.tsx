import { Banner, BlockStack, Link, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { errorAt, type StepPanelProps } from "../step-face";
import type { DiscountCodeConfig } from "./definition";

type Source = Extract<DiscountCodeConfig["source"], { from: "pool" }>;

interface PoolSourceProps extends Pick<StepPanelProps<DiscountCodeConfig>, "problems" | "options"> {
  source: Source;
  onChange(source: Source, field: string): void;
}

/** Which pool, and how many codes are left in it. */
export function PoolSource({ source, problems, options: { discountPools }, onChange }: PoolSourceProps) {
  const { t } = useTranslation("steps");
  const pool = discountPools.find(({ id }) => id === source.poolId);
  const gone = source.poolId !== "" && !pool;
  const toPools = <Link url="/app/discount-codes">{t("discountCode.toPools")}</Link>;
  if (discountPools.length === 0) {
    return <Banner tone="warning" title={t("discountCode.noPoolsTitle")}><Text as="p">{t("discountCode.noPools")} {toPools}</Text></Banner>;
  }
  return (
    <BlockStack gap="200">
      <Select
        label={t("discountCode.poolLabel")}
        options={[
          ...(pool ? [] : [{ value: source.poolId, label: t(gone ? "discountCode.poolGone" : "discountCode.choosePool") }]),
          ...discountPools.map(({ id, name, worth, left }) => ({ value: id, label: t("discountCode.poolChoice", { name, worth, count: left }) })),
        ]}
        value={source.poolId}
        error={errorAt(problems, "source.poolId") ?? (gone ? t("discountCode.problem.poolGone") : undefined)}
        onChange={(poolId) => onChange({ from: "pool", poolId }, "poolId")}
      />
      {pool?.low ? (
        <Banner tone="warning"><Text as="p">{t("discountCode.poolLow", { count: pool.left })} {toPools}</Text></Banner>
      ) : (
        <Text as="p">{toPools}</Text>
      )}
    </BlockStack>
  );
}
