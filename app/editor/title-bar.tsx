import { ActionList, Button, Popover } from "@shopify/polaris";
import { AlertCircleIcon, AlertTriangleIcon, ArrowLeftIcon, CheckCircleIcon, ChartVerticalIcon, ClipboardChecklistIcon, ClockIcon, ExportIcon, MenuHorizontalIcon, SettingsIcon, ThemeTemplateIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ScenarioStatusBadge } from "~/components/scenario-status-badge";
import type { ScenarioStatus } from "~/domain/scenario/status";
import { useEditor, useEditorStore } from "./use-editor";
import { isDirty } from "./model/history";
import styles from "./scenario-editor.module.css";

export const LONGEST_NAME = 200;

export interface TitleBarProps {
  status: ScenarioStatus;
  busy: "saving" | "activating" | "stopping" | null;
  onBack(): void;
  onStatistics(): void;
  onTemplates(): void;
  onVersions(): void;
  onExport(): void;
  onActivate(): void;
  onStop(): void;
}

export function TitleBar({ status, busy, onBack, onStatistics, onTemplates, onVersions, onExport, onActivate, onStop }: TitleBarProps) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const dirty = useEditor((state) => isDirty(state.history));
  const state = busy === "saving" ? t("bar.saving") : dirty ? t("bar.unsaved") : t("bar.saved");
  return (
    <header className={styles.bar}>
      <Button variant="tertiary" icon={ArrowLeftIcon} accessibilityLabel={t("bar.back")} onClick={onBack} />
      <NameField />
      <span className={styles.status}><ScenarioStatusBadge status={status} /></span>
      <span className={styles.spring} />
      <span className={styles.state} role="status"><span className={styles.wide}>{status === "deleted" ? "" : state}</span></span>
      <div className={styles.actions}>
        <ChecksButton begun={status === "draft"} />
        <span className={styles.wide}>
          <Button icon={SettingsIcon} onClick={() => store.select({ is: "settings" })}>{t("bar.settings")}</Button>
        </span>
        <MoreMenu onTemplates={onTemplates} onVersions={onVersions} onExport={onExport} onStatistics={onStatistics} />
        {status === "active" ? (
          <Button onClick={onStop} loading={busy === "stopping"} tone="critical">{t("bar.stop")}</Button>
        ) : (
          <Button variant="primary" onClick={onActivate} loading={busy === "activating"} disabled={status === "deleted"}>{t("bar.activate")}</Button>
        )}
      </div>
    </header>
  );
}

function NameField() {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const name = useEditor((state) => state.history.present.draft.name);
  const empty = name.trim() === "";
  return (
    <>
      <h1 className={styles.heard}>{name || t("bar.name")}</h1>
      <div className={styles.name}>
        <span aria-hidden="true">{name || t("bar.name")}</span>
        <input
          aria-label={t("bar.name")}
          aria-invalid={empty}
          value={name}
          title={name}
          maxLength={LONGEST_NAME}
          placeholder={t("bar.name")}
          onChange={(event) => store.rename(event.target.value)}
          onBlur={() => store.seal()}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
      </div>
      {empty && <p className={styles.nameError} role="alert">{t("bar.nameMissing")}</p>}
    </>
  );
}

/** What is missing in a scenario that is `begun` is no fault yet. */
function ChecksButton({ begun }: { begun: boolean }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const errors = useEditor((state) => state.problems.filter(({ severity }) => severity === "error").length);
  const warnings = useEditor((state) => state.problems.length) - errors;
  const show = () => store.select({ is: "checks" });
  if (errors > 0 && begun) return <Button icon={ClipboardChecklistIcon} onClick={show}>{t("bar.toFinish", { count: errors })}</Button>;
  if (errors > 0) return <Button icon={AlertCircleIcon} tone="critical" onClick={show}>{t("bar.toMend", { count: errors })}</Button>;
  if (warnings > 0) return <Button icon={AlertTriangleIcon} onClick={show}>{t("bar.warned", { count: warnings })}</Button>;
  return <Button icon={CheckCircleIcon} tone="success" onClick={show}>{t("bar.ready")}</Button>;
}

function MoreMenu({ onTemplates, onVersions, onExport, onStatistics }: Pick<TitleBarProps, "onTemplates" | "onVersions" | "onExport" | "onStatistics">) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const [open, setOpen] = useState(false);
  const then = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    <Popover active={open} onClose={() => setOpen(false)} activator={<Button icon={MenuHorizontalIcon} accessibilityLabel={t("bar.more")} onClick={() => setOpen(!open)} />}>
      <ActionList
        actionRole="menuitem"
        items={[
          { content: t("bar.settings"), icon: SettingsIcon, onAction: then(() => store.select({ is: "settings" })) },
          { content: t("bar.templates"), icon: ThemeTemplateIcon, onAction: then(onTemplates) },
          { content: t("bar.versions"), icon: ClockIcon, onAction: then(onVersions) },
          { content: t("bar.statistics"), icon: ChartVerticalIcon, onAction: then(onStatistics) },
          { content: t("bar.export"), icon: ExportIcon, onAction: then(onExport) },
        ]}
      />
    </Popover>
  );
}
