import { TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { Icon } from "@shopify/polaris";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useEditorServer, type FoundCustomer } from "~/editor/editor-server";
import styles from "./customer-search.module.css";

const WHILE_TYPING_MS = 200;

/** Chooses the customer whose data fill the preview; nobody chosen, the one who was changed last. */
export function CustomerSearch({ chosen, onChoose }: { chosen: FoundCustomer | null; onChoose(customer: FoundCustomer | null): void }) {
  const { t } = useTranslation("steps");
  const server = useEditorServer();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<FoundCustomer[]>([]);
  const [at, setAt] = useState(0);

  useEffect(() => {
    if (text === null) return;
    let stale = false;
    const timer = setTimeout(() => {
      server.findCustomers(text.trim()).then(
        (customers) => {
          if (stale) return;
          setFound(customers);
          setAt(0);
        },
        () => {
          if (!stale) setFound([]);
        },
      );
    }, WHILE_TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [server, text]);

  const open = text !== null;
  const choose = (customer: FoundCustomer | null) => {
    onChoose(customer);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const customer = found[at];
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter" && customer) choose(customer);
    else if (event.key === "Escape") {
      event.stopPropagation();
      setText(null);
    } else return;
    event.preventDefault();
  };
  return (
    <div className={styles.person} onKeyDown={onKeyDown}>
      <TextField
        id={id}
        label={t("sending.previewAs")}
        autoComplete="off"
        prefix={<Icon source={SearchIcon} tone="subdued" />}
        placeholder={t("sending.searchCustomer")}
        value={text ?? chosen?.name ?? ""}
        onChange={setText}
        onFocus={() => setText((before) => before ?? "")}
        onBlur={() => setText(null)}
        clearButton={chosen !== null}
        onClearButtonClick={() => choose(null)}
        role="combobox"
        ariaExpanded={open && found.length > 0}
        ariaControls={`${id}-found`}
        ariaActiveDescendant={open && found[at] ? `${id}-${at}` : undefined}
        ariaAutocomplete="list"
      />
      <ul id={`${id}-found`} className={styles.found} role="listbox" aria-label={t("sending.foundCustomers")} hidden={!open || found.length === 0}>
        {found.map((customer, index) => (
          <li
            key={customer.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // The field would lose the focus, and the list with it, before the click came.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(customer)}
          >
            {customer.name}
            <small>{customer.email}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
