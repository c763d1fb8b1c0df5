import { useCallback, useRef, useState } from "react";
import type { ScenarioStatus } from "~/domain/scenario/status";
import { useEditorServer } from "./editor-server";
import { useEditorStore } from "./editor-store";
import { isDirty } from "./model/history";

/** What stands above the canvas until it is settled. */
export type Notice = "conflict" | "unreachable" | "problems" | "refused" | null;

export interface Saving {
  status: ScenarioStatus;
  busy: "saving" | "activating" | "stopping" | null;
  notice: Notice;
  dismiss(): void;
  /** True when the server has the draft. */
  save(): Promise<boolean>;
  activate(): Promise<boolean>;
  stop(how: "hold" | "remove"): Promise<boolean>;
}

/** Saving, activating and stopping, one at a time; the draft stays in the editor whatever the answer. */
export function useSaving(first: { status: ScenarioStatus; revision: number }): Saving {
  const store = useEditorStore();
  const server = useEditorServer();
  const [status, setStatus] = useState(first.status);
  const [busy, setBusy] = useState<Saving["busy"]>(null);
  const [notice, setNotice] = useState<Notice>(null);
  const revision = useRef(first.revision);
  const working = useRef(false);

  const alone = useCallback(async (what: NonNullable<Saving["busy"]>, work: () => Promise<boolean>): Promise<boolean> => {
    if (working.current) return false;
    working.current = true;
    setBusy(what);
    setNotice(null);
    try {
      return await work();
    } catch {
      // Rejected means not reached or not understood; nothing is lost, the merchant tries again.
      setNotice("unreachable");
      return false;
    } finally {
      working.current = false;
      setBusy(null);
    }
  }, []);

  const showProblems = useCallback(() => {
    setNotice("problems");
    store.select({ is: "checks" });
  }, [store]);

  const write = useCallback(async (): Promise<boolean> => {
    const { draft } = store.get().history.present;
    if (!isDirty(store.get().history)) return true;
    if (draft.name.trim() === "") return false;
    const answer = await server.save({ ...draft, name: draft.name.trim(), revision: revision.current });
    switch (answer.is) {
      case "saved":
        revision.current = answer.revision;
        store.markSaved(draft);
        return true;
      case "conflict":
        setNotice("conflict");
        return false;
      case "problems":
        showProblems();
        return false;
      default:
        return answer satisfies never;
    }
  }, [server, store, showProblems]);

  const changeStatus = useCallback(async (ask: () => ReturnType<typeof server.activate>): Promise<boolean> => {
    const answer = await ask();
    switch (answer.is) {
      case "done":
        revision.current = answer.revision;
        setStatus(answer.status);
        return true;
      case "problems":
        showProblems();
        return false;
      case "refused":
        setNotice("refused");
        return false;
      default:
        return answer satisfies never;
    }
  }, [server, showProblems]);

  return {
    status,
    busy,
    notice,
    dismiss: useCallback(() => setNotice(null), []),
    save: useCallback(() => alone("saving", write), [alone, write]),
    activate: useCallback(() => alone("activating", async () => (await write()) && changeStatus(() => server.activate())), [alone, write, changeStatus, server]),
    stop: useCallback((how) => alone("stopping", () => changeStatus(() => server.stop(how))), [alone, changeStatus, server]),
  };
}
