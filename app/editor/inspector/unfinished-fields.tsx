import { useCallback, useEffect, useRef, type ReactNode } from "react";
import { FieldFaultProvider, type TellFault } from "~/components/field-faults";
import { useEditorStore } from "../use-editor";

const SETTINGS = "settings";

/**
 * Fields below it that hold something half typed are problems of this step, entry point or of the settings. They stay so when the
 * panel is closed, since what was typed is not what would be saved, until the panel is opened again and shows what is.
 */
export function UnfinishedFields({ stepId, entryPointId, children }: { stepId?: string; entryPointId?: string; children: ReactNode }) {
  const store = useEditorStore();
  const owner = stepId ?? entryPointId ?? SETTINGS;
  const closing = useRef(false);
  const tell = useCallback<TellFault>((fieldId, label) => {
    if (closing.current) return;
    const where = stepId === undefined ? (entryPointId === undefined ? {} : { entryPointId }) : { stepId };
    store.setUnfinished(fieldId, label === null ? null : { severity: "error", path: owner, ...where, key: "field-unfinished", values: { label } });
  }, [store, stepId, entryPointId, owner]);
  useEffect(() => {
    closing.current = false;
    store.forgetUnfinished(owner);
    // Effects of a parent are undone before those of its children.
    return () => {
      closing.current = true;
    };
  }, [store, owner]);
  return <FieldFaultProvider value={tell}>{children}</FieldFaultProvider>;
}
