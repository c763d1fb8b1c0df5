import { BlockStack, Text } from "@shopify/polaris";
import { DateTime } from "luxon";
import { useTranslation } from "react-i18next";
import type { Instant } from "~/domain/instant";
import { nextOccurrence } from "~/domain/schedule/next-occurrence";
import type { ScheduleRule } from "~/domain/schedule/schedule-rule";
import { cronFault } from "~/domain/schedule/cron";
import type { EditorOptions } from "~/editor/editor-options";
import { useDynamicText } from "./dynamic-text";

const SHOWN = 3;

interface Props {
  entryPointId: string;
  /** Null while it is not complete. */
  rule: ScheduleRule | null;
  options: Pick<EditorOptions, "timeZone" | "now" | "occurrences">;
}

/** When a schedule comes round next, and what became of it the last times. */
export function OccurrenceList({ entryPointId, rule, options: { timeZone, now, occurrences = [] } }: Props) {
  const { t, i18n } = useTranslation("entryPoints");
  const say = useDynamicText();
  const shown = (at: Instant) => DateTime.fromMillis(at, { zone: timeZone }).setLocale(i18n.language).toLocaleString({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const next = rule && now !== undefined && !(rule.every === "cron" && cronFault(rule.expression)) ? following(rule, now, timeZone) : [];
  const past = occurrences.filter((one) => one.entryPointId === entryPointId);
  return (
    <BlockStack gap="300">
      {next.length > 0 && (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">{t("schedule.next", { count: next.length })}</Text>
          {next.map((at) => <Text as="p" key={at}>{shown(at)}</Text>)}
        </BlockStack>
      )}
      {past.length > 0 && (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">{t("schedule.past")}</Text>
          {past.map(({ dueAt, outcome, reason, taken }) => (
            <Text as="p" key={dueAt} tone={outcome === "done" ? "subdued" : "caution"}>
              {t("schedule.line", { at: shown(dueAt), what: t(`schedule.outcomes.${outcome}`, { count: taken, reason: say(`entryPoints:schedule.reasons.${reason ?? ""}`, "") }) })}
            </Text>
          ))}
        </BlockStack>
      )}
    </BlockStack>
  );
}

function following(rule: ScheduleRule, now: Instant, timeZone: string): Instant[] {
  const found: Instant[] = [];
  for (let after: Instant | null = now; found.length < SHOWN;) {
    after = nextOccurrence(rule, after, timeZone, now);
    if (after === null) break;
    found.push(after);
  }
  return found;
}
