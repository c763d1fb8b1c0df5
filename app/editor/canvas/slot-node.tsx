import { PlusIcon } from "@shopify/polaris-icons";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { branchName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { slotNodeKey } from "../model/layout";
import { sameSlot, slotKey, type Slot } from "../model/slot";
import styles from "./canvas.module.css";

/** The place between two steps: the name of the branch, and the button that adds a step or takes one that is moved. */
export const SlotNode = memo(function SlotNode({ data }: NodeProps & { data: { slot: Slot; named: boolean } }) {
  const { slot, named } = data;
  const key = slotKey(slot);
  const store = useEditorStore();
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const step = useEditor((state) => state.history.present.draft.definition.steps.find(({ id }) => id === slot.stepId));
  const chosen = useEditor((state) => state.selection?.is === "palette" && sameSlot(state.selection.slot, slot));
  const tabStop = useEditor((state) => state.focusKey === slotNodeKey(slot));
  const moving = useEditor((state) => state.move !== null);
  const taking = useEditor((state) => state.move?.taking.has(key) ?? false);
  const over = useEditor((state) => state.move?.over === key);
  const name = named && step ? branchName(step, slot.branch, saying) : null;
  const label = taking ? t("slot.moveHere") : name === null ? t("slot.add") : t("slot.addToBranch", { branch: name });
  return (
    <div className={styles.slot} data-narrow={!named}>
      <span className={styles.stem} />
      {name !== null && <span className={styles.branch} title={name}>{name}</span>}
      <button
        type="button"
        className={`${styles.plus} nodrag`}
        data-node-key={slotNodeKey(slot)}
        data-chosen={chosen}
        data-taking={taking}
        data-over={over}
        tabIndex={tabStop ? 0 : -1}
        aria-label={label}
        disabled={moving && !taking}
        onFocus={() => store.focused(slotNodeKey(slot))}
        onClick={() => (taking ? store.dropInto(slot) : store.select({ is: "palette", slot }))}
      >
        <span>{taking ? t("slot.moveHere") : <PlusIcon />}</span>
      </button>
    </div>
  );
});
