import { BlockStack, ChoiceList, List, Modal, Select, Text } from "@shopify/polaris";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import type { StepNode } from "~/domain/scenario/definition";
import { MOST_SPREAD_HOURS } from "~/domain/scenario/overdue";
import { proposedSpread } from "~/domain/scenario/spread";
import { stepSummary, stepTypeName, useSaying } from "./describe-node";
import type { InsideChoice } from "./editor-server";
import { useEditor } from "./use-editor";
import { reachableFrom, stepsById } from "./model/reach";
import { useSayEffect } from "./say-effect";
import type { AskedPlan } from "./use-saving";

const LEAVE = "leave";
const THEIRS = "theirs";
/** Before the id of the step to which they are moved. */
const MOVE = "to/";

/** R40: what the save does to whom, and what becomes of those inside. */
export function PlanDialog({ plan }: { plan: AskedPlan }) {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const say = useSayEffect();
  const definition = useEditor((state) => state.history.present.draft.definition);
  const steps = useMemo(() => {
    const byId = stepsById(definition);
    return [...reachableFrom(byId, definition.firstStepId)].flatMap((id) => byId.get(id) ?? []);
  }, [definition]);
  const nameOf = (step: StepNode) => t("plan.named", { name: stepTypeName(step.type, saying), summary: stepSummary(step, saying) });
  const [everyoneStays, setEveryoneStays] = useState(false);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const deleted = plan.effects.flatMap((effect) => (effect.kind === "step-deleted" ? [effect] : []));
  const waits = plan.effects.flatMap((effect) => (effect.kind === "wait-changed" ? [effect] : []));
  const atOnce = waits.reduce((sum, { step, atOnce: due }) => (chosen[step.id] === THEIRS ? sum : sum + due), 0);
  const [hours, setHours] = useState<number | null>(null);
  const spreadHours = hours ?? proposedSpread(atOnce);
  const choice = (): InsideChoice => (everyoneStays ? { moves: {}, stay: "everyone", spreadHours: 0 } : {
    moves: Object.fromEntries(deleted.flatMap(({ step: { id } }) => (chosen[id]?.startsWith(MOVE) ? [[id, chosen[id].slice(MOVE.length)]] : []))),
    stay: [...deleted, ...waits].flatMap(({ step: { id } }) => (chosen[id] === THEIRS ? [id] : [])),
    spreadHours: atOnce === 0 ? 0 : spreadHours,
  });
  const choose = (stepId: string) => (value: string) => setChosen({ ...chosen, [stepId]: value });
  return (
    <Modal
      open
      title={t("plan.title")}
      onClose={() => plan.answer(null)}
      primaryAction={{ content: t("plan.confirm"), onAction: () => plan.answer(choice()) }}
      secondaryActions={[{ content: t("plan.cancel"), onAction: () => plan.answer(null) }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {plan.inside > 0 && (
            <ChoiceList
              title={t("plan.everyone")}
              choices={[
                { value: "follow", label: t("plan.follow"), helpText: t("plan.followHint", { count: plan.inside }) },
                { value: THEIRS, label: t("plan.stay"), helpText: t("plan.stayHint", { count: plan.inside }) },
              ]}
              selected={[everyoneStays ? THEIRS : "follow"]}
              onChange={([value]) => setEveryoneStays(value === THEIRS)}
            />
          )}
          <Text as="p">{t("plan.intro")}</Text>
          <List type="bullet">
            {plan.effects.filter((effect) => !everyoneStays || concernsAll(effect.kind)).map((effect) => <List.Item key={keyOf(effect)}>{say(effect)}</List.Item>)}
            {everyoneStays && <List.Item>{t("plan.stays", { count: plan.inside })}</List.Item>}
            {plan.pinned > 0 && <List.Item>{t("plan.pinned", { count: plan.pinned })}</List.Item>}
          </List>
          {!everyoneStays && deleted.map(({ step, count }) => (
            <Select
              key={step.id}
              label={t("plan.choice", { count, name: nameOf(step) })}
              options={[
                { value: LEAVE, label: t("plan.leave") },
                { value: THEIRS, label: t("plan.theirs") },
                ...steps.map((to, index) => ({ value: MOVE + to.id, label: t("plan.move", { number: index + 1, name: nameOf(to) }) })),
              ]}
              value={chosen[step.id] ?? LEAVE}
              onChange={choose(step.id)}
            />
          ))}
          {!everyoneStays && waits.map(({ step, count }) => (
            <Select
              key={step.id}
              label={t("plan.choice", { count, name: nameOf(step) })}
              options={[{ value: "new", label: t("plan.newWait") }, { value: THEIRS, label: t("plan.theirs") }]}
              value={chosen[step.id] ?? "new"}
              onChange={choose(step.id)}
            />
          ))}
          {!everyoneStays && atOnce > 1 && (
            <>
              <Select
                label={t("plan.burst")}
                helpText={t("plan.burstHint", { count: atOnce })}
                options={[{ value: "now", label: t("plan.burstNow") }, { value: "spread", label: t("plan.burstSpread") }]}
                value={spreadHours === 0 ? "now" : "spread"}
                onChange={(value) => setHours(value === "now" ? 0 : Math.max(1, proposedSpread(atOnce)))}
              />
              {spreadHours > 0 && <WholeNumberField label={t("plan.burstHours")} value={spreadHours} min={1} max={MOST_SPREAD_HOURS} suffix={t("plan.hoursUnit")} onChange={setHours} />}
            </>
          )}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** What holds also for those who finish on theirs. */
const concernsAll = (kind: AskedPlan["effects"][number]["kind"]): boolean => kind === "exits-changed" || kind === "entry-point-changed" || kind === "entry-point-deleted";

function keyOf(effect: AskedPlan["effects"][number]): string {
  if ("step" in effect) return `${effect.kind}/${effect.step.id}`;
  return "entryPoint" in effect ? `${effect.kind}/${effect.entryPoint.id}` : effect.kind;
}
