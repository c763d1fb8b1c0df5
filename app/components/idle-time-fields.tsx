import { BlockStack, InlineGrid, Select } from "@shopify/polaris";
import type { ParseKeys } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LONGEST_IDLE_MINUTES, SHORTEST_IDLE_MINUTES } from "~/domain/scenario/idle-time";
import { errorAt, type StepProblem } from "~/steps/step-face";
import { IDLE_UNITS, minutesOf, widestUnit, type IdleUnit } from "./say-idle-time";
import { WholeNumberField } from "./whole-number-field";

interface Props {
  idleMinutes: number;
  problems: readonly StepProblem[];
  hint: ParseKeys<"entryPoints">;
  onChange(idleMinutes: number, field: "idleMinutes" | "idleUnit"): void;
}

/** R14, R15: for how long somebody does nothing. */
export function IdleTimeFields({ idleMinutes, problems, hint, onChange }: Props) {
  const { t } = useTranslation("entryPoints");
  const [unit, setUnit] = useState<IdleUnit>(() => widestUnit(idleMinutes));
  // An undo may bring a time that is no whole number of the unit shown.
  const shown = idleMinutes % minutesOf(unit) === 0 ? unit : widestUnit(idleMinutes);
  const bounds = boundsOf(shown);
  return (
    <BlockStack gap="200">
      <InlineGrid columns={2} gap="200">
        <WholeNumberField
          key={shown}
          label={t("idle.label")}
          value={idleMinutes / minutesOf(shown)}
          min={bounds.min}
          max={bounds.max}
          error={errorAt(problems, "idleMinutes")}
          onChange={(amount) => onChange(amount * minutesOf(shown), "idleMinutes")}
        />
        <Select
          label={t("idle.unitLabel")}
          options={IDLE_UNITS.map((name) => ({ value: name, label: t(`idle.units.${name}`) }))}
          value={shown}
          onChange={(chosen) => {
            const next = IDLE_UNITS.find((name) => name === chosen);
            if (!next) return;
            setUnit(next);
            const { min, max } = boundsOf(next);
            const amount = Math.min(max, Math.max(min, idleMinutes / minutesOf(shown)));
            onChange(amount * minutesOf(next), "idleUnit");
          }}
        />
      </InlineGrid>
      <p style={{ margin: 0, color: "var(--p-color-text-secondary)" }}>{t(hint)}</p>
    </BlockStack>
  );
}

function boundsOf(unit: IdleUnit): { min: number; max: number } {
  return { min: Math.ceil(SHORTEST_IDLE_MINUTES / minutesOf(unit)), max: Math.floor(LONGEST_IDLE_MINUTES / minutesOf(unit)) };
}
