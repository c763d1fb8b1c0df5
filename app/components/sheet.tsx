import { Button } from "@shopify/polaris";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";
import styles from "./sheet.module.css";

export interface SheetProps {
  title: string;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
}

/**
 * Work that needs the whole window: the browser's own dialog, which keeps the focus inside, closes by Escape and makes
 * the rest inert. Polaris popovers cannot be seen inside of it, as they belong to the page below.
 */
export function Sheet({ title, closeLabel, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className={styles.sheet}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>{title}</h2>
        <Button variant="primary" onClick={onClose}>{closeLabel}</Button>
      </header>
      <div className={styles.body}>{children}</div>
    </dialog>,
    document.body,
  );
}
