import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, List, Page, ProgressBar, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitle } from "~/components/page-title";
import { useShopFormat } from "~/components/shop-format";
import { ImportMapping } from "~/components/traits/import-mapping";
import { ImportStatusBadge } from "~/components/traits/import-status-badge";
import { readJson } from "~/domain/read-json";
import { importChoiceSchema } from "~/domain/trait-import/columns";
import { ENCODINGS } from "~/domain/trait-import/encoding";
import { MOST_FAULTS } from "~/domain/trait-import/line-fault";
import { SEPARATORS } from "~/domain/trait-import/separator";
import { findImport, readFaults, type FaultLine, type ImportLineItem } from "~/queries/trait-import-list.server";
import { readImportPreview } from "~/queries/trait-import-preview.server";
import { listTraits } from "~/queries/traits.server";
import { cancelImport, startImport } from "~/services/trait-imports/start-import.server";

const LOOK_AGAIN_MS = 2_000;
const LONGEST_CHOICE = 20_000;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const found = await findImport(context.db, shop.id, params["importId"] ?? "");
  if (!found) throw new Response(null, { status: 404 });
  const asked = new URL(request.url).searchParams;
  const how = { encoding: ENCODINGS.find((each) => each === asked.get("encoding")), separator: SEPARATORS.find((each) => each === asked.get("separator")) };
  const preview = found.status === "uploading" ? await readImportPreview(context.db, shop.id, found, how) : null;
  return { found, preview, traits: await listTraits(context.db, shop.id), faults: await readFaults(context.db, shop.id, found.id) };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const id = params["importId"] ?? "";
  const form = await request.formData().catch(() => new FormData());
  if (form.get("do") === "cancel") {
    await cancelImport(context, shop.id, id);
    return redirect("/app/traits/imports");
  }
  const choice = importChoiceSchema.safeParse(readJson(String(form.get("choice") ?? ""), LONGEST_CHOICE));
  if (!choice.success) return data({ ok: false as const, refused: "choice" }, 400);
  const started = await startImport(context, shop.id, id, choice.data);
  return started.ok ? started : data(started, 422);
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => pageTitle(loaded?.found.fileName ?? "");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** R24: one file of trait values: what its columns are, how far it is, and what was left out. */
export default function TraitImport() {
  const { t } = useTranslation("traits");
  const { found, preview, traits, faults } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const [, setHow] = useSearchParams();
  const cancelling = useFetcher();
  const running = found.status === "waiting" || found.status === "running";
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(revalidate, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, revalidate]);
  const cancel = { content: t("import.cancel"), destructive: true, loading: cancelling.state !== "idle", onAction: () => cancelling.submit({ do: "cancel" }, { method: "post" }) };
  return (
    <Page title={found.fileName} titleMetadata={<ImportStatusBadge status={found.status} />} backAction={{ content: t("import.title"), url: "/app/traits/imports" }} {...(running || found.status === "uploading" ? { secondaryActions: [cancel] } : {})}>
      <BlockStack gap="400">
        {preview && !preview.ok && <Banner tone="critical" title={t("import.notReadable")}><p>{t(`import.notReadableWhy.${preview.fault}`)}</p></Banner>}
        {preview?.ok && traits.length === 0 && <Banner tone="warning" action={{ content: t("add"), url: "/app/traits" }}><p>{t("import.noTraits")}</p></Banner>}
        {preview?.ok && <ImportMapping key={`${preview.encoding}${preview.separator}`} preview={preview} traits={traits} onReadAs={(how) => setHow(how, { replace: true })} />}
        {found.status !== "uploading" && <Progress found={found} running={running} />}
        {faults.length > 0 && <Faults found={found} faults={faults} />}
      </BlockStack>
    </Page>
  );
}

function Progress({ found: { status, lines, line, changed, unchanged, faulty, error }, running }: { found: ImportLineItem; running: boolean }) {
  const { t } = useTranslation("traits");
  const format = useShopFormat();
  return (
    <Card>
      <BlockStack gap="300">
        {running && <><Text as="p" id="import-progress">{t("import.progress", { line: format.number(line), lines: format.number(lines ?? 0) })}</Text><ProgressBar progress={Math.min(100, Math.round((line / Math.max(1, lines ?? 1)) * 100))} ariaLabelledBy="import-progress" size="small" /></>}
        {status === "failed" && <Banner tone="critical"><p>{t(error === "trait-gone" ? "import.failed.traitGone" : "import.failed.gaveUp")}</p></Banner>}
        <List>
          <List.Item>{t("import.result.changed", { count: changed, number: format.number(changed) })}</List.Item>
          <List.Item>{t("import.result.unchanged", { count: unchanged, number: format.number(unchanged) })}</List.Item>
          <List.Item>{t("import.result.faulty", { count: faulty, number: format.number(faulty) })}</List.Item>
        </List>
      </BlockStack>
    </Card>
  );
}

function Faults({ found: { id, fileName, faulty }, faults }: { found: ImportLineItem; faults: readonly FaultLine[] }) {
  const { t } = useTranslation("traits");
  const format = useShopFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{t("import.leftOut")}</Text>
          <Button onClick={() => void saveReport(id, fileName)}>{t("import.download")}</Button>
        </InlineStack>
        <BlockStack as="ul" gap="200">
          {faults.map(({ line, column, fault, value }) => (
            <li key={`${line} ${column}`}>
              <Text as="span" fontWeight="medium">{column === 0 ? t("import.at.line", { line: format.number(line) }) : t("import.at.cell", { line: format.number(line), column: format.number(column) })}</Text>{" "}
              {value !== "" && <code style={{ overflowWrap: "anywhere" }}>{value}</code>} <Text as="span" tone="subdued">{t(`import.fault.${fault}`)}</Text>
            </li>
          ))}
        </BlockStack>
        {faulty > faults.length && <Text as="p" tone="subdued">{t("import.more", { most: format.number(MOST_FAULTS) })}</Text>}
      </BlockStack>
    </Card>
  );
}

/** By a call of its own, since only calls carry the session of the admin. */
async function saveReport(id: string, fileName: string): Promise<void> {
  const response = await fetch(`/app/traits/import-calls?import=${encodeURIComponent(id)}`).catch(() => null);
  if (!response?.ok) return;
  const url = URL.createObjectURL(await response.blob());
  Object.assign(document.createElement("a"), { href: url, download: `left-out-of-${fileName.replace(/\.\w+$/, "")}.csv` }).click();
  URL.revokeObjectURL(url);
}
