import { Banner, BlockStack, Button, InlineStack, List, Spinner, Text } from "@shopify/polaris";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formsGranting, lacksForm, type ThemeForm, type ThemeForms } from "~/domain/theme/theme-forms";
import type { EditorOptions } from "~/editor/editor-options";
import { useEditorServer } from "~/editor/editor-server";
import { useShopFormat } from "./shop-format";

const NEVER_READ: ThemeForms = { readAt: null, failure: null, complete: false, forms: [] };

/** R10: which forms of the theme ask for all of the consents, and a warning where none does. The theme is read anew when this is opened. */
export function SignUpForms({ consents, options }: { consents: readonly string[]; options: EditorOptions }) {
  const { t, i18n } = useTranslation("entryPoints");
  const format = useShopFormat();
  const { reading, unreachable, read } = useReading();
  const known = options.themeForms ?? NEVER_READ;
  const nameOf = (key: string) => options.consents.find((consent) => consent.key === key)?.name ?? t("signUp.gone", { key });
  const say = ({ where, consents: keys, asksPhone }: ThemeForm) => t(`signUp.forms.${keys.length === 0 ? "asksNothing" : asksPhone ? "asksPhone" : "asks"}`, {
    where: t(`signUp.forms.where.${where.kind}`, { name: where.name }), consents: new Intl.ListFormat(i18n.language).format(keys.map(nameOf)),
  });
  const lacking = lacksForm(known, consents, options.consents);
  const granting = formsGranting(known.forms, consents, options.consents);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">{t("signUp.forms.title")}</Text>
      {lacking ? <Banner tone="warning"><p>{t(known.forms.length === 0 ? "signUp.forms.none" : "signUp.forms.noneOfAll")}</p></Banner> : <Text as="p" tone="subdued">{t(`signUp.forms.${unreachable ? "no-answer" : stateOf(known, reading, granting.length > 0)}`)}</Text>}
      {known.forms.length > 0 && <List>{known.forms.map((form, at) => <List.Item key={at}>{say(form)}</List.Item>)}</List>}
      <InlineStack gap="300" blockAlign="center">
        {options.formEditorUrl !== undefined && <Button variant="plain" url={options.formEditorUrl} external>{t("signUp.forms.toEditor")}</Button>}
        <Button variant="plain" disabled={reading} onClick={read}>{t("signUp.forms.again")}</Button>
        {reading && <Spinner size="small" accessibilityLabel={t("signUp.forms.reading")} />}
      </InlineStack>
      {known.readAt !== null && <Text as="p" tone="subdued" variant="bodySm">{t("signUp.forms.readAt", { when: format.dateTime(known.readAt) })}</Text>}
    </BlockStack>
  );
}

function stateOf({ readAt, failure, complete, forms }: ThemeForms, reading: boolean, granted: boolean): "reading" | "scope" | "no-answer" | "incomplete" | "granted" | "shopify" {
  if (readAt === null && failure === null) return reading ? "reading" : "no-answer";
  if (failure !== null) return failure;
  if (granted && forms.length > 0) return "granted";
  return complete ? "shopify" : "incomplete";
}

/** Has the theme read now and whenever asked; what it says comes back with the editor's options. */
function useReading(): { reading: boolean; unreachable: boolean; read(): void } {
  const { readThemeForms } = useEditorServer();
  const [state, setState] = useState({ reading: true, unreachable: false });
  const ask = useCallback(() => {
    readThemeForms().then(
      () => setState({ reading: false, unreachable: false }),
      () => setState({ reading: false, unreachable: true }),
    );
  }, [readThemeForms]);
  useEffect(ask, [ask]);
  const read = () => {
    setState({ reading: true, unreachable: false });
    ask();
  };
  return { ...state, read };
}
