import { forwardRef, memo, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./email-sheet.module.css";

export interface LiquidFieldHandle {
  /** Writes at the cursor, in place of what is selected; the browser's own undo knows it. */
  insert(text: string): void;
  /** Line and column from 1. */
  goTo(line: number, column: number): void;
}

interface Props {
  label: string;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}

/** A text field for Liquid and HTML, with the code in colours. */
export const LiquidField = forwardRef<LiquidFieldHandle, Props>(function LiquidField({ label, value, error, onChange }, ref) {
  const { t } = useTranslation("steps");
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const copy = useRef<HTMLPreElement>(null);
  const [cursor, setCursor] = useState({ line: 1, column: 1 });
  const follow = () => {
    if (text.current && copy.current) copy.current.scrollTop = text.current.scrollTop;
  };
  useLayoutEffect(follow, [value]);
  useImperativeHandle(ref, () => ({
    insert(piece) {
      const element = text.current;
      if (!element) return;
      element.focus();
      element.setRangeText(piece, element.selectionStart, element.selectionEnd, "end");
      onChange(element.value);
    },
    goTo(line, column) {
      const element = text.current;
      if (!element) return;
      const lines = element.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
      element.focus();
      element.setSelectionRange(start, start + Math.max(1, (lines[line - 1] ?? "").length - column + 1));
      element.scrollTop = Math.max(0, (element.scrollHeight * (line - 3)) / Math.max(1, lines.length));
    },
  }));
  const readCursor = () => {
    const before = text.current?.value.slice(0, text.current.selectionStart).split("\n") ?? [""];
    setCursor({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  };
  return (
    <>
      <div className={styles.field} data-wrong={error !== undefined}>
        <pre ref={copy} className={styles.copy} aria-hidden="true"><Coloured code={value} /></pre>
        <textarea
          ref={text}
          id={id}
          className={styles.text}
          aria-label={label}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-foot`}
          value={value}
          maxLength={100_000}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => onChange(event.target.value)}
          onScroll={follow}
          onSelect={readCursor}
        />
      </div>
      <div className={styles.foot} id={`${id}-foot`}>
        <span data-wrong={error !== undefined || undefined}>{error ?? t("sendEmail.bodyHint")}</span>
        <span style={{ whiteSpace: "nowrap" }}>{t("sendEmail.cursor", cursor)}</span>
      </div>
    </>
  );
});

const TOKEN = /(\{\{[\s\S]*?(?:\}\}|$))|(\{%-?\s*comment[\s\S]*?endcomment\s*-?%\}|<!--[\s\S]*?(?:-->|$))|(\{%[\s\S]*?(?:%\}|$))|(<\/?[a-zA-Z][^<>{}]*>?)/g;

const Coloured = memo(function Coloured({ code }: { code: string }) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const match of code.matchAll(TOKEN)) {
    const [token, output, comment, logic] = match;
    if (match.index > end) parts.push(code.slice(end, match.index));
    const kind = output !== undefined ? styles.output : comment !== undefined ? styles.comment : logic !== undefined ? styles.logic : styles.tag;
    parts.push(<span key={match.index} className={kind}>{token}</span>);
    end = match.index + token.length;
  }
  // A last empty line has no height without something in it.
  return <>{parts}{code.slice(end)}{"\n "}</>;
});
