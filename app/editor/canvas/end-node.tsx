import { memo } from "react";
import { useTranslation } from "react-i18next";
import styles from "./canvas.module.css";

export const EndNode = memo(function EndNode() {
  const { t } = useTranslation("editor");
  return <div className={styles.end}>{t("end")}</div>;
});
