import type { ScenarioDefinition, ScenarioSettings } from "~/domain/scenario/definition";
import type { Problem } from "~/domain/scenario/problem";
import { branchesOf, newEntryPoint, newStep } from "./catalogue";
import { addEntryPoint, changeEntryPointConfig, changeSettings, deleteEntryPoint } from "./model/change-entry";
import { changeStepConfig, duplicateStep } from "./model/change-step";
import { deleteStep, type Survivor } from "./model/delete-step";
import * as history from "./model/history";
import { insertStep } from "./model/insert-step";
import { createLayouts, slotNodeKey, START_CARD, stepNodeKey, type Layout } from "./model/layout";
import { canMoveAlone, joinTo, moveStep, slotsTaking, type MoveScope } from "./model/move-step";
import { findStep, slotsInto, type Slot } from "./model/slot";
import { focusOf, type Selection } from "./selection";

/** A step on its way to another slot, by dragging or by choosing the slot afterwards. */
export interface Move {
  stepId: string;
  scope: MoveScope;
  by: "dragging" | "choosing";
  /** The slots that can take it, by key. */
  taking: ReadonlyMap<string, Slot>;
  /** Key of the slot the step would drop into now. */
  over: string | null;
}

export interface EditorState {
  history: history.History;
  selection: Selection;
  /** Key of the canvas node that Tab leads to. */
  focusKey: string;
  /** The canvas moves keyboard focus to `focusKey` when this grows. */
  focusRequests: number;
  /** Counts what was laid out from nothing since: the canvas then shows its beginning. */
  beginnings: number;
  move: Move | null;
  /** A step about to be deleted whose branches part. */
  asking: { stepId: string } | null;
  problems: readonly Problem[];
  /** Fields whose text is half typed or out of bounds, by the field: what is saved would not be what is seen. */
  unfinished: ReadonlyMap<string, Problem>;
  layout: Layout;
}

export interface StoreDeps {
  /** Ids of steps are never used again: customers stand in them. */
  newId(): string;
  check(definition: ScenarioDefinition): Problem[];
  /** Does it soon, when what was just changed is drawn: the checks read every message. */
  later(work: () => void): void;
}

/** The state of one open editor: canvas, inspector and title bar read it by selectors, so that each draws only its own. */
export class EditorStore {
  private state: EditorState;
  private readonly listeners = new Set<() => void>();
  private readonly layouts = createLayouts();
  private deps: StoreDeps;
  private checking = false;

  constructor(draft: history.Draft, deps: StoreDeps) {
    this.deps = deps;
    this.state = {
      history: history.openHistory(draft),
      selection: null,
      focusKey: START_CARD,
      focusRequests: 0,
      beginnings: 0,
      move: null,
      asking: null,
      problems: deps.check(draft.definition),
      unfinished: new Map(),
      layout: this.layouts(draft.definition),
    };
  }

  get = (): EditorState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<EditorState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  get definition(): ScenarioDefinition {
    return this.state.history.present.draft.definition;
  }

  select(selection: Selection): void {
    this.set({ selection, history: history.seal(this.state.history), ...focusOf(selection) });
  }

  /** A node has the keyboard: keys mean it. */
  focused(focusKey: string): void {
    if (this.state.focusKey !== focusKey) this.set({ focusKey });
  }

  focus(focusKey: string): void {
    this.set({ focusKey, focusRequests: this.state.focusRequests + 1 });
  }

  addStep(slot: Slot, type: string): void {
    const step = newStep(type, `${type}-${this.deps.newId()}`);
    if (!step) return;
    this.commit(insertStep(this.definition, slot, step), { key: "added", type });
    this.select({ is: "step", stepId: step.id });
  }

  changeStep(stepId: string, config: unknown, field: string): void {
    const step = findStep(this.definition, stepId);
    if (!step) return;
    this.commit(changeStepConfig(this.definition, stepId, config, branchesOf(step, config)), { key: "changed", type: step.type }, `${stepId}/${field}`);
  }

  /** Asks first where the branches of the step part. */
  requestDelete(stepId: string): void {
    const step = findStep(this.definition, stepId);
    if (!step) return;
    if (new Set(Object.values(step.next)).size > 1) this.set({ asking: { stepId } });
    else this.deleteStep(stepId);
  }

  deleteStep(stepId: string, survivor?: Survivor): void {
    const step = findStep(this.definition, stepId);
    const above = slotsInto(this.definition, stepId)[0];
    if (!step || !above) return;
    this.commit(deleteStep(this.definition, stepId, survivor), { key: "deleted", type: step.type });
    this.set({ asking: null, selection: null });
    this.focus(slotNodeKey(above));
  }

  duplicate(stepId: string): void {
    const step = findStep(this.definition, stepId);
    if (!step) return;
    const copyId = `${step.type}-${this.deps.newId()}`;
    this.commit(duplicateStep(this.definition, stepId, copyId), { key: "duplicated", type: step.type });
    this.select({ is: "step", stepId: copyId });
  }

  /** Lifts a step: from now on the slots that can take it are drop targets. A step whose branches part takes along what is below. */
  startMove(stepId: string, by: Move["by"], scope: MoveScope): void {
    const step = findStep(this.definition, stepId);
    if (!step) return;
    const possible = canMoveAlone(step) ? scope : "with-below";
    const { move } = this.state;
    if (move?.stepId === stepId && move.scope === possible && move.by === by) return;
    this.set({ move: { stepId, scope: possible, by, taking: slotsTaking(this.definition, stepId, possible), over: null }, ...(by === "choosing" ? { selection: null } : {}) });
  }

