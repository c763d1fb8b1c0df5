import { CodeAddIcon, PersonalizedTextIcon } from "@shopify/polaris-icons";
import { useEffect, useId, useRef, useState, type FunctionComponent } from "react";
import { useTranslation } from "react-i18next";
import styles from "./email-sheet.module.css";
import type { EditorOptions } from "~/editor/editor-options";
import { eventVariables, traitVariable } from "~/components/messages/variables";
import { BLOCKS, EMAIL_VARIABLES } from "./snippets";

/** Menus that write a variable or a block where the cursor stands. */
export function InsertBar({ options: { traits, events = [] }, givenByEntry, onInsert }: { options: EditorOptions; givenByEntry: readonly string[]; onInsert(text: string): void }) {
  const { t } = useTranslation("steps");
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("sendEmail.insert")}>
      <Menu
        icon={PersonalizedTextIcon}
        label={t("sendEmail.insertVariable")}
        items={[...EMAIL_VARIABLES.map(({ key, insert }) => ({ key, label: t(`sendEmail.variables.${key}`), insert })), ...traits.map((trait) => ({ key: `trait ${trait.key}`, label: t("sending.variables.trait", { name: trait.name }), insert: traitVariable(trait) })), ...eventVariables(givenByEntry, events).map(({ name, insert }) => ({ key: `event ${name}`, label: t("sending.variables.event", { name }), insert }))]}
        onInsert={onInsert}
      />
      <Menu
        icon={CodeAddIcon}
        label={t("sendEmail.insertBlock")}
        items={BLOCKS.map(({ key, insert }) => ({ key, label: t(`sendEmail.blocks.${key}`), insert: insert(t) }))}
        onInsert={onInsert}
      />
    </div>
  );
}

interface Item {
  key: string;
  label: string;
  insert: string;
}

function Menu({ icon: Icon, label, items, onInsert }: { icon: FunctionComponent; label: string; items: Item[]; onInsert(text: string): void }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [open]);
  return (
    <div
      ref={menu}
      className={styles.menu}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        // Closes the menu, not the sheet around it.
        event.preventDefault();
        event.stopPropagation();
        setOpen(false);
      }}
    >
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Icon />
        {label}
      </button>
      {open && (
        <div id={id} className={styles.list} role="group" aria-label={label}>
          {items.map((item) => (
            <button
              type="button"
              key={item.key}
              className={styles.item}
              onClick={() => {
                onInsert(item.insert);
                setOpen(false);
              }}
            >
              <strong>{item.label}</strong>
              <code>{item.insert.trim().split("\n")[0]}</code>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
