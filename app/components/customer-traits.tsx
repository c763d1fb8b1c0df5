import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, Card, FormLayout, InlineStack, Link, Modal, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TraitConstant } from "~/domain/trait/trait";
import type { CustomerTraitLine } from "~/queries/customer-traits.server";
import { sayTraitValue } from "./say-trait-value";
import { useDynamicText } from "./dynamic-text";
import { useShopFormat } from "./shop-format";
import { TraitValueField } from "./trait-value-field";

/** R24: a customer's traits, and the editing of them by hand. */
export function CustomerTraits({ traits }: { traits: readonly CustomerTraitLine[] }) {
  const { t, i18n } = useTranslation("traits");
  const { currency } = useShopFormat();
  const [editing, setEditing] = useState(false);
  const words = { currency, language: i18n.language, yes: t("yes"), no: t("no") };
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">{t("onCustomer.title")}</Text>
          {traits.length > 0 && <Button variant="plain" onClick={() => setEditing(true)} accessibilityLabel={t("onCustomer.editTitle")}>{t("onCustomer.edit")}</Button>}
        </InlineStack>
        {traits.length === 0 && <Text as="p" tone="subdued">{t("onCustomer.none")} <Link url="/app/traits">{t("onCustomer.add")}</Link></Text>}
        {traits.map(({ key, name, type, value }) => (
          <InlineStack key={key} align="space-between" gap="200" wrap={false}>
            <Text as="span" tone="subdued" breakWord>{name}</Text>
            <Text as="span" alignment="end" breakWord>{value === null ? t("onCustomer.noValue") : sayTraitValue(type, value, words)}</Text>
          </InlineStack>
        ))}
      </BlockStack>
      {editing && <EditTraits traits={traits} onClose={() => setEditing(false)} />}
    </Card>
  );
}

interface Answer {
  ok: boolean;
  problems?: { path: string; key: string; values?: Record<string, string | number> }[];
}

function EditTraits({ traits, onClose }: { traits: readonly CustomerTraitLine[]; onClose(): void }) {
  const { t } = useTranslation("traits");
  const text = useDynamicText();
  const shopify = useAppBridge();
  const { currency } = useShopFormat();
  const fetcher = useFetcher<Answer>();
  const [changed, setChanged] = useState<Readonly<Record<string, TraitConstant>>>({});
  const problemAt = (path: string) => fetcher.data?.problems?.find((problem) => problem.path === path);

  useEffect(() => {
    if (fetcher.state !== "idle" || !fetcher.data?.ok) return;
    shopify.toast.show(t("onCustomer.saved"));
    onClose();
  }, [fetcher.state, fetcher.data, shopify, t, onClose]);

  return (
    <Modal
      open onClose={onClose} title={t("onCustomer.editTitle")}
      primaryAction={{ content: t("save"), loading: fetcher.state !== "idle", disabled: Object.keys(changed).length === 0, onAction: () => fetcher.submit({ traits: JSON.stringify(changed) }, { method: "post" }) }}
      secondaryActions={[{ content: t("cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <Text as="p" tone="subdued">{t("onCustomer.hint")}</Text>
          {traits.map((trait) => {
            const problem = problemAt(trait.key);
            return (
              <TraitValueField
                key={trait.key} trait={trait} label={trait.name} value={changed[trait.key] ?? trait.value} currency={currency} clearable
                error={problem && text(problem.key, problem.key, problem.values)} onChange={(value) => setChanged({ ...changed, [trait.key]: value })}
              />
            );
          })}
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
