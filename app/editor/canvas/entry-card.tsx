import { PlusIcon } from "@shopify/polaris-icons";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { MOST_ENTRY_POINTS, type EntryPointNode } from "~/domain/scenario/definition";
import { entryPointFaceByName } from "~/entry-points/registry.ui";
import { entryPointSummary, useEntryPointName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { START_CARD } from "../model/layout";
import { countProblems, ProblemBadge, worstOf } from "../problem-badge";
import styles from "./canvas.module.css";

/** All the ways into the scenario, on one card above the first step. */
export const EntryCard = memo(function EntryCard() {
  const store = useEditorStore();
  const { t } = useTranslation("editor");
  const entryPoints = useEditor((state) => state.history.present.draft.definition.entryPoints);
  const tabStop = useEditor((state) => state.focusKey === START_CARD);
  const adding = useEditor((state) => state.selection?.is === "entry-palette");
  const full = entryPoints.length >= MOST_ENTRY_POINTS;
  const add = () => store.select({ is: "entry-palette" });
  return (
    <section className={`${styles.entry} nodrag`} aria-label={t("entry.label")} onFocus={() => store.focused(START_CARD)}>
      <div className={styles.entryHead}>{t("entry.title")}</div>
      {entryPoints.map((entryPoint, at) => (
        <EntryRow key={entryPoint.id} entryPoint={entryPoint} tabStop={tabStop && at === 0} first={at === 0} />
      ))}
      {entryPoints.length === 0 && (
        <button type="button" className={styles.entryRow} data-node-key={START_CARD} data-chosen={adding} tabIndex={tabStop ? 0 : -1} onClick={add}>
          <span className={styles.icon}><PlusIcon /></span>
          <span className={styles.words}>
            <span className={styles.title}>{t("entry.choose")}</span>
            <span className={styles.summary}>{t("entry.chooseHint")}</span>
          </span>
        </button>
      )}
      <button type="button" className={styles.entryAdd} disabled={full} tabIndex={tabStop ? 0 : -1} onClick={add}>
        {!full && <PlusIcon />}
        {full ? t("entry.full", { count: MOST_ENTRY_POINTS }) : t("entry.add")}
      </button>
    </section>
  );
});

function EntryRow({ entryPoint, tabStop, first }: { entryPoint: EntryPointNode; tabStop: boolean; first: boolean }) {
  const store = useEditorStore();
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const chosen = useEditor((state) => state.selection?.is === "entry-point" && state.selection.entryPointId === entryPoint.id);
  const errors = useEditor((state) => countProblems(state.problems, "entryPointId", entryPoint.id, "error"));
  const warnings = useEditor((state) => countProblems(state.problems, "entryPointId", entryPoint.id, "warning"));
  const Icon = entryPointFaceByName.get(entryPoint.type)?.icon;
  const name = useEntryPointName(entryPoint, saying);
  const summary = entryPointSummary(entryPoint, saying);
  return (
    <button
      type="button"
      className={styles.entryRow}
      data-node-key={first ? START_CARD : undefined}
      data-chosen={chosen}
      data-wrong={errors > 0}
      tabIndex={tabStop ? 0 : -1}
      aria-label={t("card.label", { name, summary, problems: errors + warnings > 0 ? t("card.problems", { count: errors + warnings }) : "" })}
      aria-current={chosen ? "true" : undefined}
      onClick={() => store.select({ is: "entry-point", entryPointId: entryPoint.id })}
    >
      <span className={styles.icon}>{typeof Icon === "function" ? <Icon /> : null}</span>
      <span className={styles.words}>
        <span className={styles.title}>{name}</span>
        <span className={styles.summary}>{summary}</span>
      </span>
      <ProblemBadge errors={errors} warnings={warnings} severity={worstOf(errors)} />
    </button>
  );
}
