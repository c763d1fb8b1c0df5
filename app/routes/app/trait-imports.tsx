import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, DropZone, InlineStack, Link, List, Page, ProgressBar, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitleOf } from "~/components/page-title";
import { useShopFormat } from "~/components/shop-format";
import { ImportStatusBadge } from "~/components/traits/import-status-badge";
import { uploadFile } from "~/components/traits/upload-file";
import { LARGEST_FILE } from "~/domain/trait-import/line-fault";
import { listImports } from "~/queries/trait-import-list.server";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  return { imports: await listImports(context.db, shop.id) };
}

export const meta: MetaFunction = () => pageTitleOf("traits:import.title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

const MEGABYTE = 1_024 * 1_024;

/** R24: sends in a file of trait values, and lists those sent before. */
export default function TraitImports() {
  const { t } = useTranslation("traits");
  const { imports } = useLoaderData<typeof loader>();
  const format = useShopFormat();
  const navigate = useNavigate();
  const [progress, setProgress] = useState<number | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const most = format.number(LARGEST_FILE / MEGABYTE);
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size === 0 || file.size > LARGEST_FILE) return setRefused(t(file.size === 0 ? "import.refused.empty" : "import.refused.tooLarge", { most }));
    setRefused(null);
    setProgress(0);
    const id = await uploadFile(file, setProgress);
    setProgress(null);
    if (id === null) setRefused(t("import.refused.upload"));
    else navigate(`/app/traits/imports/${id}`);
  };
  return (
    <Page title={t("import.title")} subtitle={t("import.subtitle")} backAction={{ content: t("title"), url: "/app/traits" }}>
      <BlockStack gap="400">
        {refused !== null && <Banner tone="critical" onDismiss={() => setRefused(null)}>{refused}</Banner>}
        <Card>
          <BlockStack gap="400">
            <List>
              <List.Item>{t("import.how.first")}</List.Item>
              <List.Item>{t("import.how.who")}</List.Item>
              <List.Item>{t("import.how.formats", { most })}</List.Item>
              <List.Item>{t("import.how.nobody")}</List.Item>
            </List>
            {progress === null ? (
              <DropZone label={t("import.file")} allowMultiple={false} onDrop={(_, [file]) => void take(file)}><DropZone.FileUpload actionTitle={t("import.choose")} actionHint={t("import.chooseHint")} /></DropZone>
            ) : (
              <BlockStack gap="200"><Text as="p">{t("import.uploading")}</Text><ProgressBar progress={progress} ariaLabelledBy="upload" size="small" /></BlockStack>
            )}
          </BlockStack>
        </Card>
        {imports.length > 0 && (
          <Card>
            <BlockStack gap="400">
              <Text as="h2" variant="headingMd">{t("import.earlier")}</Text>
              <BlockStack as="ul" gap="300">
                {imports.map(({ id, fileName, createdAt, status, changed, faulty }) => (
                  <Box as="li" key={id}>
                    <InlineStack gap="200" blockAlign="center">
                      <Link url={`/app/traits/imports/${id}`} monochrome><Text as="span" fontWeight="semibold" breakWord>{fileName}</Text></Link>
                      <ImportStatusBadge status={status} />
                      <Text as="span" tone="subdued">{format.dateTime(createdAt)} · {t("import.counts", { changed: format.number(changed), faulty: format.number(faulty) })}</Text>
                    </InlineStack>
                  </Box>
                ))}
              </BlockStack>
            </BlockStack>
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