  moveOver(over: string | null): void {
    const { move } = this.state;
    if (move && move.over !== over) this.set({ move: { ...move, over } });
  }

  cancelMove(): void {
    if (this.state.move) this.set({ move: null });
  }

  dropInto(slot: Slot): void {
    const { move } = this.state;
    const step = move && findStep(this.definition, move.stepId);
    this.set({ move: null });
    if (!move || !step) return;
    this.commit(moveStep(this.definition, move.stepId, slot, move.scope), { key: "moved", type: step.type });
    this.focus(stepNodeKey(move.stepId));
  }

  join(slot: Slot, stepId: string | null): void {
    this.commit(joinTo(this.definition, slot, stepId), { key: stepId === null ? "ended" : "joined" });
    this.set({ selection: null });
    this.focus(slotNodeKey(slot));
  }

  addEntryPoint(type: string): void {
    const entryPoint = newEntryPoint(type, `${type}-${this.deps.newId()}`);
    if (!entryPoint) return;
    this.commit(addEntryPoint(this.definition, entryPoint), { key: "entryAdded", type });
    this.select({ is: "entry-point", entryPointId: entryPoint.id });
  }

  changeEntryPoint(entryPointId: string, config: unknown, field: string): void {
    this.commit(changeEntryPointConfig(this.definition, entryPointId, config), { key: "entryChanged" }, `${entryPointId}/${field}`);
  }

  deleteEntryPoint(entryPointId: string): void {
    this.commit(deleteEntryPoint(this.definition, entryPointId), { key: "entryDeleted" });
    this.set({ selection: null });
    this.focus(START_CARD);
  }

  changeSettings(settings: ScenarioSettings, field: string): void {
    this.commit(changeSettings(this.definition, settings), { key: "settings" }, `settings/${field}`);
  }

  applyTemplate(definition: ScenarioDefinition, name: string): void {
    this.write(history.change(this.state.history, { name, definition }, { key: "template" }));
    this.set({ selection: null, beginnings: this.state.beginnings + 1 });
  }

  /** R41: an older version, as changes to save or undo. */
  restoreVersion(definition: ScenarioDefinition): void {
    this.commit(definition, { key: "restored" });
    this.set({ selection: null });
  }

  rename(name: string): void {
    this.write(history.change(this.state.history, { name, definition: this.definition }, { key: "renamed" }, "name"));
  }

  undo(): void {
    this.write(history.undo(this.state.history));
  }

  redo(): void {
    this.write(history.redo(this.state.history));
  }

  discard(): void {
    this.write(history.discard(this.state.history));
  }

  seal(): void {
    this.set({ history: history.seal(this.state.history) });
  }

  markSaved(saved: history.Draft): void {
    this.set({ history: history.markSaved(this.state.history, saved) });
  }

  private commit(definition: ScenarioDefinition, label: history.ChangeLabel, mergeKey: string | null = null): void {
    this.write(history.change(this.state.history, { name: this.state.history.present.draft.name, definition }, label, mergeKey));
  }

  private write(changed: history.History): void {
    if (changed === this.state.history) return;
    const { definition } = changed.present.draft;
    const before = this.definition;
    this.set({
      history: changed,
      ...(definition === before ? {} : { layout: this.layouts(definition), ...this.stillThere(definition) }),
    });
    if (definition !== before) this.checkSoon();
  }

  /** What the shop has to choose from changed. */
  checkBy(check: StoreDeps["check"]): void {
    this.deps = { ...this.deps, check };
    this.checkSoon();
  }

  private checkSoon(): void {
    if (this.checking) return;
    this.checking = true;
    this.deps.later(() => {
      this.checking = false;
      this.showProblems();
    });
  }

  /** R40: a field holds something that cannot be taken; null: it does no more. */
  setUnfinished(fieldId: string, problem: Problem | null): void {
    const unfinished = new Map(this.state.unfinished);
    if (problem) unfinished.set(fieldId, problem);
    else unfinished.delete(fieldId);
    this.set({ unfinished });
    this.showProblems();
  }

  /** The panel of this step or entry point is opened: its fields show what would be saved. */
  forgetUnfinished(owner: string): void {
    const unfinished = new Map([...this.state.unfinished].filter(([, { path }]) => path !== owner));
    if (unfinished.size === this.state.unfinished.size) return;
    this.set({ unfinished });
    this.showProblems();
  }

  /** What the server found in this draft, which may know more of the shop; until the draft changes. */
  showFound(problems: readonly Problem[]): void {
    this.set({ problems });
  }

  private showProblems(): void {
    const { steps, entryPoints } = this.definition;
    const there = new Set([...steps, ...entryPoints].map(({ id }) => id));
    const unfinished = new Map([...this.state.unfinished].filter(([, { stepId, entryPointId }]) => there.has(stepId ?? entryPointId ?? "") || (stepId ?? entryPointId) === undefined));
    this.set({ unfinished, problems: [...unfinished.values(), ...this.deps.check(this.definition)] });
  }

  /** Undo may take away what is chosen or focused. */
  private stillThere(definition: ScenarioDefinition): Partial<EditorState> {
    const { selection, focusKey } = this.state;
    const gone =
      (selection?.is === "step" && !findStep(definition, selection.stepId)) ||
      (selection?.is === "entry-point" && !definition.entryPoints.some(({ id }) => id === selection.entryPointId)) ||
      (selection?.is === "palette" && selection.slot.stepId !== null && !findStep(definition, selection.slot.stepId));
    return { ...(gone ? { selection: null } : {}), ...(this.layouts(definition).byKey.has(focusKey) ? {} : { focusKey: START_CARD }) };
  }
}
