import { useTranslation } from "react-i18next";
import { stepTypeName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { canMoveAlone } from "../model/move-step";
import { findStep } from "../model/slot";
import styles from "./canvas.module.css";

/** Moving without dragging: says what is moved while the merchant chooses the place. */
export function MoveBar() {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const store = useEditorStore();
  const move = useEditor((state) => (state.move?.by === "choosing" ? state.move : null));
  const step = move && findStep(store.definition, move.stepId);
  if (!move || !step) return null;
  const other = move.scope === "alone" ? "with-below" : "alone";
  return (
    <div className={styles.moving} role="status">
      <span>{t(move.scope === "alone" ? "move.choose" : "move.chooseWithBelow", { name: stepTypeName(step.type, saying) })}</span>
      {canMoveAlone(step) && (
        <button type="button" onClick={() => store.startMove(step.id, "choosing", other)}>{t(other === "alone" ? "move.onlyThis" : "move.withBelow")}</button>
      )}
      <button type="button" onClick={() => store.cancelMove()}>{t("move.cancel")}</button>
    </div>
  );
}
