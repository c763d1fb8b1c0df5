import { BlockStack, Checkbox, ChoiceList, Divider, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Channel } from "~/domain/message/channel";
import type { SendingTerms } from "~/domain/message/sending-terms";
import { errorAt, type StepPanelProps } from "~/steps/step-face";

type Props<Config extends SendingTerms> = Pick<StepPanelProps<Config>, "config" | "onChange" | "problems" | "options"> & { channel: Channel };

/** What every step that sends says besides its text: the consent that permits it (R42), and what follows a failure. */
export function SendingTermsFields<Config extends SendingTerms>({ channel, config, onChange, problems, options }: Props<Config>) {
  const { t } = useTranslation("steps");
  const consents = options.consents.filter(({ channels }) => channels.includes(channel));
  const unknown = config.consent !== null && !consents.some(({ key }) => key === config.consent);
  return (
    <BlockStack gap="400">
      <BlockStack gap="300">
        <Select
          label={t("sending.consent")}
          disabled={config.transactional}
          options={[
            { value: "", label: t("sending.chooseConsent") },
            ...consents.map(({ key, name }) => ({ value: key, label: name })),
            ...(unknown && config.consent !== null ? [{ value: config.consent, label: config.consent }] : []),
          ]}
          value={config.transactional ? "" : (config.consent ?? "")}
          error={errorAt(problems, "consent")}
          helpText={config.transactional ? undefined : t("sending.consentHint")}
          onChange={(consent) => onChange({ ...config, consent: consent === "" ? null : consent }, "consent")}
        />
        <Checkbox
          label={t("sending.transactional")}
          helpText={t("sending.transactionalHint")}
          checked={config.transactional}
          onChange={(transactional) => onChange({ ...config, transactional, consent: transactional ? null : (consents[0]?.key ?? null) }, "transactional")}
        />
        {config.transactional && (
          <TextField
            label={t("sending.transactionalReason")}
            placeholder={t("sending.transactionalPlaceholder")}
            autoComplete="off"
            multiline={2}
            maxLength={300}
            value={config.transactionalReason}
            error={errorAt(problems, "transactionalReason")}
            onChange={(transactionalReason) => onChange({ ...config, transactionalReason }, "transactionalReason")}
          />
        )}
      </BlockStack>
      <Divider />
      <ChoiceList
        title={t("sending.onFailure")}
        choices={[
          { value: "continue", label: t("sending.onFailureContinue"), helpText: t("sending.onFailureContinueHint") },
          { value: "remove", label: t("sending.onFailureRemove"), helpText: t("sending.onFailureRemoveHint") },
        ]}
        selected={[config.onFailure]}
        onChange={([chosen]) => onChange({ ...config, onFailure: chosen === "remove" ? "remove" : "continue" }, "onFailure")}
      />
    </BlockStack>
  );
}
