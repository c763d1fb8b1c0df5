import { useTranslation } from "react-i18next";
import { useEditor, useEditorStore } from "../use-editor";
import type { Selection } from "../selection";
import { slotKey } from "../model/slot";
import { ChecksPanel } from "./checks-panel";
import { EntryInspector } from "./entry-inspector";
import styles from "./inspector.module.css";
import { OverviewPanel } from "./overview-panel";
import { EntryPalette, StepPalette } from "./palette";
import { SettingsPanel } from "./settings-panel";
import { StepInspector } from "./step-inspector";

/** The panel beside the canvas; on phones a sheet over its lower part. */
export function Inspector() {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const selection = useEditor((state) => state.selection);
  return (
    <aside
      className={styles.inspector}
      aria-label={t("inspector.label")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        store.select(null);
        store.focus(store.get().focusKey);
      }}
    >
      <Shown selection={selection} />
    </aside>
  );
}

function Shown({ selection }: { selection: Selection }) {
  switch (selection?.is) {
    case undefined: return <OverviewPanel />;
    case "step": return <StepInspector key={selection.stepId} stepId={selection.stepId} />;
    case "entry-point": return <EntryInspector key={selection.entryPointId} entryPointId={selection.entryPointId} />;
    case "entry-palette": return <EntryPalette />;
    case "palette": return <StepPalette key={slotKey(selection.slot)} slot={selection.slot} />;
    case "settings": return <SettingsPanel />;
    case "checks": return <ChecksPanel />;
    default: return selection satisfies never;
  }
}
