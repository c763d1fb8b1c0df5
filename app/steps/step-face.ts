import type { IconSource } from "@shopify/polaris";
import type { ParseKeys, TFunction } from "i18next";
import type { ReactNode } from "react";
import type { EditorOptions } from "~/editor/editor-options";
import type { Problem } from "~/domain/scenario/problem";

export type StepText = TFunction<["steps", "entryPoints", "editor", "traits"]>;

export interface StepSaying {
  t: StepText;
  options: EditorOptions;
  /** BCP 47: how numbers and money are written. */
  language: string;
}

export interface StepPanelProps<Config> {
  stepId: string;
  config: Config;
  /** Changes made under the same field name, one after the other, are one entry of the history. */
  onChange(config: Config, field: string): void;
  /** Problems of this step; `pathOf(problem)` is the place below its config. */
  problems: readonly StepProblem[];
  options: EditorOptions;
  /** The messages sent on a way to this step, in words. */
  messagesBefore: readonly MessageBefore[];
  /** What the scenario's entry points give to messages, in Liquid's words. */
  givenByEntry: readonly string[];
  /** How many steps would go if the step had only these branches. */
  lostByBranches(branches: readonly string[]): number;
}

/** A message on the way to a step. */
export interface MessageBefore {
  stepId: string;
  summary: string;
  /** The links of its text, as they are written. */
  links: readonly string[];
}

/** A problem with its sentence, and its path below `config`. */
export interface StepProblem {
  severity: Problem["severity"];
  path: string;
  text: string;
}

/** How a step type looks in the editor. Methods, so that the registry can hold faces of different configs. */
export interface StepFace<Config> {
  name: ParseKeys<"steps">;
  /** One sentence for the palette. */
  hint: ParseKeys<"steps">;
  icon: IconSource;
  /** One line for the card. */
  summary(config: Config, saying: StepSaying): string;
  /** What stands on the line of a branch; asked only where there are several. */
  branchName?(config: Config, branch: string, saying: Pick<StepSaying, "t">): string;
  /**
   * What was asked of a customer who left by this branch, in words; asked only where there are several, "" where nothing was. `message`: what the message is called that
   * the config names, where that is known.
   */
  asked?(config: Config, branch: string, saying: StepSaying, message: string | null): string;
  /** Of a message: the links of its text, as they are written. */
  links?(config: Config): readonly string[];
  Panel(props: StepPanelProps<Config>): ReactNode;
}

/** The sentence of the first problem at this place of the config, for the `error` of a field. */
export function errorAt(problems: readonly StepProblem[], path: string): string | undefined {
  return problems.find((problem) => problem.severity === "error" && problem.path === path)?.text;
}
