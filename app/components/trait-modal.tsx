import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Checkbox, FormLayout, Modal, Select, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LONGEST_NAME, MOST_TRAITS, TRAIT_TYPES, type TraitDefinition } from "~/domain/trait/trait";
import { METAFIELD_NAMESPACE } from "~/domain/trait/metafield";
import { keyFromName, type TraitErrors, type TraitField } from "~/domain/trait/trait-input";
import { useDynamicText } from "./dynamic-text";
import { useShopFormat } from "./shop-format";

interface Answer {
  ok: boolean;
  errors?: TraitErrors;
}

/** Defines a trait, or renames it and changes its options. The key follows the name until it is written by hand. */
export function TraitModal({ trait, onClose }: { trait: (TraitDefinition & { inShopify: boolean }) | null; onClose(): void }) {
  const { t } = useTranslation("traits");
  const text = useDynamicText();
  const shopify = useAppBridge();
  const { currency } = useShopFormat();
  const fetcher = useFetcher<Answer>();
  const [name, setName] = useState(trait?.name ?? "");
  const [ownKey, setOwnKey] = useState<string | null>(trait?.key ?? null);
  const [type, setType] = useState(trait?.type ?? "string");
  const [options, setOptions] = useState(trait?.options.join("\n") ?? "");
  const [inShopify, setInShopify] = useState(trait?.inShopify ?? false);
  const key = ownKey ?? keyFromName(name);
  const errors = fetcher.data?.errors ?? {};
  const errorOf = (field: TraitField) => errors[field] && text(`traits:refused.${errors[field]}`, errors[field], { most: MOST_TRAITS });
  const save = () => fetcher.submit({ do: "save", id: trait?.id ?? "", name, key, type, options, inShopify: String(inShopify) }, { method: "post" });

  useEffect(() => {
    if (fetcher.state !== "idle" || !fetcher.data?.ok) return;
    shopify.toast.show(t(trait ? "saved" : "added"));
    onClose();
  }, [fetcher.state, fetcher.data, shopify, t, trait, onClose]);

  return (
    <Modal
      open onClose={onClose} title={trait ? t("editOf", { name: trait.name }) : t("add")}
      primaryAction={{ content: t("save"), onAction: save, loading: fetcher.state !== "idle" }}
      secondaryActions={[{ content: t("cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <TextField label={t("name")} autoComplete="off" autoFocus maxLength={LONGEST_NAME} value={name} helpText={t("nameHint")} error={errorOf("name")} onChange={setName} />
          <TextField
            label={t("key")} autoComplete="off" monospaced maxLength={40} disabled={trait !== null} value={key} error={errorOf("key")} onChange={setOwnKey}
            helpText={t("keyHint", { example: `{{ customer.traits.${key || "key"} }}` })}
          />
          <Select
            label={t("type")} disabled={trait !== null} options={TRAIT_TYPES.map((each) => ({ value: each, label: t(`types.${each}`) }))} value={type} error={errorOf("type")}
            helpText={`${t(`typeHints.${type}`, { currency })}${trait ? "" : ` ${t("typeHint")}`}`}
            onChange={(value) => setType(TRAIT_TYPES.find((each) => each === value) ?? "string")}
          />
          {type === "choice" && (
            <TextField
              label={t("options")} autoComplete="off" multiline={4} value={options} error={errorOf("options")} onChange={setOptions}
              helpText={trait ? `${t("optionsHint")} ${t("optionsChanged")}` : t("optionsHint")}
            />
          )}
          <Checkbox
            label={t("inShopify")} checked={inShopify} error={errorOf("inShopify")} onChange={setInShopify}
            helpText={t(trait?.inShopify && !inShopify ? "inShopifyStays" : "inShopifyHint", { metafield: `${METAFIELD_NAMESPACE}.${key || "key"}` })}
          />
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
