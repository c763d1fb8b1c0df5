import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitle } from "~/components/page-title";
import { SegmentForm } from "~/components/segment-form";
import { SegmentPeople } from "~/components/segment-people";
import { readJson } from "~/domain/read-json";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import type { Segment as Definition } from "~/domain/segment/condition";
import { STARTER_KEYS, starterSegments } from "~/domain/segment/starter-segments";
import { readGoneResources } from "~/queries/gone-resources.server";
import { readShopOptions } from "~/queries/scenario-for-editor.server";
import { listSegmentCustomers } from "~/queries/segment-customers.server";
import { deleteSegment } from "~/services/segments/delete-segment.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { saveSegment, segmentInput } from "~/services/segments/save-segment.server";

const NEW = "new";
const LARGEST_FORM = 200_000;
const EMPTY: Definition = { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 1 }] }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const { searchParams } = new URL(request.url);
  const id = params["segmentId"] ?? NEW;
  const options = await readShopOptions(context, shop);
  if (id === NEW) {
    const starter = STARTER_KEYS.find((key) => key === searchParams.get("starter")) ?? null;
    return { id: null, name: "", starter, definition: starter ? starterSegments[starter] : EMPTY, options, people: null };
  }
  const around = await readSegmentContext(context.db, shop, context.clock.now());
  const segment = around.segments.get(id);
  if (!segment) throw new Response(null, { status: 404 });
  const people = await listSegmentCustomers(context.db, segment.definition, around, searchParams.get("after")?.slice(0, 64) ?? null);
  return { id, name: segment.name, starter: null, definition: segment.definition, options: { ...options, segments: options.segments.filter((other) => other.id !== id), gone: await readGoneResources(context.db, shop.id, segment.definition) }, people };
}

export type SegmentAnswer = { ok: true } | { ok: false; problems: ConfigProblem[] } | { ok: false; usedBy: string[] };

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const id = params["segmentId"] ?? NEW;
  const form = await request.formData().catch(() => new FormData());
  if (form.get("do") === "delete") {
    const deleted = await deleteSegment(context, shop.id, id);
    return deleted.ok ? redirect("/app/segments") : data(deleted satisfies SegmentAnswer, 409);
  }
  const read = segmentInput.safeParse({ id: id === NEW ? null : id, name: String(form.get("name") ?? ""), definition: readJson(String(form.get("definition") ?? ""), LARGEST_FORM) });
  if (!read.success) {
    const problems = read.error.issues.map(({ path: [field, ...below] }): ConfigProblem => ({
      severity: "error", path: field === "definition" ? below.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`), "") : String(field),
      key: field === "name" ? "segments:refused.name" : "steps:segment.problem.empty",
    }));
    return data({ ok: false, problems } satisfies SegmentAnswer, 422);
  }
  const saved = await saveSegment(context, shop, read.data);
  if (!saved.ok) return data(saved satisfies SegmentAnswer, 422);
  return id === NEW ? redirect(`/app/segments/${saved.id}`) : data({ ok: true } satisfies SegmentAnswer);
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => pageTitle(loaded?.name ?? "");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** One segment: its conditions with the count as they are written, and the people in it as it was saved. */
export default function Segment() {
  const { t } = useTranslation("segments");
  const { id, name, starter, definition, options, people } = useLoaderData<typeof loader>();
  const deleting = useFetcher<SegmentAnswer>();
  const [asked, setAsked] = useState(false);
  const usedBy = deleting.data && "usedBy" in deleting.data ? deleting.data.usedBy : [];
  return (
    <Page title={name || t("newTitle")} backAction={{ content: t("title"), url: "/app/segments" }} {...(id ? { secondaryActions: [{ content: t("delete"), destructive: true, onAction: () => setAsked(true) }] } : {})}>
      <BlockStack gap="400">
        {asked && usedBy.length === 0 && (
          <Banner tone="warning" title={t("deleteAsk", { name })} onDismiss={() => setAsked(false)}>
            <InlineStack gap="200">
              <Button tone="critical" loading={deleting.state !== "idle"} onClick={() => deleting.submit({ do: "delete" }, { method: "post" })}>{t("delete")}</Button>
              <Button onClick={() => setAsked(false)}>{t("keep")}</Button>
            </InlineStack>
          </Banner>
        )}
        {usedBy.length > 0 && <Banner tone="critical" title={t("deleteUsed", { names: usedBy.join(", ") })}><Text as="p">{t("deleteUsedHint")}</Text></Banner>}
        <SegmentForm key={`${id ?? NEW} ${JSON.stringify(definition)} ${name}`} name={name || (starter ? t(`starters.${starter}`) : "")} definition={definition} options={options} saved={id !== null} />
        {people && (
          <BlockStack gap="200">
            <Box paddingInline={{ xs: "400", sm: "0" }}><Text as="h2" variant="headingMd">{t("peopleTitle")}</Text></Box>
            <SegmentPeople customers={people.customers} next={people.next} />
          </BlockStack>
        )}
        {!people && <Card><Text as="p" tone="subdued">{t("peopleLater")}</Text></Card>}
      </BlockStack>
    </Page>
  );
}
