import { BlockStack, Box, Button, InlineStack, Link, Select, Text } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { TraitValueField } from "~/components/trait-value-field";
import type { EditorOptions } from "~/editor/editor-options";
import { isNumeric, LARGEST_NUMBER, type TraitConstant, type TraitDefinition } from "~/domain/trait/trait";
import { errorAt, type StepPanelProps, type StepProblem } from "../step-face";
import { MOST_CHANGES, traitOperations, type DataChange, type SetCustomerDataConfig, type TraitDo } from "./definition";

/** R24: several changes, one below the other. */
export function SetCustomerDataPanel({ config, onChange, problems, options }: StepPanelProps<SetCustomerDataConfig>) {
  const { t } = useTranslation("steps");
  const { changes } = config;
  const write = (changed: DataChange[], field: string) => onChange({ changes: changed }, field);
  return (
    <BlockStack gap="300">
      {options.traits.length === 0 && (
        <Text as="p" tone="subdued">{t("setCustomerData.nothing")} <Link url="/app/traits">{t("setCustomerData.toTraits")}</Link></Text>
      )}
      {changes.map((change, at) => (
        <ChangeEditor
          key={at}
          change={change}
          number={at + 1}
          options={options}
          problems={problems.filter(({ path }) => path.startsWith(`changes[${at}]`)).map((problem) => ({ ...problem, path: problem.path.replace(/^changes\[\d+\]\.?/, "") }))}
          onChange={(changed, field) => write(changes.map((other, index) => (index === at ? changed : other)), `change${at}/${field}`)}
          onDelete={changes.length === 1 ? null : () => write(changes.filter((_, index) => index !== at), "delete")}
        />
      ))}
      <InlineStack>
        <Button variant="plain" icon={PlusIcon} disabled={changes.length >= MOST_CHANGES} onClick={() => write([...changes, { do: "set", trait: "", value: "" }], "add")}>{t("setCustomerData.add")}</Button>
      </InlineStack>
      {changes.length >= MOST_CHANGES && <Text as="p" tone="subdued" variant="bodySm">{t("setCustomerData.full", { most: MOST_CHANGES })}</Text>}
    </BlockStack>
  );
}

interface EditorProps {
  change: DataChange;
  number: number;
  options: EditorOptions;
  problems: readonly StepProblem[];
  onChange(change: DataChange, field: string): void;
  /** Null for the only change there is. */
  onDelete: (() => void) | null;
}

function ChangeEditor({ change, number, options, problems, onChange, onDelete }: EditorProps) {
  const { t } = useTranslation(["steps", "traits"]);
  const chosen = "consent" in change ? `consent ${change.consent}` : change.trait === "" ? "" : `trait ${change.trait}`;
  const groups = [
    { title: t("steps:setCustomerData.traits"), options: options.traits.map(({ key, name }) => ({ value: `trait ${key}`, label: name })) },
    { title: t("steps:setCustomerData.consents"), options: options.consents.map(({ key, name }) => ({ value: `consent ${key}`, label: name })) },
  ].filter((group) => group.options.length > 0);
  const known = chosen === "" || groups.some((group) => group.options.some(({ value }) => value === chosen));
  const trait = "trait" in change ? options.traits.find(({ key }) => key === change.trait) : undefined;
  return (
    <Box padding="300" borderRadius="200" background="bg-surface-secondary">
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h3" variant="headingSm">{t("steps:setCustomerData.changeTitle", { number })}</Text>
          {onDelete && <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("steps:setCustomerData.delete", { number })} onClick={onDelete} />}
        </InlineStack>
        <Select
          label={t("steps:setCustomerData.what")}
          placeholder={t("steps:setCustomerData.choose")}
          options={known ? groups : [...groups, { value: chosen, label: t("traits:gone", { key: chosen.split(" ")[1] ?? "" }) }]}
          value={chosen}
          error={errorAt(problems, "trait") ?? errorAt(problems, "consent") ?? false}
          onChange={(value) => onChange(startOf(value, options), "what")}
        />
        {"consent" in change && (
          <Select
            label={t("steps:setCustomerData.doLabel")}
            options={(["grant", "withdraw"] as const).map((each) => ({ value: each, label: t(`steps:setCustomerData.do.${each}`) }))}
            value={change.do}
            helpText={change.do === "grant" ? t("steps:setCustomerData.grantHint") : undefined}
            onChange={(value) => onChange({ ...change, do: value === "grant" ? "grant" : "withdraw" }, "do")}
          />
        )}
        {"trait" in change && trait && <TraitChange change={change} trait={trait} options={options} problems={problems} onChange={onChange} />}
      </BlockStack>
    </Box>
  );
}

interface TraitChangeProps extends Pick<EditorProps, "options" | "problems" | "onChange"> {
  change: Extract<DataChange, { trait: string }>;
  trait: TraitDefinition;
}

function TraitChange({ change, trait, options, problems, onChange }: TraitChangeProps) {
  const { t } = useTranslation(["steps", "traits"]);
  const operations = traitOperations(trait.type);
  return (
    <>
      <Select
        label={t("steps:setCustomerData.doLabel")}
        options={operations.map((each) => ({ value: each, label: t(`steps:setCustomerData.do.${each}`) }))}
        value={change.do}
        error={errorAt(problems, "do") ?? false}
        helpText={change.do === "set-now" ? t("steps:setCustomerData.nowHint", { timeZone: options.timeZone }) : undefined}
        onChange={(value) => {
          const does = operations.find((each) => each === value);
          if (does) onChange(changeWith(does, trait), "do");
        }}
      />
      {change.do === "set" && (
        <TraitValueField trait={trait} label={t("traits:valueLabel")} value={change.value} currency={options.currency} error={errorAt(problems, "value")} onChange={(value) => onChange({ ...change, value }, "value")} />
      )}
      {(change.do === "increase" || change.do === "decrease") && (
        <TraitValueField
          key={change.do} trait={trait} label={t("traits:valueLabel")} value={change.by} currency={options.currency} helpText={t("steps:setCustomerData.countHint")} error={errorAt(problems, "by")}
          onChange={(value) => isAmount(value) && onChange({ ...change, by: value }, "by")}
        />
      )}
    </>
  );
}

const isAmount = (value: TraitConstant): value is number => typeof value === "number" && value >= 1 && value <= LARGEST_NUMBER;

/** What is done first to what was just chosen. */
function startOf(chosen: string, { traits }: EditorOptions): DataChange {
  const [kind, key = ""] = chosen.split(" ");
  if (kind === "consent") return { do: "withdraw", consent: key };
  const trait = traits.find((each) => each.key === key);
  return trait ? changeWith(traitOperations(trait.type)[0] ?? "set", trait) : { do: "set", trait: key, value: "" };
}

function changeWith(does: TraitDo, { key, type, options }: TraitDefinition): DataChange {
  switch (does) {
    case "set": return { do: does, trait: key, value: type === "boolean" ? true : type === "choice" ? (options[0] ?? "") : isNumeric(type) ? 0 : "" };
    case "set-now":
    case "clear": return { do: does, trait: key };
    case "increase":
    case "decrease": return { do: does, trait: key, by: type === "money" ? 100 : 1 };
    default: return does satisfies never;
  }
}
