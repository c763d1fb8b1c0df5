import { BlockStack, ChoiceList, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StepNode } from "~/domain/scenario/definition";
import { branchName, stepTypeName, useSaying } from "./describe-node";
import { useEditor, useEditorStore } from "./use-editor";
import { lostBy, type Survivor } from "./model/delete-step";
import { findStep } from "./model/slot";

const NOTHING = "nothing below survives";

/** A step whose branches part is deleted: which branch goes on in its place? */
export function DeleteDialog() {
  const store = useEditorStore();
  const stepId = useEditor((state) => state.asking?.stepId ?? null);
  const step = stepId === null ? null : findStep(store.definition, stepId);
  return step ? <Question key={step.id} step={step} /> : null;
}

function Question({ step }: { step: StepNode }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  const branches = Object.keys(step.next);
  const [choice, setChoice] = useState(() => branches.find((branch) => step.next[branch] !== null) ?? branches[0] ?? NOTHING);
  const survivor: Survivor = choice === NOTHING ? "nothing" : { branch: choice };
  const close = () => {
    store.set({ asking: null });
    store.focus(store.get().focusKey);
  };
  const lost = lostBy(store.definition, step.id, survivor).length - 1;
  return (
    <Modal
      open
      title={t("delete.title", { name: stepTypeName(step.type, saying) })}
      onClose={close}
      primaryAction={{ content: t("delete.confirm"), destructive: true, onAction: () => store.deleteStep(step.id, survivor) }}
      secondaryActions={[{ content: t("delete.cancel"), onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <ChoiceList
            title={t("delete.question")}
            choices={[
              ...branches.map((branch) => ({ value: branch, label: t("delete.keep", { branch: branchName(step, branch, saying) }) })),
              { value: NOTHING, label: t("delete.keepNothing") },
            ]}
            selected={[choice]}
            onChange={([chosen]) => setChoice(chosen ?? NOTHING)}
          />
          <Text as="p" tone="subdued">{t("delete.lost", { count: lost })}</Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
