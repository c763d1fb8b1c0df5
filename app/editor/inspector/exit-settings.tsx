import { BlockStack, Box, Button, Checkbox, ChoiceList, InlineStack, Text } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { PageMatchFields } from "~/components/page-match-fields";
import { SegmentBuilder } from "~/components/segment-builder";
import { TagField } from "~/components/tag-field";
import { useSayProblem } from "~/components/use-say-problem";
import type { PageMatch, ScenarioSettings } from "~/domain/scenario/definition";
import { useEditorOptions } from "../editor-options";
import { useEditor } from "../use-editor";

type Exits = ScenarioSettings["exits"];

const MOST_PAGES = 10;
const MOST_TAGS = 20;
const EVERY_CUSTOMER = { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-most", count: 0 }] }] } as const;

interface Props {
  exits: Exits;
  onChange(exits: Exits, field: string): void;
}

/** R8: what makes customers leave before the end. */
export function ExitSettings({ exits, onChange }: Props) {
  const { t } = useTranslation("editor");
  const { consents } = useEditorOptions();
  // A consent that was deleted stays visible by its key until it is taken off.
  const known = [...consents.map(({ key, name }) => ({ value: key, label: name })), ...(exits.onConsentWithdrawn ?? []).filter((key) => !consents.some((consent) => consent.key === key)).map((key) => ({ value: key, label: key }))];
  return (
    <BlockStack gap="400">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">{t("settings.exits")}</Text>
        <Text as="p" tone="subdued">{t("settings.exitsHint")}</Text>
      </BlockStack>
      <Checkbox label={t("settings.onOrder")} helpText={t("settings.onOrderHint")} checked={exits.onOrder} onChange={(onOrder) => onChange({ ...exits, onOrder }, "onOrder")} />
      {!exits.onOrder && (
        <Checkbox
          label={t("settings.onProductBought")}
          helpText={t("settings.onProductBoughtHint")}
          checked={exits.onProductBought === true}
          onChange={(onProductBought) => onChange({ ...exits, onProductBought }, "onProductBought")}
        />
      )}
      {known.length > 0 && (
        <ChoiceList
          allowMultiple
          title={t("settings.onConsentWithdrawn")}
          choices={known}
          selected={exits.onConsentWithdrawn ?? []}
          onChange={(onConsentWithdrawn) => onChange({ ...exits, onConsentWithdrawn }, "onConsentWithdrawn")}
        />
      )}
      <WhileInSettings exits={exits} onChange={onChange} />
      <TagSettings exits={exits} onChange={onChange} />
      <PageSettings exits={exits} onChange={onChange} />
    </BlockStack>
  );
}

function WhileInSettings({ exits, onChange }: Props) {
  const { t } = useTranslation("editor");
  const say = useSayProblem();
  const options = useEditorOptions();
  const all = useEditor((state) => state.problems);
  const problems = all.filter(({ path }) => path.startsWith("settings.exits.whileIn.")).map((problem) => ({ severity: problem.severity, path: problem.path.slice("settings.exits.whileIn.".length), text: say(problem) }));
  return (
    <BlockStack gap="200">
      <Checkbox
        label={t("settings.whileIn")}
        helpText={t("settings.whileInHint")}
        checked={exits.whileIn !== undefined}
        onChange={(on) => {
          const { whileIn: _, ...without } = exits;
          onChange(on ? { ...exits, whileIn: structuredClone(EVERY_CUSTOMER) as unknown as NonNullable<Exits["whileIn"]> } : without, "whileIn");
        }}
      />
      {exits.whileIn && <SegmentBuilder segment={exits.whileIn} problems={problems} options={options} onChange={(whileIn, field) => onChange({ ...exits, whileIn }, `whileIn/${field}`)} />}
    </BlockStack>
  );
}

function TagSettings({ exits, onChange }: Props) {
  const { t } = useTranslation("editor");
  const say = useSayProblem();
  const options = useEditorOptions();
  const problems = useEditor((state) => state.problems);
  const tags = exits.onTag ?? [];
  return (
    <BlockStack gap="200">
      {tags.map((tag, at) => {
        const problem = problems.find(({ path }) => path === `settings.exits.onTag[${at}]`);
        return (
          <InlineStack key={at} gap="100" wrap={false} blockAlign="end">
            <div style={{ flex: 1, minWidth: 0 }}>
              <TagField
                label={t("settings.onTag", { number: at + 1 })}
                value={tag}
                suggestions={options.tags}
                error={problem && say(problem)}
                onChange={(changed) => onChange({ ...exits, onTag: tags.map((other, index) => (index === at ? changed : other)) }, `tag${at}`)}
              />
            </div>
            <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("settings.deleteTag", { tag })} onClick={() => onChange({ ...exits, onTag: tags.filter((_, index) => index !== at) }, "deleteTag")} />
          </InlineStack>
        );
      })}
      <InlineStack>
        <Button icon={PlusIcon} disabled={tags.length >= MOST_TAGS} onClick={() => onChange({ ...exits, onTag: [...tags, ""] }, "addTag")}>{t("settings.addTag")}</Button>
      </InlineStack>
    </BlockStack>
  );
}

function PageSettings({ exits, onChange }: Props) {
  const { t } = useTranslation("editor");
  const say = useSayProblem();
  const problems = useEditor((state) => state.problems);
  const writePage = (at: number, page: PageMatch, field: string) => onChange({ ...exits, onPage: exits.onPage.map((other, index) => (index === at ? page : other)) }, `page${at}/${field}`);
  const errorOf = (at: number, field: string) => {
    const found = problems.find(({ path }) => path === `settings.exits.onPage[${at}].${field}`);
    return found && say(found);
  };
  return (
    <BlockStack gap="200">
      {exits.onPage.map((page, at) => (
        <Box key={at} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
          <BlockStack gap="200">
            <InlineStack align="space-between" blockAlign="center" wrap={false}>
              <Text as="h4" variant="bodyMd" fontWeight="semibold">{t("settings.page", { number: at + 1 })}</Text>
              <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("settings.deletePage", { number: at + 1 })} onClick={() => onChange({ ...exits, onPage: exits.onPage.filter((_, index) => index !== at) }, "deletePage")} />
            </InlineStack>
            <PageMatchFields page={page} error={errorOf(at, "path")} onChange={(changed, field) => writePage(at, changed, field)} />
          </BlockStack>
        </Box>
      ))}
      <InlineStack>
        <Button icon={PlusIcon} disabled={exits.onPage.length >= MOST_PAGES} onClick={() => onChange({ ...exits, onPage: [...exits.onPage, { match: "starts-with", path: "/pages/" }] }, "addPage")}>{t("settings.addPage")}</Button>
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">{t("settings.thankYouPage")}</Text>
    </BlockStack>
  );
}
