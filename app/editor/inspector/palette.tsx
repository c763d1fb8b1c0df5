import { FlagIcon } from "@shopify/polaris-icons";
import type { IconSource } from "@shopify/polaris";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { StepCategory } from "~/domain/scenario/step-type";
import { entryPointTypes } from "~/entry-points/registry";
import { entryPointFaceByName } from "~/entry-points/registry.ui";
import { stepTypes } from "~/steps/registry";
import { stepFaceByName } from "~/steps/registry.ui";
import canvas from "../canvas/canvas.module.css";
import { branchName, stepSummary, stepTypeName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { canJoin } from "../model/move-step";
import { findStep, targetOf, type Slot } from "../model/slot";
import { PanelFrame } from "./panel-frame";
import styles from "./inspector.module.css";

const CATEGORIES = ["message", "flow", "customer"] as const satisfies readonly StepCategory[];
const MOST_JOINS = 12;

/** R21: channels and flow elements, for the slot whose + was pressed. */
export function StepPalette({ slot }: { slot: Slot }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  const definition = useEditor((state) => state.history.present.draft.definition);
  const from = slot.stepId === null ? null : findStep(definition, slot.stepId);
  const named = from !== null && Object.keys(from.next).length > 1;
  const target = targetOf(definition, slot) ?? null;
  const joins = from ? definition.steps.filter((step) => canJoin(definition, slot, step.id)).slice(0, MOST_JOINS) : [];
  const parts = new Set(Object.values(from?.next ?? {})).size;
  return (
    <PanelFrame title={t("palette.title")} hint={named ? t("palette.inBranch", { branch: branchName(from, slot.branch, saying) }) : t("palette.hint")}>
      <div className={styles.palette}>
        {CATEGORIES.map((category) => {
          const types = stepTypes.filter((type) => type.category === category);
          if (types.length === 0) return null;
          return (
            <Group key={category} name={t(`palette.categories.${category}`)}>
              {types.map(({ type }) => {
                const face = stepFaceByName.get(type);
                if (!face) return null;
                return <Offer key={type} icon={face.icon} tone={category} name={saying.t(face.name, { ns: "steps" })} hint={saying.t(face.hint, { ns: "steps" })} onChoose={() => store.addStep(slot, type)} />;
              })}
            </Group>
          );
        })}
        {(target !== null && from !== null && (named || parts > 1)) || joins.length > 0 ? (
          <Group name={t("palette.goOn")}>
            {target !== null && from !== null && <Offer icon={FlagIcon} tone="end" name={t("palette.endHere")} hint={t("palette.endHereHint")} onChoose={() => store.join(slot, null)} />}
            {joins.map((step) => (
              <Offer key={step.id} icon={stepFaceByName.get(step.type)?.icon ?? FlagIcon} tone="end" name={t("palette.goOnWith", { name: stepTypeName(step.type, saying) })} hint={stepSummary(step, saying)} onChoose={() => store.join(slot, step.id)} />
            ))}
          </Group>
        ) : null}
      </div>
    </PanelFrame>
  );
}

export function EntryPalette() {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  return (
    <PanelFrame title={t("entryPalette.title")} hint={t("entryPalette.hint")}>
      <div className={styles.palette}>
        <Group name={t("entryPalette.behaviour")}>
          {entryPointTypes.map(({ type }) => {
            const face = entryPointFaceByName.get(type);
            if (!face) return null;
            return <Offer key={type} icon={face.icon} tone="entry" name={saying.t(face.name, { ns: "entryPoints" })} hint={saying.t(face.hint, { ns: "entryPoints" })} onChoose={() => store.addEntryPoint(type)} />;
          })}
        </Group>
      </div>
    </PanelFrame>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h3 id={id} className={styles.groupName}>{name}</h3>
      <ul className={styles.offers}>{children}</ul>
    </section>
  );
}

function Offer({ icon: Icon, tone, name, hint, onChoose }: { icon: IconSource; tone: string; name: string; hint: string; onChoose(): void }) {
  return (
    <li>
      <button type="button" className={styles.offer} onClick={onChoose}>
        <span className={canvas.icon} data-tone={tone}>{typeof Icon === "function" ? <Icon /> : null}</span>
        <span className={styles.offerWords}>
          <span className={styles.offerName}>{name}</span>
          <span className={styles.offerHint}>{hint}</span>
        </span>
      </button>
    </li>
  );
}
