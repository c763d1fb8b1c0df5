import { Banner } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import styles from "./scenario-editor.module.css";
import type { Notice } from "./use-saving";

/** Why the last save or change of status did not go through, and what to do now. */
export function Notices({ notice, onReload, onKeepMine, onDismiss }: { notice: Notice; onReload(): void; onKeepMine(): void; onDismiss(): void }) {
  const { t } = useTranslation("editor");
  return (
    <div className={styles.notices} aria-live="assertive">
      {notice === "conflict" && (
        <Banner tone="critical" title={t("notices.conflictTitle")} action={{ content: t("notices.reload"), onAction: onReload }} secondaryAction={{ content: t("notices.keepMine"), onAction: onKeepMine }} onDismiss={onDismiss}>
          <p>{t("notices.conflict")}</p>
        </Banner>
      )}
      {notice !== null && notice !== "conflict" && (
        <Banner tone="critical" title={t(`notices.${notice}Title`)} onDismiss={onDismiss}>
          <p>{t(`notices.${notice}`)}</p>
        </Banner>
      )}
    </div>
  );
}
