import { ListBulletedIcon, MaximizeIcon, MinusIcon, PlusIcon, RedoIcon, UndoIcon } from "@shopify/polaris-icons";
import { useReactFlow, useStore } from "@xyflow/react";
import type { FunctionComponent } from "react";
import { useTranslation } from "react-i18next";
import { useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { redoLabel, undoLabel } from "../model/history";
import { sayChange } from "../say-change";
import styles from "./canvas.module.css";

export function CanvasTools({ onShowOutline }: { onShowOutline(): void }) {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const store = useEditorStore();
  const flow = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  const back = useEditor((state) => undoLabel(state.history));
  const forth = useEditor((state) => redoLabel(state.history));
  return (
    <>
      <div className={styles.tools} data-at="top" role="toolbar" aria-label={t("tools.history")}>
        <Tool icon={UndoIcon} label={back ? t("tools.undoWhat", { what: sayChange(back, saying) }) : t("tools.undo")} disabled={!back} onUse={() => store.undo()} />
        <Tool icon={RedoIcon} label={forth ? t("tools.redoWhat", { what: sayChange(forth, saying) }) : t("tools.redo")} disabled={!forth} onUse={() => store.redo()} />
        <Tool icon={ListBulletedIcon} label={t("tools.outline")} onUse={onShowOutline} />
      </div>
      <div className={styles.tools} data-at="bottom" role="toolbar" aria-label={t("tools.zoom")}>
        <Tool icon={MinusIcon} label={t("tools.zoomOut")} onUse={() => void flow.zoomOut()} />
        <button type="button" className={styles.tool} aria-label={t("tools.zoomTo100", { zoom })} title={t("tools.zoomTo100", { zoom })} onClick={() => void flow.zoomTo(1)}>{t("tools.percent", { zoom })}</button>
        <Tool icon={PlusIcon} label={t("tools.zoomIn")} onUse={() => void flow.zoomIn()} />
        <Tool icon={MaximizeIcon} label={t("tools.fit")} onUse={() => void flow.fitView({ padding: 0.1, maxZoom: 1 })} />
      </div>
    </>
  );
}

function Tool({ icon: Icon, label, disabled = false, onUse }: { icon: FunctionComponent; label: string; disabled?: boolean; onUse(): void }) {
  return (
    <button type="button" className={styles.tool} aria-label={label} title={label} disabled={disabled} onClick={onUse}>
      <Icon />
    </button>
  );
}
