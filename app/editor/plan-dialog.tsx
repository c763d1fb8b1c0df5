import { BlockStack, List, Modal, Select, Text } from "@shopify/polaris";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntryPointNode, StepNode } from "~/domain/scenario/definition";
import type { PlanEffect } from "~/domain/scenario/plan-change";
import { entryPointSummary, entryPointTypeName, stepSummary, stepTypeName, useSaying } from "./describe-node";
import { useEditor } from "./editor-store";
import { reachableFrom, stepsById } from "./model/reach";
import type { AskedPlan } from "./use-saving";

const LEAVE = "";

/** R40: what the save does to whom, and what becomes of those who stand in a step that it deletes. */
export function PlanDialog({ plan }: { plan: AskedPlan }) {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const definition = useEditor((state) => state.history.present.draft.definition);
  const steps = useMemo(() => {
    const byId = stepsById(definition);
    return [...reachableFrom(byId, definition.firstStepId)].flatMap((id) => byId.get(id) ?? []);
  }, [definition]);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const nameOf = (step: StepNode) => t("plan.named", { name: stepTypeName(step.type, saying), summary: stepSummary(step, saying) });
  const entryName = (entry: EntryPointNode) => t("plan.named", { name: entryPointTypeName(entry.type, saying), summary: entryPointSummary(entry, saying) });
  const say = (effect: PlanEffect): string => {
    const { kind, count } = effect;
    switch (kind) {
      case "exits-changed": return t(`plan.${kind}`, { count });
      case "entry-point-changed":
      case "entry-point-deleted": return t(`plan.${kind}`, { count, name: entryName(effect.entryPoint) });
      case "wait-changed": {
        const waits = t(`plan.${kind}`, { count, name: nameOf(effect.step) });
        return effect.atOnce > 0 ? `${waits} ${t("plan.atOnce", { count: effect.atOnce })}` : waits;
      }
      default: return t(`plan.${kind}`, { count, name: nameOf(effect.step) });
    }
  };
  const deleted = plan.effects.flatMap((effect) => (effect.kind === "step-deleted" ? [effect] : []));
  const options = [
    { value: LEAVE, label: t("plan.leave") },
    ...steps.map((step, index) => ({ value: step.id, label: t("plan.move", { number: index + 1, name: nameOf(step) }) })),
  ];
  return (
    <Modal
      open
      title={t("plan.title")}
      onClose={() => plan.answer(null)}
      primaryAction={{ content: t("plan.confirm"), onAction: () => plan.answer(Object.fromEntries(Object.entries(chosen).filter(([, to]) => to !== LEAVE))) }}
      secondaryActions={[{ content: t("plan.cancel"), onAction: () => plan.answer(null) }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p">{t("plan.intro")}</Text>
          <List type="bullet">
            {plan.effects.map((effect) => <List.Item key={keyOf(effect)}>{say(effect)}</List.Item>)}
          </List>
          {deleted.map(({ step, count }) => (
            <Select
              key={step.id}
              label={t("plan.choice", { count, name: nameOf(step) })}
              options={options}
              value={chosen[step.id] ?? LEAVE}
              onChange={(to) => setChosen({ ...chosen, [step.id]: to })}
            />
          ))}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function keyOf(effect: PlanEffect): string {
  if ("step" in effect) return `${effect.kind}/${effect.step.id}`;
  return "entryPoint" in effect ? `${effect.kind}/${effect.entryPoint.id}` : effect.kind;
}
