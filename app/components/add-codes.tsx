import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, List, Text, TextField } from "@shopify/polaris";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RefusedLine } from "~/domain/discount/read-codes";

/** More are summed up. */
const LINES_SHOWN = 20;

type Answer = { did: "add"; added: number; refused: RefusedLine[] } | { did: "nothing" | "save" | "refuse" };

/** Codes pasted or chosen as a file, put into the pool of this page; what is left out is said by line. `most` is in characters. */
export function AddCodes({ most }: { most: number }) {
  const { t } = useTranslation("discounts");
  const fetcher = useFetcher<Answer>();
  const file = useRef<HTMLInputElement>(null);
  const [codes, setCodes] = useState("");
  const [error, setError] = useState<string | undefined>();
  const answer = fetcher.state === "idle" && fetcher.data?.did === "add" ? fetcher.data : null;
  const [answered, setAnswered] = useState(answer);
  // What was added does not stand in the field any more.
  if (answer && answer !== answered) {
    setAnswered(answer);
    setCodes("");
  }

  const submit = () => {
    if (codes.trim() === "") setError(t("upload.empty"));
    else if (codes.length > most) setError(t("upload.tooLarge"));
    else fetcher.submit({ do: "add", codes }, { method: "post" });
  };
  const read = async (chosen: File) => {
    if (chosen.size > most) return setError(t("upload.tooLarge"));
    const text = await chosen.text().catch(() => null);
    if (text === null || text.includes("\uFFFD") || text.includes("\0")) return setError(t("upload.unreadable"));
    setError(undefined);
    setCodes(text);
  };

  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{t("upload.title")}</Text>
        {answer ? <Report answer={answer} /> : null}
        <TextField
          label={t("upload.label")}
          helpText={t("upload.hint")}
          multiline={6}
          maxHeight={260}
          monospaced
          autoComplete="off"
          value={codes}
          error={error}
          onChange={(text) => {
            setCodes(text);
            setError(undefined);
          }}
        />
        <input
          ref={file}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          hidden
          aria-label={t("upload.file")}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen) void read(chosen);
            event.target.value = "";
          }}
        />
        <InlineStack gap="200" align="end">
          <Button onClick={() => file.current?.click()}>{t("upload.file")}</Button>
          <Button variant="primary" loading={fetcher.state !== "idle"} onClick={submit}>{t("upload.submit")}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function Report({ answer: { added, refused } }: { answer: Extract<Answer, { did: "add" }> }) {
  const { t } = useTranslation("discounts");
  const more = refused.length - LINES_SHOWN;
  return (
    <Banner tone={refused.length > 0 ? "warning" : "success"} title={t("upload.added", { count: added })}>
      {refused.length > 0 ? (
        <BlockStack gap="200">
          <Text as="p">{t("upload.refused", { count: refused.length })}</Text>
          <List>
            {refused.slice(0, LINES_SHOWN).map(({ line, text, reason, first }) => <List.Item key={line}>{t(`upload.reasons.${reason}`, { line, text, first: first ?? 0 })}</List.Item>)}
            {more > 0 ? <List.Item>{t("upload.more", { count: more })}</List.Item> : null}
          </List>
        </BlockStack>
      ) : null}
    </Banner>
  );
}
