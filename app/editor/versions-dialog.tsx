import { Badge, BlockStack, Button, InlineStack, Modal, Spinner, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShopFormat } from "~/components/shop-format";
import { upToDate } from "./catalogue";
import { useEditorServer, type VersionLine } from "./editor-server";
import { useEditorStore } from "./editor-store";

/** R41: the versions there were. One that is restored stands in the editor as unsaved changes: it is looked at there, undone, or saved as a new version. */
export function VersionsDialog({ onClose, onRestored }: { onClose(): void; onRestored(number: number): void }) {
  const { t } = useTranslation("editor");
  const server = useEditorServer();
  const store = useEditorStore();
  const format = useShopFormat();
  const [versions, setVersions] = useState<VersionLine[] | "failed" | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    server.listVersions().then((found) => here && setVersions(found), () => here && setVersions("failed"));
    return () => {
      here = false;
    };
  }, [server]);
  const restore = async ({ id, number }: VersionLine) => {
    setBusy(id);
    try {
      store.restoreVersion(upToDate(await server.readVersion(id)));
      onRestored(number);
      onClose();
    } catch {
      // Not reached: nothing was changed, and the dialog says so.
      setVersions("failed");
    }
  };
  return (
    <Modal open title={t("versions.title")} onClose={onClose} secondaryActions={[{ content: t("versions.close"), onAction: onClose }]}>
      <Modal.Section>
        <Text as="p" tone="subdued">{t("versions.hint")}</Text>
      </Modal.Section>
      {versions === null ? <Modal.Section><InlineStack align="center"><Spinner size="small" accessibilityLabel={t("loading")} /></InlineStack></Modal.Section> : null}
      {versions === "failed" ? <Modal.Section><Text as="p" tone="critical">{t("notices.unreachable")}</Text></Modal.Section> : null}
      {Array.isArray(versions) && versions.length === 0 ? <Modal.Section><Text as="p">{t("versions.none")}</Text></Modal.Section> : null}
      {Array.isArray(versions) && versions.length > 0 ? (
        versions.map((version) => (
          <Modal.Section key={version.id}>
            <InlineStack align="space-between" blockAlign="center" gap="400" wrap={false}>
              <BlockStack gap="050">
                <InlineStack gap="200">
                  <Text as="span" fontWeight="semibold">{t("versions.number", { number: version.number })}</Text>
                  {version.newest ? <Badge tone="info">{t("versions.newest")}</Badge> : null}
                </InlineStack>
                <Text as="span" tone="subdued">{format.dateTime(version.publishedAt)}</Text>
              </BlockStack>
              <Button loading={busy === version.id} disabled={busy !== null} accessibilityLabel={t("versions.restoreNumber", { number: version.number })} onClick={() => void restore(version)}>{t("versions.restore")}</Button>
            </InlineStack>
          </Modal.Section>
        ))
      ) : null}
    </Modal>
  );
}
