import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, Card, EmptyState, IndexTable, InlineStack, Link, Page, Text, useBreakpoints } from "@shopify/polaris";
import { DeleteIcon, EditIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServiceContext } from "~/app-context";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { DeleteTraitModal } from "~/components/delete-trait-modal";
import { pageTitleOf } from "~/components/page-title";
import { TraitModal } from "~/components/trait-modal";
import { changedTraitInput, errorsOf, newTraitInput } from "~/domain/trait/trait-input";
import { readTraitList } from "~/queries/trait-list.server";
import { deleteTrait } from "~/services/traits/delete-trait.server";
import { addTrait, changeTrait, type SavedTrait } from "~/services/traits/save-trait.server";

/** Cells of Polaris do not wrap, and a long name would push what comes after it out of sight. */
const WRAPPED = { whiteSpace: "normal", overflowWrap: "anywhere", minWidth: "8rem" } as const;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  return { traits: await readTraitList(context.db, shop.id) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const input = Object.fromEntries(await request.formData().catch(() => new FormData()));
  const id = String(input["id"] ?? "");
  if (input["do"] === "delete") {
    await deleteTrait(context, shop.id, id);
    return { ok: true as const };
  }
  const saved = await save(context, shop.id, id, input);
  return saved.ok ? saved : data(saved, 422);
}

async function save(context: ServiceContext, shopId: number, id: string, input: unknown): Promise<SavedTrait> {
  if (id !== "") {
    const read = changedTraitInput.safeParse(input);
    return read.success ? changeTrait(context, shopId, id, read.data) : { ok: false, errors: errorsOf(read.error) };
  }
  const read = newTraitInput.safeParse(input);
  return read.success ? addTrait(context, shopId, read.data) : { ok: false, errors: errorsOf(read.error) };
}

export const meta: MetaFunction = () => pageTitleOf("traits:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Traits() {
  const { t } = useTranslation("traits");
  const { traits } = useLoaderData<typeof loader>();
  const { smDown } = useBreakpoints();
  const [edited, setEdited] = useState<string | "new" | null>(null);
  const [deleted, setDeleted] = useState<string | null>(null);
  const add = { content: t("add"), onAction: () => setEdited("new") };
  const editing = traits.find(({ id }) => id === edited) ?? null;
  const deleting = traits.find(({ id }) => id === deleted);
  return (
    <Page title={t("title")} subtitle={t("subtitle")} fullWidth {...(traits.length > 0 ? { primaryAction: add, secondaryActions: [{ content: t("import.open"), url: "/app/traits/imports" }] } : {})}>
      {traits.length === 0 ? (
        <Card>
          <EmptyState heading={t("emptyTitle")} image="/empty-scenarios.svg" action={add}><p>{t("empty")}</p></EmptyState>
        </Card>
      ) : (
        <Card padding="0">
          <IndexTable
            selectable={false}
            itemCount={traits.length}
            headings={smDown ? [{ title: t("name") }, { title: t("edit"), hidden: true }] : [{ title: t("name") }, { title: t("key") }, { title: t("type") }, { title: t("usedIn") }, { title: t("edit"), hidden: true }]}
          >
            {traits.map(({ id, name, key, type, options, usedIn, inShopify }, position) => (
              <IndexTable.Row id={id} key={id} position={position}>
                <IndexTable.Cell>
                  <div style={WRAPPED}>
                    <Text as="span" fontWeight="semibold" breakWord>{name}</Text>
                    {smDown && <Text as="p" tone="subdued" breakWord>{t(`types.${type}`)} · {key}</Text>}
                  </div>
                </IndexTable.Cell>
                {smDown ? null : (
                  <>
                    <IndexTable.Cell><div style={WRAPPED}><code>{key}</code>{inShopify && <Text as="p" tone="subdued">{t("alsoInShopify")}</Text>}</div></IndexTable.Cell>
                    <IndexTable.Cell>
                      {t(`types.${type}`)}
                      {options.length > 0 && <Text as="p" tone="subdued" truncate>{options.slice(0, 5).join(", ")}{options.length > 5 ? " …" : ""}</Text>}
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      {usedIn.length === 0 ? <Text as="span" tone="subdued">{t("usedNowhere")}</Text> : usedIn.map((scenario) => (
                        <div key={scenario.id}><Link url={`/app/scenarios/${scenario.id}`} monochrome>{scenario.name}</Link></div>
                      ))}
                    </IndexTable.Cell>
                  </>
                )}
                <IndexTable.Cell>
                  <InlineStack gap="100" align="end" wrap={false}>
                    <Button variant="tertiary" icon={EditIcon} accessibilityLabel={t("editOf", { name })} onClick={() => setEdited(id)} />
                    <Button variant="tertiary" tone="critical" icon={DeleteIcon} accessibilityLabel={t("deleteOf", { name })} onClick={() => setDeleted(id)} />
                  </InlineStack>
                </IndexTable.Cell>
              </IndexTable.Row>
            ))}
          </IndexTable>
        </Card>
      )}
      {edited !== null && <TraitModal trait={editing} onClose={() => setEdited(null)} />}
      {deleting && <DeleteTraitModal trait={deleting} onClose={() => setDeleted(null)} />}
    </Page>
  );
}
