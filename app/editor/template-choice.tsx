import { Button } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDynamicText } from "~/components/dynamic-text";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { stepTypeByName } from "~/steps/registry";
import { stepFaceByName } from "~/steps/registry.ui";
import { scenarioTemplates } from "~/templates/registry";
import type { ScenarioTemplate } from "~/templates/scenario-template";
import canvas from "./canvas/canvas.module.css";
import { useEditor, useEditorStore } from "./use-editor";
import styles from "./scenario-editor.module.css";

/** R34: a new scenario begins with one of these, or blank; later, applying one overwrites what is there, after a warning. */
export default function TemplateChoice({ onDone }: { onDone(): void }) {
  const { t } = useTranslation("editor");
  const { t: tList } = useTranslation("scenarios");
  const say = useDynamicText();
  const store = useEditorStore();
  const blank = useEditor((state) => state.history.present.draft.definition.entryPoints.length + state.history.present.draft.definition.steps.length === 0);
  const [warned, setWarned] = useState<ScenarioTemplate | null>(null);
  const apply = (template: ScenarioTemplate) => {
    const { name } = store.get().history.present.draft;
    // A name that the merchant gave stays.
    store.applyTemplate(template.definition(), name === tList("newName") ? template.name : name);
    onDone();
  };
  if (warned) {
    return (
      <div className={styles.start}>
        <section className={styles.startCard} aria-label={t("start.overwriteTitle")}>
          <h2>{t("start.overwriteTitle")}</h2>
          <p>{t("start.overwriteBody")}</p>
          <div style={{ display: "flex", gap: 8 }}>
            <Button variant="primary" tone="critical" onClick={() => apply(warned)}>{t("start.overwrite")}</Button>
            <Button onClick={onDone}>{t("start.keep")}</Button>
          </div>
        </section>
      </div>
    );
  }
  return (
    <div className={styles.start}>
      <section className={styles.startCard} aria-label={t("start.title")}>
        <h2>{t("start.title")}</h2>
        <p>{t("start.body")}</p>
        <ul className={styles.templates}>
          {scenarioTemplates.map((template) => (
            <li key={template.id}>
              <button type="button" className={styles.template} onClick={() => (blank ? apply(template) : setWarned(template))}>
                <TemplateFlow definition={template.definition()} />
                <span className={styles.templateName}>{say(`templates:${template.id}.name`, template.name)}</span>
                <span className={styles.templateDoes}>{say(`templates:${template.id}.does`, "")}</span>
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              className={styles.template}
              data-blank="true"
              onClick={() => {
                onDone();
                if (blank) store.select({ is: "entry-palette" });
              }}
            >
              <span className={styles.templateFlow} aria-hidden="true"><i className={canvas.icon}><PlusIcon /></i></span>
              <span className={styles.templateName}>{blank ? t("start.blank") : t("start.back")}</span>
              <span className={styles.templateDoes}>{blank ? t("start.blankHint") : t("start.backHint")}</span>
            </button>
          </li>
        </ul>
      </section>
    </div>
  );
}

/** The steps of a template as a row of their icons. */
function TemplateFlow({ definition }: { definition: ScenarioDefinition }) {
  return (
    <span className={styles.templateFlow} aria-hidden="true">
      {definition.steps.slice(0, 7).map((step, at) => {
        const Icon = stepFaceByName.get(step.type)?.icon;
        return (
          <Fragment key={step.id}>
            {at > 0 && <b />}
            <i className={canvas.icon} data-tone={stepTypeByName.get(step.type)?.category}>{typeof Icon === "function" ? <Icon /> : null}</i>
          </Fragment>
        );
      })}
    </span>
  );
}
