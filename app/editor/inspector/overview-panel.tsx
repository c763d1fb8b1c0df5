import { BlockStack, Button, Divider, InlineStack, Text } from "@shopify/polaris";
import { SettingsIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { useEditorOptions } from "../editor-options";
import { useEditor, useEditorStore } from "../use-editor";
import { exitsInWords } from "../exits-in-words";
import { PolicyTable } from "./policy-table";
import styles from "./inspector.module.css";

const KEYS = [
  { keys: ["↑", "↓", "←", "→"], does: "walk" },
  { keys: ["Enter"], does: "open" },
  { keys: ["A"], does: "add" },
  { keys: ["Del"], does: "delete" },
  { keys: ["Ctrl", "Z"], does: "undo" },
  { keys: ["+", "−", "0"], does: "zoom" },
] as const;

/** What the inspector shows while nothing is chosen: how customers come in and go out, and the keys. */
export function OverviewPanel() {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const { reentry, exits } = useEditor((state) => state.history.present.draft.definition.settings);
  const ways = exitsInWords(exits, t, useEditorOptions().consents);
  return (
    <>
      <div className={styles.head}>
        <div className={styles.headWords}>
          <h2 className={styles.heading}>{t("overview.title")}</h2>
          <p className={styles.hint}>{t("overview.hint")}</p>
        </div>
      </div>
      <div className={styles.body}>
        <BlockStack gap="500">
          <PolicyTable reentry={reentry} />
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">{t("overview.leaves")}</Text>
            {ways.length === 0 && <Text as="p" tone="subdued">{t("overview.onlyAtEnd")}</Text>}
            {ways.map((way) => <Text as="p" key={way} tone="subdued" breakWord>{way}</Text>)}
          </BlockStack>
          <InlineStack><Button icon={SettingsIcon} onClick={() => store.select({ is: "settings" })}>{t("overview.change")}</Button></InlineStack>
          <div className={styles.keysBox}>
            <BlockStack gap="400">
              <Divider />
              <Text as="h3" variant="headingSm">{t("overview.keys")}</Text>
              <dl className={styles.keys}>
                {KEYS.map(({ keys, does }) => (
                  <div key={does} style={{ display: "contents" }}>
                    <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
                    <dd>{t(`overview.does.${does}`)}</dd>
                  </div>
                ))}
              </dl>
            </BlockStack>
          </div>
        </BlockStack>
      </div>
    </>
  );
}
