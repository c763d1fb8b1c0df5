import { useTranslation } from "react-i18next";
import type { Reentry } from "~/domain/scenario/definition";
import styles from "./inspector.module.css";

/** R5–R7 in four plain answers: what happens when. */
export function PolicyTable({ reentry }: { reentry: Reentry }) {
  const { t } = useTranslation("editor");
  const days = reentry.minIntervalHours / 24;
  const interval = Number.isInteger(days) ? t("policy.days", { count: days }) : t("policy.hours", { count: reentry.minIntervalHours });
  return (
    <table className={styles.policy}>
      <caption>{t("policy.caption")}</caption>
      <tbody>
        <tr>
          <th scope="row">{t("policy.first")}</th>
          <td>{t("policy.enters")}</td>
        </tr>
        <tr>
          <th scope="row">{t("policy.inside")}</th>
          <td>{t(reentry.whileInside === "refresh" && reentry.refreshWith === "most-valuable" ? "policy.mostValuable" : `policy.insideAnswers.${reentry.whileInside}`)}</td>
        </tr>
        <tr>
          <th scope="row">{t("policy.after")}</th>
          <td>{t(`policy.afterAnswers.${reentry.afterEnd}`, { interval })}</td>
        </tr>
      </tbody>
    </table>
  );
}
