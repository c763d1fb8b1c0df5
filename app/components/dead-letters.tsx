import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, InlineStack, Link, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeadLetter, DeadLetterGroup } from "~/queries/dead-letters.server";
import type { WhichLetters } from "~/services/attention/which-letters";
import { useDynamicText } from "./dynamic-text";
import { useShopFormat } from "./shop-format";
import { useTypeNames } from "./use-type-names";

const CALLS = "/app/settings/attention";
const REASONS = { errand: "messages:errand", message: "messages:unknown", run: "customers:timeline.reasons", "sign-up": "" } as const;

/** What was given up in one step, with what a person can do about it: all at once, or one by one. */
export function DeadLetters({ group }: { group: DeadLetterGroup }) {
  const { t } = useTranslation("settings");
  const names = useTypeNames();
  const [open, setOpen] = useState(false);
  const { kind, scenario, stepId, stepType, count, letters } = group;
  const which: WhichLetters = scenario ? { scenarioId: scenario.id, stepId } : { all: true };
  const step = stepType === null ? t("attention.letters.goneStep") : names.step(stepType);
  return (
    <BlockStack gap="200">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">{t(`attention.letters.${kind}`, { count, step, scenario: scenario?.name ?? "" })}</Text>
        <Text as="p" tone="subdued">{t(`attention.letters.hints.${kind}`)}</Text>
      </BlockStack>
      <InlineStack gap="200">
        <Button onClick={() => setOpen(!open)} ariaExpanded={open}>{t(open ? "attention.letters.hide" : "attention.letters.show")}</Button>
        {kind === "message" ? null : <Act what="retry-letters" kind={kind} which={which} label={t("attention.letters.retryAll")} />}
        <GiveAllUp kind={kind} which={which} count={count} />
      </InlineStack>
      {open ? (
        <Box paddingBlockStart="200">
          <BlockStack gap="300" as="ul">
            {letters.map((letter) => <Letter key={letter.id} kind={kind} letter={letter} />)}
            {count > letters.length ? <Text as="p" tone="subdued">{t("attention.letters.newest", { count: letters.length })}</Text> : null}
          </BlockStack>
        </Box>
      ) : null}
    </BlockStack>
  );
}

function Letter({ kind, letter: { id, customer, reason, detail, at } }: { kind: DeadLetterGroup["kind"]; letter: DeadLetter }) {
  const { t } = useTranslation("settings");
  const text = useDynamicText();
  const format = useShopFormat();
  const name = customer.name || t("attention.letters.nobody");
  const why = reason === null ? detail : text(`${REASONS[kind]}.${reason}`, reason, { detail: detail ?? "" });
  return (
    <Box as="li" paddingInlineStart="200" borderInlineStartWidth="025" borderColor="border">
      <BlockStack gap="100">
        <InlineStack gap="200"><Text as="span" breakWord>{customer.id === null ? name : <Link url={`/app/customers/${customer.id}`}>{name}</Link>}</Text><Text as="span" tone="subdued">{format.dateTime(at)}</Text></InlineStack>
        {why ? <Text as="p" variant="bodySm" breakWord>{why}</Text> : null}
        <InlineStack gap="300">
          {kind === "message" ? null : <Act plain what="retry-letters" kind={kind} which={{ id }} label={t("attention.letters.retry")} spoken={t("attention.letters.retryOne", { customer: name })} />}
          <Act plain what="give-up-letters" kind={kind} which={{ id }} label={t("attention.letters.giveUp")} spoken={t("attention.letters.giveUpOne", { customer: name })} />
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

/** Nothing brings them back, so it is asked for twice. */
function GiveAllUp({ kind, which, count }: { kind: DeadLetterGroup["kind"]; which: WhichLetters; count: number }) {
  const { t } = useTranslation("settings");
  const fetcher = useFetcher();
  const [asking, setAsking] = useState(false);
  const giveUp = () => {
    void fetcher.submit({ do: "give-up-letters", kind, which: JSON.stringify(which) }, { method: "post", action: CALLS });
    setAsking(false);
  };
  return (
    <>
      <Button loading={fetcher.state !== "idle"} onClick={() => setAsking(true)}>{t("attention.letters.giveUpAll")}</Button>
      <Modal
        open={asking} onClose={() => setAsking(false)} title={t("attention.letters.giveUpTitle", { count })}
        primaryAction={{ content: t("attention.letters.giveUpAll"), destructive: true, onAction: giveUp }}
        secondaryActions={[{ content: t("attention.letters.keep"), onAction: () => setAsking(false) }]}
      >
        <Modal.Section><Text as="p">{t(`attention.letters.giveUpHints.${kind}`)}</Text></Modal.Section>
      </Modal>
    </>
  );
}

interface ActProps {
  what: "retry-letters" | "give-up-letters";
  kind: DeadLetterGroup["kind"];
  which: WhichLetters;
  label: string;
  spoken?: string;
  plain?: boolean;
}

function Act({ what, kind, which, label, spoken, plain = false }: ActProps) {
  const fetcher = useFetcher();
  const submit = () => fetcher.submit({ do: what, kind, which: JSON.stringify(which) }, { method: "post", action: CALLS });
  return <Button variant={plain ? "plain" : "secondary"} loading={fetcher.state !== "idle"} onClick={submit} {...(spoken === undefined ? {} : { accessibilityLabel: spoken })}>{label}</Button>;
}
