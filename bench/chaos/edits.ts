import { isDeepStrictEqual } from "node:util";
import type { ScenarioDefinition } from "../../app/domain/scenario/definition.ts";
import { node } from "../installation/staged-shop.ts";
import { minutes } from "./chaos-shop.ts";

type Change = (definition: ScenarioDefinition) => ScenarioDefinition;

export interface Edit {
  name: string;
  /** The part of the story after which it is made. */
  after: number;
  /** A save of the active scenario, or a change of its status. */
  do: Change | "stop" | "activate";
}

/** A step that comes and goes; who stands in it when it goes is removed. */
export const FLEETING_STEP = "pause";

const waiting = (amount: number): Change => (definition) => ({ ...definition, steps: definition.steps.map((step) => (step.id === "wait" ? { ...step, config: minutes(amount) } : step)) });

/** Whoever led to `from` leads to `to`. */
const redirected = (definition: ScenarioDefinition, at: string, from: string | null, to: string | null): ScenarioDefinition => ({
  ...definition,
  steps: definition.steps.map((step) => (step.id === at ? { ...step, next: Object.fromEntries(Object.entries(step.next).map(([branch, next]) => [branch, next === from ? to : next])) } : step)),
});

const added: Change = (definition) => {
  const { steps, ...more } = redirected(definition, "ways", "few", FLEETING_STEP);
  return { ...more, steps: [...steps.filter(({ id }) => id !== FLEETING_STEP), node(FLEETING_STEP, "delay", minutes(90), { next: "few" })] };
};

const deleted: Change = (definition) => {
  const { steps, ...more } = redirected(definition, "ways", FLEETING_STEP, "few");
  return { ...more, steps: steps.filter(({ id }) => id !== FLEETING_STEP) };
};

/** From behind the text message to before the second web push: who stands in it goes on there. */
const moved: Change = (definition) => redirected(redirected(redirected(definition, "text", "breath", "call"), "calm", "push-b", "breath"), "breath", "call", "push-b");

/** What the merchant does meanwhile, in this order; those who left a cart have entered before it is stopped. */
export const EDITS: readonly Edit[] = [
  { name: "shorten", after: 0.3, do: waiting(90) },
  { name: "lengthen", after: 0.37, do: waiting(150) },
  { name: "add", after: 0.42, do: added },
  { name: "shorten-again", after: 0.48, do: waiting(110) },
  { name: "move", after: 0.55, do: moved },
  { name: "delete", after: 0.6, do: deleted },
  { name: "stop", after: 0.66, do: "stop" },
  { name: "activate", after: 0.7, do: "activate" },
];

/** Whether the change leaves it as it is, since it was made already. */
export const isMade = (change: Change, definition: ScenarioDefinition): boolean => isDeepStrictEqual(change(definition), definition);
