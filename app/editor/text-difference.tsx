import { diffWordsWithSpace } from "diff";
import { useTranslation } from "react-i18next";
import styles from "./scenario-editor.module.css";

/** R41: a text with what was taken out of it and what was put in, word by word. */
export function TextDifference({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("editor");
  return (
    <div className={styles.textDifference} tabIndex={0} role="group">
      {diffWordsWithSpace(before, after).map(({ added, removed, value }, index) => {
        const key = `${index}/${value.length}`;
        if (added) return <ins key={key} aria-label={t("compare.inserted", { text: value })}>{value}</ins>;
        return removed ? <del key={key} aria-label={t("compare.deleted", { text: value })}>{value}</del> : <span key={key}>{value}</span>;
      })}
    </div>
  );
}
