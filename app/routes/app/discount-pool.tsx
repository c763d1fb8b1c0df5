import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, Card, FormLayout, InlineStack, Modal, Page, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { AddCodes } from "~/components/add-codes";
import { useDynamicText } from "~/components/dynamic-text";
import { pageTitleOf } from "~/components/page-title";
import { findPool } from "~/queries/discount-pools.server";
import { addCodes } from "~/services/discounts/add-codes.server";
import { deletePool } from "~/services/discounts/delete-pool.server";
import { changePool, createPool, poolInput } from "~/services/discounts/save-pool.server";

const FIELDS = ["name", "worth", "lowAt"] as const;
type Field = (typeof FIELDS)[number];
type Values = Record<Field, string>;
const NEW = "new";
const LOW_AT = "20";
const MOST_TEXT = 5_000_000;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const id = params["poolId"] ?? NEW;
  const pool = id === NEW ? null : await findPool(context.db, shop.id, id);
  if (pool === undefined) throw new Response(null, { status: 404 });
  const values: Values = pool ? { name: pool.name, worth: pool.worth, lowAt: String(pool.lowAt) } : { name: "", worth: "", lowAt: LOW_AT };
  return { id, pool, values };
}

const command = z.discriminatedUnion("do", [
  z.object({ do: z.literal("save"), name: z.string(), worth: z.string(), lowAt: z.string() }),
  z.object({ do: z.literal("add"), codes: z.string().max(MOST_TEXT) }),
  z.object({ do: z.literal("delete") }),
]);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const id = params["poolId"] ?? NEW;
  const read = command.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!read.success) return data({ did: "nothing" as const }, 400);
  switch (read.data.do) {
    case "save": {
      const input = poolInput.safeParse(read.data);
      if (!input.success) return data({ did: "refuse" as const, errors: errorsOf(input.error) }, 422);
      if (id === NEW) return redirect(`/app/discount-codes/${await createPool(context, shop.id, input.data)}`);
      if (!(await changePool(context, shop.id, id, input.data))) throw new Response(null, { status: 404 });
      return { did: "save" as const };
    }
    case "add": {
      const added = await addCodes(context, shop.id, id, read.data.codes);
      if (!added) throw new Response(null, { status: 404 });
      return { did: "add" as const, ...added };
    }
    case "delete":
      await deletePool(context, shop.id, id);
      return redirect("/app/discount-codes");
  }
}

function errorsOf(error: z.ZodError): Partial<Values> {
  const errors: Partial<Values> = {};
  for (const issue of error.issues) {
    const field = FIELDS.find((known) => known === issue.path[0]);
    if (field) errors[field] ??= issue.message;
  }
  return errors;
}

export const meta: MetaFunction = () => pageTitleOf("discounts:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** One pool: what it is, what is left in it, and where codes are added (R30). */
export default function DiscountPool() {
  const { t } = useTranslation("discounts");
  const { id, pool, values } = useLoaderData<typeof loader>();
  return (
    <Page title={pool ? pool.name : t("pool.newTitle")} backAction={{ content: t("pool.back"), url: "/app/discount-codes" }} {...(pool ? { subtitle: t("pool.counts", { left: pool.left, issued: pool.issued, used: pool.used }) } : {})}>
      <BlockStack gap="400">
        {pool?.low && pool.issued + pool.left > 0 ? <Banner tone="warning">{t("pool.lowBanner", { count: pool.left === 0 ? 0 : 2 })}</Banner> : null}
        {pool ? <AddCodes most={MOST_TEXT} /> : null}
        <PoolSettings key={id} saved={values} existing={pool?.name ?? null} />
      </BlockStack>
    </Page>
  );
}

function PoolSettings({ saved, existing }: { saved: Values; existing: string | null }) {
  const { t } = useTranslation("discounts");
  const text = useDynamicText();
  const shopify = useAppBridge();
  const fetcher = useFetcher<typeof action>();
  const [values, setValues] = useState(saved);
  const [deleting, setDeleting] = useState(false);
  const answer = fetcher.data;
  const errors: Partial<Values> = answer?.did === "refuse" ? answer.errors : {};
  useEffect(() => {
    if (fetcher.state === "idle" && answer?.did === "save") shopify.toast.show(t("pool.saved"));
  }, [fetcher.state, answer, shopify, t]);
  const field = (name: Field) => ({
    label: t(`pool.${name}`),
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    error: errors[name] ? text(`discounts:${errors[name]}`, errors[name]) : undefined,
    autoComplete: "off",
  });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{t("pool.settings")}</Text>
        <FormLayout>
          <TextField {...field("name")} helpText={t("pool.nameHint")} maxLength={100} />
          <TextField {...field("worth")} helpText={t("pool.worthHint")} maxLength={100} />
          <TextField {...field("lowAt")} type="number" min={0} max={99_999} />
        </FormLayout>
        <InlineStack align="space-between">
          {existing === null ? <span /> : <Button tone="critical" variant="plain" onClick={() => setDeleting(true)}>{t("pool.delete")}</Button>}
          <Button variant="primary" loading={fetcher.state !== "idle"} onClick={() => fetcher.submit({ do: "save", ...values }, { method: "post" })}>{t("pool.save")}</Button>
        </InlineStack>
      </BlockStack>
      <Modal
        open={deleting}
        title={t("pool.deleteTitle", { name: existing ?? "" })}
        onClose={() => setDeleting(false)}
        primaryAction={{ content: t("pool.delete"), destructive: true, loading: fetcher.state !== "idle", onAction: () => fetcher.submit({ do: "delete" }, { method: "post" }) }}
        secondaryActions={[{ content: t("pool.cancel"), onAction: () => setDeleting(false) }]}
      >
        <Modal.Section><Text as="p">{t("pool.deleteBody")}</Text></Modal.Section>
      </Modal>
    </Card>
  );
}
