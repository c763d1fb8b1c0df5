import { BlockStack, Box, InlineGrid, List, Modal, Select, Spinner, Text } from "@shopify/polaris";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShopFormat } from "~/components/shop-format";
import { compareVersions, type Difference, type FieldChange } from "~/domain/scenario/compare-versions";
import type { EntryPointNode, ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { upToDate } from "./catalogue";
import { entryPointSummary, entryPointTypeName, stepSummary, stepTypeName, useSaying } from "./describe-node";
import { useEditorServer, type VersionLine } from "./editor-server";
import { useEditor } from "./use-editor";
import { isDirty } from "./model/history";
import { useSayField, useSayValue } from "./say-field";
import { TextDifference } from "./text-difference";

const NOW = "now";
/** Texts longer than this, or of several lines, are compared word by word. */
const SHORT = 40;

/** R41: what differs between two versions, or between one and what is in the editor. */
export function VersionComparison({ versions }: { versions: readonly VersionLine[] }) {
  const { t } = useTranslation("editor");
  const format = useShopFormat();
  const unsaved = useEditor((state) => isDirty(state.history));
  // Where the editor shows the newest version, what its save changed is the question.
  const [older, setOlder] = useState(((unsaved ? null : versions[1]) ?? versions[0])?.id ?? NOW);
  const [newer, setNewer] = useState(NOW);
  const before = useDefinition(older);
  const after = useDefinition(newer);
  const options = [
    { value: NOW, label: t("compare.now") },
    ...versions.map(({ id, number, publishedAt }) => ({ value: id, label: `${t("versions.number", { number })}, ${format.dateTime(publishedAt)}` })),
  ];
  return (
    <>
      <Modal.Section>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <Select label={t("compare.older")} options={options} value={older} onChange={setOlder} />
          <Select label={t("compare.newer")} options={options} value={newer} onChange={setNewer} />
        </InlineGrid>
      </Modal.Section>
      <Modal.Section>
        {before === "failed" || after === "failed" ? <Text as="p" tone="critical">{t("notices.unreachable")}</Text> : null}
        {before === null || after === null ? <Spinner size="small" accessibilityLabel={t("loading")} /> : null}
        {isDefinition(before) && isDefinition(after) ? <Differences before={before} after={after} /> : null}
      </Modal.Section>
    </>
  );
}

type Loaded = ScenarioDefinition | "failed" | null;
const isDefinition = (loaded: Loaded): loaded is ScenarioDefinition => loaded !== null && loaded !== "failed";

/** Versions never change, so each is read once for as long as the dialog is open. */
function useDefinition(choice: string): Loaded {
  const server = useEditorServer();
  const now = useEditor((state) => state.history.present.draft.definition);
  const [read, setRead] = useState<Record<string, ScenarioDefinition | "failed">>({});
  useEffect(() => {
    if (choice === NOW || read[choice]) return;
    let here = true;
    const keep = (found: ScenarioDefinition | "failed") => here && setRead((known) => ({ ...known, [choice]: found }));
    server.readVersion(choice).then((found) => keep(upToDate(found)), () => keep("failed"));
    return () => {
      here = false;
    };
  }, [server, choice, read]);
  return choice === NOW ? now : (read[choice] ?? null);
}

function Differences({ before, after }: { before: ScenarioDefinition; after: ScenarioDefinition }) {
  const { t } = useTranslation("editor");
  const differences = useMemo(() => compareVersions(before, after), [before, after]);
  if (differences.length === 0) return <Text as="p">{t("compare.same")}</Text>;
  return <BlockStack gap="400">{differences.map((difference) => <OneDifference key={keyOf(difference)} difference={difference} />)}</BlockStack>;
}

function OneDifference({ difference }: { difference: Difference }) {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const stepName = (step: StepNode) => t("plan.named", { name: stepTypeName(step.type, saying), summary: stepSummary(step, saying) });
  const entryName = (entry: EntryPointNode) => t("plan.named", { name: entryPointTypeName(entry.type, saying), summary: entryPointSummary(entry, saying) });
  switch (difference.kind) {
    case "step-added":
    case "step-deleted":
    case "step-moved": return <Text as="p" fontWeight="semibold">{t(`compare.${difference.kind}`, { name: stepName(difference.step) })}</Text>;
    case "entry-point-added":
    case "entry-point-deleted": return <Text as="p" fontWeight="semibold">{t(`compare.${difference.kind}`, { name: entryName(difference.entryPoint) })}</Text>;
    case "ways-changed": return <Text as="p" fontWeight="semibold">{t("compare.ways-changed")}</Text>;
    case "settings-changed": return <Changed title={t("compare.settings-changed")} fields={difference.fields} />;
    case "step-changed": return (
      <Changed title={t("compare.step-changed", { name: stepTypeName(difference.after.type, saying) })} summaries={[stepSummary(difference.before, saying), stepSummary(difference.after, saying)]} fields={difference.fields} />
    );
    case "entry-point-changed": return (
      <Changed title={t("compare.entry-point-changed", { name: entryPointTypeName(difference.after.type, saying) })} summaries={[entryPointSummary(difference.before, saying), entryPointSummary(difference.after, saying)]} fields={difference.fields} />
    );
    default: return difference satisfies never;
  }
}

function Changed({ title, summaries: [was, is] = ["", ""], fields }: { title: string; summaries?: [string, string]; fields: FieldChange[] }) {
  const { t } = useTranslation("editor");
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="semibold">{title}</Text>
      {was === is ? null : <Text as="p">{t("compare.fromTo", { before: was, after: is })}</Text>}
      <List type="bullet">{fields.map((field) => <List.Item key={field.path.join("/")}><OneField field={field} /></List.Item>)}</List>
    </BlockStack>
  );
}

function OneField({ field: { path, before, after } }: { field: FieldChange }) {
  const { t } = useTranslation("editor");
  const sayField = useSayField();
  const sayValue = useSayValue();
  const field = sayField(path);
  if (isText(before) && isText(after) && (isLong(before) || isLong(after))) {
    return <BlockStack gap="100"><Text as="span">{t("compare.text", { field })}</Text><Box><TextDifference before={before} after={after} /></Box></BlockStack>;
  }
  return t("compare.field", { field, before: sayValue(before), after: sayValue(after) });
}

const isText = (value: unknown): value is string => typeof value === "string";
const isLong = (text: string): boolean => text.length > SHORT || text.includes("\n");

function keyOf(difference: Difference): string {
  if ("step" in difference) return `${difference.kind}/${difference.step.id}`;
  if ("entryPoint" in difference) return `${difference.kind}/${difference.entryPoint.id}`;
  return "after" in difference ? `${difference.kind}/${difference.after.id}` : difference.kind;
}
