import { useCallback, useRef, useState } from "react";
import type { OverdueChoice } from "~/domain/scenario/overdue";
import type { Problem, WarningsChoice } from "~/domain/scenario/problem";
import type { ScenarioStatus } from "~/domain/scenario/status";
import { useEditorServer, type InsideChoice, type SavePlan } from "./editor-server";
import { useEditorStore } from "./use-editor";
import { isDirty, type Draft } from "./model/history";

/** What stands above the canvas until it is settled. */
export type Notice = "conflict" | "unreachable" | "problems" | "refused" | "unfinished" | null;

export interface Saving {
  status: ScenarioStatus;
  busy: "saving" | "activating" | "stopping" | null;
  notice: Notice;
  dismiss(): void;
  /** After a conflict: saves this draft over what was saved elsewhere. */
  keepMine(): Promise<boolean>;
  /** True when the server has the draft. */
  save(): Promise<boolean>;
  activate(overdue: OverdueChoice, warnings: WarningsChoice): Promise<boolean>;
  /** What would run but perhaps not as meant, while the merchant is asked whether it goes live so (R34). */
  warnings: readonly Problem[] | null;
  forgetWarnings(): void;
  /** How many are overdue, while the merchant is asked what becomes of them (R9). */
  overdue: number | null;
  forgetOverdue(): void;
  stop(how: "hold" | "run-on" | "remove"): Promise<boolean>;
  /** R40: what the save under way would do to whom, while the merchant is asked. */
  plan: AskedPlan | null;
}

export interface AskedPlan extends SavePlan {
  /** What was chosen for those inside, or null to go back to editing. */
  answer(choice: InsideChoice | null): void;
}

const NOTHING_CHOSEN: InsideChoice = { moves: {}, stay: [], spreadHours: 0 };

/** Saving, activating and stopping, one at a time; the draft stays in the editor whatever the answer. */
export function useSaving(first: { status: ScenarioStatus; revision: number }): Saving {
  const store = useEditorStore();
  const server = useEditorServer();
  const [status, setStatus] = useState(first.status);
  const [busy, setBusy] = useState<Saving["busy"]>(null);
  const [notice, setNotice] = useState<Notice>(null);
  const revision = useRef(first.revision);
  /** The revision that was saved elsewhere, by which a draft was refused. */
  const elsewhere = useRef(first.revision);
  const working = useRef(false);
  const [overdue, setOverdue] = useState<number | null>(null);
  const [warnings, setWarnings] = useState<readonly Problem[] | null>(null);
  const [plan, setPlan] = useState<AskedPlan | null>(null);

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

  const showProblems = useCallback((problems: readonly Problem[]) => {
    store.showFound(problems);
    setNotice("problems");
    store.select({ is: "checks" });
  }, [store]);

  /** Asks only where somebody inside is affected. */
  const askForThoseInside = useCallback(async (draft: Draft): Promise<InsideChoice | null> => {
    if (status !== "active") return NOTHING_CHOSEN;
    const found = await server.planSave(draft.definition);
    if (found.effects.length === 0) return NOTHING_CHOSEN;
    return new Promise((resolve) => setPlan({
      ...found,
      answer: (choice) => {
        setPlan(null);
        resolve(choice);
      },
    }));
  }, [server, status]);

  const write = useCallback(async (): Promise<boolean> => {
    const { draft } = store.get().history.present;
    if (store.get().unfinished.size > 0) {
      setNotice("unfinished");
      store.select({ is: "checks" });
      return false;
    }
    if (!isDirty(store.get().history)) return true;
    if (draft.name.trim() === "") return false;
    const choice = await askForThoseInside(draft);
    if (choice === null) return false;
    const answer = await server.save({ ...draft, name: draft.name.trim(), revision: revision.current, ...choice });
    switch (answer.is) {
      case "saved":
        revision.current = answer.revision;
        store.markSaved(draft);
        return true;
      case "conflict":
        setNotice("conflict");
        elsewhere.current = answer.revision;
        return false;
      case "refused":
        setNotice("refused");
        return false;
      case "problems":
        showProblems(answer.problems);
        return false;
      default:
        return answer satisfies never;
    }
  }, [server, store, showProblems, askForThoseInside]);

  const changeStatus = useCallback(async (ask: () => ReturnType<typeof server.activate>): Promise<boolean> => {
    const answer = await ask();
    switch (answer.is) {
      case "done":
        revision.current = answer.revision;
        setStatus(answer.status);
        return true;
      case "problems":
        showProblems(answer.problems);
        return false;
      case "warnings":
        store.showFound(answer.problems);
        setWarnings(answer.problems);
        return false;
      case "overdue":
        setOverdue(answer.count);
        return false;
      case "refused":
        setNotice("refused");
        return false;
      default:
        return answer satisfies never;
    }
  }, [server, store, showProblems]);

  return {
    status,
    plan,
    busy,
    notice,
    dismiss: useCallback(() => setNotice(null), []),
    save: useCallback(() => alone("saving", write), [alone, write]),
    keepMine: useCallback(() => {
      revision.current = elsewhere.current;
      return alone("saving", write);
    }, [alone, write]),
    overdue,
    forgetOverdue: useCallback(() => setOverdue(null), []),
    warnings,
    forgetWarnings: useCallback(() => setWarnings(null), []),
    activate: useCallback((choice, accepted) => alone("activating", async () => (await write()) && changeStatus(() => server.activate(choice, accepted))), [alone, write, changeStatus, server]),
    stop: useCallback((how) => alone("stopping", () => changeStatus(() => server.stop(how))), [alone, changeStatus, server]),
  };
}
