import { BlockStack, ChoiceList, InlineGrid, Select } from "@shopify/polaris";
import { CartAbandonedIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { CART_VARIANTS, LONGEST_IDLE_MINUTES, SHORTEST_IDLE_MINUTES, type CartAbandonmentConfig } from "./definition";

const UNITS = { minutes: 1, hours: 60, days: 24 * 60 } as const;
type Unit = keyof typeof UNITS;

export const cartAbandonmentFace: EntryPointFace<CartAbandonmentConfig> = {
  name: "cartAbandonment.name",
  hint: "cartAbandonment.hint",
  icon: CartAbandonedIcon,
  summary(config, { t }) {
    const unit = widestUnit(config.idleMinutes);
    const idle = t(`entryPoints:cartAbandonment.idle.${unit}`, { count: config.idleMinutes / UNITS[unit] });
    return t(`entryPoints:cartAbandonment.summary.${config.variant}`, { idle });
  },
  Panel: CartAbandonmentPanel,
};

function CartAbandonmentPanel({ config, onChange, problems }: EntryPointPanelProps<CartAbandonmentConfig>) {
  const { t } = useTranslation("entryPoints");
  const [unit, setUnit] = useState<Unit>(() => widestUnit(config.idleMinutes));
  // An undo may bring a time that is no whole number of the unit shown.
  const shown = config.idleMinutes % UNITS[unit] === 0 ? unit : widestUnit(config.idleMinutes);
  const bounds = boundsOf(shown);
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("cartAbandonment.variantLabel")}
        choices={CART_VARIANTS.map((variant) => ({ value: variant, label: t(`cartAbandonment.variants.${variant}`), helpText: t(`cartAbandonment.variantHints.${variant}`) }))}
        selected={[config.variant]}
        onChange={([chosen]) => {
          const variant = CART_VARIANTS.find((known) => known === chosen);
          if (variant) onChange({ ...config, variant }, "variant");
        }}
      />
      <InlineGrid columns={2} gap="200">
        <WholeNumberField
          key={shown}
          label={t("cartAbandonment.idleLabel")}
          value={config.idleMinutes / UNITS[shown]}
          min={bounds.min}
          max={bounds.max}
          error={errorAt(problems, "idleMinutes")}
          onChange={(amount) => onChange({ ...config, idleMinutes: amount * UNITS[shown] }, "idleMinutes")}
        />
        <Select
          label={t("cartAbandonment.unitLabel")}
          options={unitNames.map((name) => ({ value: name, label: t(`cartAbandonment.units.${name}`) }))}
          value={shown}
          onChange={(chosen) => {
            const next = unitNames.find((name) => name === chosen);
            if (!next) return;
            setUnit(next);
            const { min, max } = boundsOf(next);
            const amount = Math.min(max, Math.max(min, config.idleMinutes / UNITS[shown]));
            onChange({ ...config, idleMinutes: amount * UNITS[next] }, "idleUnit");
          }}
        />
      </InlineGrid>
      <p style={{ margin: 0, color: "var(--p-color-text-secondary)" }}>{t("cartAbandonment.idleHint")}</p>
    </BlockStack>
  );
}

const unitNames = ["minutes", "hours", "days"] as const satisfies readonly Unit[];

function widestUnit(minutes: number): Unit {
  if (minutes % UNITS.days === 0) return "days";
  return minutes % UNITS.hours === 0 ? "hours" : "minutes";
}

function boundsOf(unit: Unit): { min: number; max: number } {
  return { min: Math.ceil(SHORTEST_IDLE_MINUTES / UNITS[unit]), max: Math.floor(LONGEST_IDLE_MINUTES / UNITS[unit]) };
}
