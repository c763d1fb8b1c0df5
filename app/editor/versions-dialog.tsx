import { Badge, BlockStack, Button, InlineStack, Modal, Spinner, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShopFormat } from "~/components/shop-format";
import { upToDate } from "./catalogue";
import { useEditorServer, type VersionLine } from "./editor-server";
import { useEditorStore } from "./use-editor";
import { VersionComparison } from "./version-comparison";

export interface VersionsDialogProps {
  onClose(): void;
  onRestored(number: number): void;
  /** R40: those who finished on an older version were brought to the newest, but for these. */
  onBroughtUp(stay: number): void;
}

/**
 * R41: the versions there were, and what differs between two. One that is restored stands in the editor as unsaved changes: it is looked at
 * there, undone, or saved as a new version.
 */
export function VersionsDialog({ onClose, onRestored, onBroughtUp }: VersionsDialogProps) {
  const { t } = useTranslation("editor");
  const server = useEditorServer();
  const store = useEditorStore();
  const [versions, setVersions] = useState<VersionLine[] | "failed" | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [comparing, setComparing] = useState(false);
  useEffect(() => {
    let here = true;
    server.listVersions().then((found) => here && setVersions(found), () => here && setVersions("failed"));
    return () => {
      here = false;
    };
  }, [server]);
  const act = (what: string, work: () => Promise<void>) => {
    setBusy(what);
    // Not reached: nothing was changed, and the dialog says so.
    work().then(onClose, () => setVersions("failed"));
  };
  const restore = ({ id, number }: VersionLine) => act(id, async () => {
    store.restoreVersion(upToDate(await server.readVersion(id)));
    onRestored(number);
  });
  const bringUp = () => act(BRINGING, async () => onBroughtUp((await server.bringToNewest()).stay));
  const list = Array.isArray(versions) ? versions : [];
  const pinned = list.reduce((sum, version) => sum + version.pinned, 0);
  return (
    <Modal
      open
      title={comparing ? t("compare.title") : t("versions.title")}
      onClose={onClose}
      {...(list.length > 0 ? { primaryAction: { content: comparing ? t("compare.back") : t("compare.open"), onAction: () => setComparing(!comparing) } } : {})}
      secondaryActions={[{ content: t("versions.close"), onAction: onClose }]}
    >
      {comparing ? <VersionComparison versions={list} /> : (
        <>
          <Modal.Section><Text as="p" tone="subdued">{t("versions.hint")}</Text></Modal.Section>
          {versions === null ? <Modal.Section><InlineStack align="center"><Spinner size="small" accessibilityLabel={t("loading")} /></InlineStack></Modal.Section> : null}
          {versions === "failed" ? <Modal.Section><Text as="p" tone="critical">{t("notices.unreachable")}</Text></Modal.Section> : null}
          {versions !== null && versions !== "failed" && list.length === 0 ? <Modal.Section><Text as="p">{t("versions.none")}</Text></Modal.Section> : null}
          {pinned > 0 ? (
            <Modal.Section>
              <BlockStack gap="200" inlineAlign="start">
                <Text as="p">{t("versions.bringUpHint", { count: pinned })}</Text>
                <Button loading={busy === BRINGING} disabled={busy !== null} onClick={bringUp}>{t("versions.bringUp")}</Button>
              </BlockStack>
            </Modal.Section>
          ) : null}
          {list.map((version) => <Modal.Section key={version.id}><Line version={version} busy={busy} onRestore={() => restore(version)} /></Modal.Section>)}
        </>
      )}
    </Modal>
  );
}

const BRINGING = "bring-up";

function Line({ version, busy, onRestore }: { version: VersionLine; busy: string | null; onRestore(): void }) {
  const { t } = useTranslation("editor");
  const format = useShopFormat();
  return (
    <InlineStack align="space-between" blockAlign="center" gap="400" wrap={false}>
      <BlockStack gap="050">
        <InlineStack gap="200">
          <Text as="span" fontWeight="semibold">{t("versions.number", { number: version.number })}</Text>
          {version.newest ? <Badge tone="info">{t("versions.newest")}</Badge> : null}
        </InlineStack>
        <Text as="span" tone="subdued">{format.dateTime(version.publishedAt)}</Text>
        {version.pinned > 0 ? <Text as="span" tone="subdued">{t("versions.pinned", { count: version.pinned })}</Text> : null}
      </BlockStack>
      <Button loading={busy === version.id} disabled={busy !== null} accessibilityLabel={t("versions.restoreNumber", { number: version.number })} onClick={onRestore}>{t("versions.restore")}</Button>
    </InlineStack>
  );
}
