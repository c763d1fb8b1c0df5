import type { ScenarioDefinition } from "~/domain/scenario/definition";

/** What is edited and saved together. */
export interface Draft {
  name: string;
  definition: ScenarioDefinition;
}

/** What was done, as a key below `history` of the editor's texts, and to which step; shown beside Undo and Redo. */
export interface ChangeLabel {
  key: ChangeKey;
  /** Type of the step or entry point it was done to. */
  type?: string;
}

export type ChangeKey =
  | "opened" | "added" | "changed" | "moved" | "deleted" | "duplicated" | "joined" | "ended"
  | "entryAdded" | "entryChanged" | "entryDeleted" | "settings" | "renamed" | "template" | "restored" | "discarded";

interface Entry {
  draft: Draft;
  /** What led to this draft. */
  label: ChangeLabel;
  /** Changes with the same key that follow each other without a seal are one entry: a word typed, not its letters. */
  mergeKey: string | null;
}

export interface History {
  past: readonly Entry[];
  present: Entry;
  future: readonly Entry[];
  /** What is stored on the server. */
  saved: Draft;
}

const KEPT_STEPS_BACK = 200;

export function openHistory(draft: Draft): History {
  return { past: [], present: { draft, label: { key: "opened" }, mergeKey: null }, future: [], saved: draft };
}

export function change(history: History, draft: Draft, label: ChangeLabel, mergeKey: string | null = null): History {
  if (draft.definition === history.present.draft.definition && draft.name === history.present.draft.name) return history;
  const merges = mergeKey !== null && mergeKey === history.present.mergeKey;
  const past = merges ? history.past : [...history.past, history.present].slice(-KEPT_STEPS_BACK);
  return { ...history, past, present: { draft, label, mergeKey }, future: [] };
}

/** Ends the merging of changes: the next one is an entry of its own. */
export function seal(history: History): History {
  return history.present.mergeKey === null ? history : { ...history, present: { ...history.present, mergeKey: null } };
}

export function undo(history: History): History {
  const earlier = history.past.at(-1);
  if (!earlier) return history;
  return { ...history, past: history.past.slice(0, -1), present: { ...earlier, mergeKey: null }, future: [history.present, ...history.future] };
}

export function redo(history: History): History {
  const later = history.future[0];
  if (!later) return history;
  return { ...history, past: [...history.past, history.present], present: { ...later, mergeKey: null }, future: history.future.slice(1) };
}

/** The draft as the server now has it; editing went on meanwhile, so the present may already differ. */
export function markSaved(history: History, saved: Draft): History {
  return { ...seal(history), saved };
}

/** Back to what is stored; itself a change that can be undone. */
export function discard(history: History): History {
  return change(history, history.saved, { key: "discarded" });
}

/** Whole definitions are compared once for each draft, however many parts of the screen ask. */
const compared = new WeakMap<ScenarioDefinition, { saved: ScenarioDefinition; same: boolean }>();

export function isDirty(history: History): boolean {
  const { draft } = history.present;
  return draft.name !== history.saved.name || !sameDefinition(draft.definition, history.saved.definition);
}

function sameDefinition(draft: ScenarioDefinition, saved: ScenarioDefinition): boolean {
  if (draft === saved) return true;
  const known = compared.get(draft);
  if (known?.saved === saved) return known.same;
  const same = JSON.stringify(draft) === JSON.stringify(saved);
  compared.set(draft, { saved, same });
  return same;
}

export function undoLabel(history: History): ChangeLabel | null {
  return history.past.length === 0 ? null : history.present.label;
}

export function redoLabel(history: History): ChangeLabel | null {
  return history.future[0]?.label ?? null;
}
