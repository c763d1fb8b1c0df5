import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Link, List, Modal, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { TraitListItem } from "~/queries/trait-list.server";

/** What goes with a trait, and which scenarios name it. */
export function DeleteTraitModal({ trait: { id, name, customers, usedIn }, onClose }: { trait: TraitListItem; onClose(): void }) {
  const { t } = useTranslation("traits");
  const shopify = useAppBridge();
  const fetcher = useFetcher<{ ok: boolean }>();
  useEffect(() => {
    if (fetcher.state !== "idle" || !fetcher.data?.ok) return;
    shopify.toast.show(t("deleted"));
    onClose();
  }, [fetcher.state, fetcher.data, shopify, t, onClose]);
  return (
    <Modal
      open onClose={onClose} title={t("deleteTitle", { name })}
      primaryAction={{ content: t("delete"), destructive: true, loading: fetcher.state !== "idle", onAction: () => fetcher.submit({ do: "delete", id }, { method: "post" }) }}
      secondaryActions={[{ content: t("cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{customers === 0 ? t("deleteNoValues") : customers > MOST_SHOWN ? t("deleteManyValues", { most: MOST_SHOWN }) : t("deleteValues", { count: customers })}</Text>
          {usedIn.length > 0 && (
            <>
              <Text as="p" fontWeight="semibold">{t("deleteUsed")}</Text>
              <List>{usedIn.map((scenario) => <List.Item key={scenario.id}><Link url={`/app/scenarios/${scenario.id}`}>{scenario.name}</Link></List.Item>)}</List>
              <Text as="p">{t("deleteUsedHint")}</Text>
            </>
          )}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** As far as the page counts. */
const MOST_SHOWN = 1_000;
