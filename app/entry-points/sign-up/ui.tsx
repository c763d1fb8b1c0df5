import { BlockStack, ChoiceList, Select, Text } from "@shopify/polaris";
import { PersonAddIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { SignUpForms } from "~/components/sign-up-forms";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import type { SignUpConfig } from "./definition";

export const signUpFace: EntryPointFace<SignUpConfig> = {
  name: "signUp.name",
  hint: "signUp.hint",
  icon: PersonAddIcon,
  summary({ consents }, { t, options }) {
    const [first] = consents;
    if (first === undefined) return t("entryPoints:signUp.summary.none");
    const name = options.consents.find(({ key }) => key === first)?.name ?? first;
    return consents.length === 1 ? t("entryPoints:signUp.summary.one", { name }) : t("entryPoints:signUp.summary.more", { name, count: consents.length - 1 });
  },
  Panel: SignUpPanel,
};

function SignUpPanel({ config, onChange, problems, options }: EntryPointPanelProps<SignUpConfig>) {
  const { t } = useTranslation("entryPoints");
  const gone = config.consents.filter((key) => !options.consents.some((consent) => consent.key === key));
  const segmentGone = config.segmentId !== null && !options.segments.some(({ id }) => id === config.segmentId);
  const consentsError = errorAt(problems, "consents");
  const segmentError = errorAt(problems, "segmentId");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("signUp.consentsLabel")} allowMultiple
        choices={[...options.consents.map(({ key, name }) => ({ value: key, label: name })), ...gone.map((key) => ({ value: key, label: t("signUp.gone", { key }) }))]}
        selected={[...config.consents]}
        {...(consentsError === undefined ? {} : { error: consentsError })}
        onChange={(consents) => onChange({ ...config, consents }, "consents")}
      />
      <Select
        label={t("signUp.segmentLabel")}
        options={[{ value: "", label: t("signUp.anybody") }, ...options.segments.map(({ id, name }) => ({ value: id, label: name })), ...(segmentGone && config.segmentId !== null ? [{ value: config.segmentId, label: t("signUp.segmentGone") }] : [])]}
        value={config.segmentId ?? ""}
        helpText={t("signUp.segmentHint")}
        {...(segmentError === undefined ? {} : { error: segmentError })}
        onChange={(id) => onChange({ ...config, segmentId: id === "" ? null : id }, "segmentId")}
      />
      {config.consents.length > 0 && <SignUpForms consents={config.consents} options={options} />}
      <Text as="p" tone="subdued">{t("signUp.whoHint")}</Text>
    </BlockStack>
  );
}
