import { BlockStack, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { LengthOfTimeFields } from "~/components/length-of-time-fields";
import { LinkChoice } from "~/components/link-choice";
import { MessageBeforeSelect } from "~/components/message-before-select";
import { PageMatchFields } from "~/components/page-match-fields";
import { SegmentBuilder } from "~/components/segment-builder";
import { TagField } from "~/components/tag-field";
import { errorAt, type StepPanelProps } from "../step-face";
import { AWAITED_ACTIVITIES, AWAITED_ANSWERS, AWAITED_CONSENTS, type WaitUntilConfig } from "./definition";

type Until = WaitUntilConfig["until"];
type PanelProps = StepPanelProps<WaitUntilConfig>;

const CHOICES = [...AWAITED_ACTIVITIES, ...AWAITED_ANSWERS, "tag", ...AWAITED_CONSENTS, "customer"] as const;
type Choice = (typeof CHOICES)[number];

export function WaitUntilPanel(props: PanelProps) {
  const { t } = useTranslation("steps");
  const { config, onChange, problems } = props;
  const choice = choiceOf(config.until);
  const write = (until: Until, field: string) => onChange({ ...config, until }, field);
  return (
    <BlockStack gap="400">
      <Select
        label={t("waitUntil.untilLabel")}
        options={CHOICES.map((each) => ({ value: each, label: t(`waitUntil.choices.${each}`) }))}
        value={choice}
        helpText={t(`waitUntil.hints.${config.until.what}`)}
        onChange={(value) => {
          const chosen = CHOICES.find((each) => each === value);
          if (chosen && chosen !== choice) write(chosenUntil(chosen, props), "until");
        }}
      />
      <Details {...props} write={write} />
      <LengthOfTimeFields label={t("waitUntil.limitLabel")} length={config.limit} error={errorAt(problems, "limit.amount")} onChange={(limit, field) => onChange({ ...config, limit }, `limit/${field}`)} />
      <Text as="p" tone="subdued" variant="bodySm">{t("waitUntil.explain")}</Text>
    </BlockStack>
  );
}

function Details({ config: { until }, problems, options, messagesBefore, write }: PanelProps & { write(until: Until, field: string): void }) {
  const { t } = useTranslation("steps");
  switch (until.what) {
    case "activity":
      return until.type === "page_viewed" && until.page
        ? <PageMatchFields page={until.page} error={errorAt(problems, "until.page.path")} onChange={(page, field) => write({ ...until, page }, `page/${field}`)} />
        : null;
    case "message": {
      if (messagesBefore.length === 0) return <Text as="p" tone="critical">{t("waitUntil.noMessages")}</Text>;
      const links = messagesBefore.find(({ stepId }) => stepId === until.stepId)?.links ?? [];
      return (
        <>
          <MessageBeforeSelect stepId={until.stepId} messages={messagesBefore} error={errorAt(problems, "until.stepId")} onChange={(stepId) => write({ what: "message", stepId, was: until.was }, "stepId")} />
          {until.was === "clicked" && (
            <LinkChoice
              link={until.link}
              links={links}
              error={errorAt(problems, "until.link.text")}
              onChange={(link) => write({ what: "message", stepId: until.stepId, was: until.was, ...(link ? { link } : {}) }, "link")}
            />
          )}
        </>
      );
    }
    case "tag":
      return <TagField label={t("waitUntil.tagLabel")} value={until.tag} suggestions={options.tags} error={errorAt(problems, "until.tag")} onChange={(tag) => write({ ...until, tag }, "tag")} />;
    case "consent":
      return (
        <Select
          label={t("waitUntil.consentLabel")}
          options={withUnknown(options.consents.map(({ key, name }) => ({ value: key, label: name })), until.consent)}
          value={until.consent}
          onChange={(consent) => write({ ...until, consent }, "consent")}
        />
      );
    case "customer":
      return (
        <SegmentBuilder
          segment={until.segment}
          problems={problems.filter(({ path }) => path.startsWith("until.segment")).map((problem) => ({ ...problem, path: problem.path.replace(/^until\.segment\.?/, "") }))}
          options={options}
          onChange={(segment, field) => write({ ...until, segment }, field)}
        />
      );
    default: return until satisfies never;
  }
}

function choiceOf(until: Until): Choice {
  switch (until.what) {
    case "activity": return until.type;
    case "message": return until.was;
    case "consent": return until.state;
    default: return until.what;
  }
}

function chosenUntil(choice: Choice, { config: { until }, messagesBefore, options }: PanelProps): Until {
  switch (choice) {
    case "opened":
    case "clicked": return { what: "message", stepId: until.what === "message" ? until.stepId : (messagesBefore.at(-1)?.stepId ?? ""), was: choice };
    case "tag": return { what: "tag", tag: "" };
    case "granted":
    case "withdrawn": return { what: "consent", consent: until.what === "consent" ? until.consent : (options.consents[0]?.key ?? "newsletter"), state: choice };
    case "customer": return { what: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 1 }] }] } };
    case "page_viewed": return { what: "activity", type: choice, page: { match: "starts-with", path: "/pages/" } };
    default: return { what: "activity", type: choice };
  }
}

/** A consent that was deleted stays visible by its key until another is chosen. */
function withUnknown(known: { value: string; label: string }[], value: string): { value: string; label: string }[] {
  return known.some((option) => option.value === value) ? known : [...known, { value, label: value }];
}
