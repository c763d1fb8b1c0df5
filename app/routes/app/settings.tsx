import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { Badge, Banner, BlockStack, Box, Card, FormLayout, InlineStack, Layout, Page, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { NeedsAttention } from "~/components/needs-attention";
import { ReconcileReport } from "~/components/reconcile-report";
import { pageTitleOf } from "~/components/page-title";
import { MOST_STAFF_ADDRESSES } from "~/domain/errand/staff-note";
import { useDynamicText } from "~/components/dynamic-text";
import { useShopFormat } from "~/components/shop-format";
import { WebhookSecret } from "~/components/webhook-secret";
import { readDeadLetters } from "~/queries/dead-letters.server";
import { readReconciles } from "~/queries/reconciles.server";
import { readNeedsAttention } from "~/queries/needs-attention.server";
import { readSilentEvents } from "~/queries/silent-events.server";
import { BOTH_SECRETS_FOR } from "~/services/webhooks/webhook-signature.server";
import { readStaffEmails } from "~/services/shop/staff-emails";
import { saveSettings, settingsInput } from "~/services/shop/save-settings.server";

/** On a phone a page has no margins of its own; cards reach the edges, words beside them should not. */
const ON_PHONES = { xs: "400", sm: "0" } as const;

const FIELDS = ["senderName", "senderEmail", "smsSender", "smsSegmentPrice", "clickWindowDays", "openWindowDays", "staffEmails"] as const;
type Field = (typeof FIELDS)[number];
type Values = Record<Field, string>;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const values: Values = {
    senderName: shop.senderName, senderEmail: shop.senderEmail,
    smsSender: shop.smsSender ?? "", smsSegmentPrice: shop.smsSegmentMicros === null ? "" : String(shop.smsSegmentMicros / 1_000_000),
    clickWindowDays: String(shop.clickWindowDays), openWindowDays: String(shop.openWindowDays),
    staffEmails: readStaffEmails(shop.staffEmails).join("\n"),
  };
  const { webhookSecretVersion: version, webhookSecretChangedAt: changedAt } = shop;
  const olderUntil = changedAt !== null && context.clock.now() < changedAt + BOTH_SECRETS_FOR ? changedAt + BOTH_SECRETS_FOR : null;
  const webhooks = { secret: context.webhookSecrets.secretOf(shop.id, version), version, olderUntil };
  return { webhooks, values, senderVerified: shop.senderVerifiedAt !== null, currency: shop.currency, sms: context.setUp.sms, attention: await readNeedsAttention(context.db, shop), letters: await readDeadLetters(context.db, shop.id), reconciles: await readReconciles(context.db, shop), silent: await readSilentEvents(context.db, shop.id, context.clock.now()) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const parsed = settingsInput.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!parsed.success) {
    const errors: Partial<Record<Field, string>> = {};
    for (const issue of parsed.error.issues) {
      const field = FIELDS.find((known) => known === issue.path[0]);
      if (field) errors[field] ??= issue.message;
    }
    return data({ ok: false as const, errors }, 422);
  }
  const { senderVerified } = await saveSettings(context, shop, parsed.data);
  return { ok: true as const, senderVerified };
}

export const meta: MetaFunction = () => pageTitleOf("settings:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Settings() {
  const { t } = useTranslation("settings");
  const text = useDynamicText();
  const shopify = useAppBridge();
  const format = useShopFormat();
  const { webhooks, values: saved, senderVerified, currency, sms, attention, letters, reconciles, silent } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const [values, setValues] = useState<Values>(saved);
  const dirty = FIELDS.some((field) => values[field].trim() !== saved[field]);
  const errors: Partial<Record<Field, string>> = fetcher.data && !fetcher.data.ok ? fetcher.data.errors : {};

  useEffect(() => {
    if (fetcher.state === "idle" && fetcher.data?.ok) shopify.toast.show(t(fetcher.data.senderVerified === null ? "providerSilent" : "saved"));
  }, [fetcher.state, fetcher.data, shopify, t]);

  const field = (name: Field) => ({
    label: t(`fields.${name}`),
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    error: errors[name] ? text(`settings:${errors[name]}`, errors[name]) : undefined,
    autoComplete: "off",
  });

  return (
    <Page title={t("title")}>
      <SaveBar id="settings" open={dirty}>
        <button variant="primary" onClick={() => fetcher.submit(values, { method: "post" })} {...(fetcher.state === "idle" ? {} : { loading: "" })} type="button">{t("save")}</button>
        <button type="button" onClick={() => setValues(saved)}>{t("discard")}</button>
      </SaveBar>
      <Layout>
        <NeedsAttention attention={attention} letters={letters} silent={silent} />
        <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("sender.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("sender.description")}</Text></Box>}>
          <Card>
            <BlockStack gap="400">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">{t("sender.state")}</Text>
                <Badge tone={senderVerified ? "success" : "attention"}>{t(senderVerified ? "sender.verified" : "sender.notVerified")}</Badge>
              </InlineStack>
              {senderVerified ? null : <Banner tone="warning">{t("sender.howToVerify", { domain: saved.senderEmail.split("@")[1] ?? "" })}</Banner>}
              <FormLayout>
                <TextField {...field("senderName")} helpText={t("sender.nameHint")} autoComplete="organization" />
                <TextField {...field("senderEmail")} type="email" autoComplete="email" />
              </FormLayout>
            </BlockStack>
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("sms.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("sms.description")}</Text></Box>}>
          <Card>
            <BlockStack gap="400">
              {sms === null ? <Banner tone="info">{t("sms.notSetUp")}</Banner> : null}
              <FormLayout>
                <TextField {...field("smsSender")} placeholder={sms?.sender ?? ""} helpText={t(sms?.sender ? "sms.senderHintDefault" : "sms.senderHint")} />
                <TextField {...field("smsSegmentPrice")} inputMode="decimal" suffix={currency} helpText={t("sms.priceHint")} />
              </FormLayout>
            </BlockStack>
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("attribution.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("attribution.description")}</Text></Box>}>
          <Card>
            <FormLayout>
              <TextField {...field("clickWindowDays")} type="number" min={1} max={90} suffix={t("days")} helpText={t("attribution.clickHint")} />
              <TextField {...field("openWindowDays")} type="number" min={0} max={30} suffix={t("days")} helpText={t("attribution.openHint")} />
            </FormLayout>
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("staff.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("staff.description")}</Text></Box>}>
          <Card>
            <TextField {...field("staffEmails")} multiline={3} helpText={t("staff.hint", { count: MOST_STAFF_ADDRESSES })} />
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("reconcile.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("reconcile.description")}</Text></Box>}>
          <Card><ReconcileReport {...reconciles} /></Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={<Box as="span" paddingInline={ON_PHONES}>{t("webhooks.title")}</Box>} description={<Box paddingInline={ON_PHONES}><Text as="p" tone="subdued">{t("webhooks.description")}</Text></Box>}>
          <Card>
            <WebhookSecret secret={webhooks.secret} version={webhooks.version} olderUntil={webhooks.olderUntil === null ? null : format.dateTime(webhooks.olderUntil)} />
          </Card>
        </Layout.AnnotatedSection>
      </Layout>
    </Page>
  );
}
