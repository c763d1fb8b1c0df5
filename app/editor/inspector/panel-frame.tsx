import { Button } from "@shopify/polaris";
import { XIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import canvas from "../canvas/canvas.module.css";
import { useEditorStore } from "../use-editor";
import styles from "./inspector.module.css";

interface Props {
  title: string;
  hint?: string;
  icon?: ReactNode;
  tone?: string;
  foot?: ReactNode;
  children: ReactNode;
}

/** Head, scrolling body and foot of what the inspector shows. It takes the focus when it opens by keyboard. */
export function PanelFrame({ title, hint, icon, tone, foot, children }: Props) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A mouse stays where it is: arrows then still walk the graph.
    if (document.activeElement?.matches("[data-node-key]:focus-visible")) heading.current?.focus();
  }, []);
  return (
    <>
      <div className={styles.head}>
        {icon !== undefined && <span className={canvas.icon} data-tone={tone}>{icon}</span>}
        <div className={styles.headWords}>
          <h2 ref={heading} tabIndex={-1} className={styles.heading}>{title}</h2>
          {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        </div>
        <Button
          variant="tertiary"
          icon={XIcon}
          accessibilityLabel={t("inspector.close")}
          onClick={() => {
            store.select(null);
            store.focus(store.get().focusKey);
          }}
        />
      </div>
      <div className={styles.body} tabIndex={-1}>{children}</div>
      {foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </>
  );
}
