import type { IconSource } from "@shopify/polaris";
import type { ParseKeys } from "i18next";
import type { ReactNode } from "react";
import type { StepProblem, StepSaying } from "~/steps/step-face";
import type { EditorOptions } from "~/editor/editor-options";

export interface EntryPointPanelProps<Config> {
  entryPointId: string;
  config: Config;
  onChange(config: Config, field: string): void;
  problems: readonly StepProblem[];
  options: EditorOptions;
}

/** How an entry point type looks in the editor. */
export interface EntryPointFace<Config> {
  name: ParseKeys<"entryPoints">;
  hint: ParseKeys<"entryPoints">;
  icon: IconSource;
  summary(config: Config, saying: StepSaying): string;
  Panel(props: EntryPointPanelProps<Config>): ReactNode;
}
