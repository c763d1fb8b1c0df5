import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigate, useRevalidator } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitle } from "~/components/page-title";
import { blockEditorUrl } from "~/domain/theme/theme-editor-url";
import { callServer } from "~/editor/call-server";
import { ScenarioEditor, type EditorHost } from "~/editor/scenario-editor";
import { scenarioForEditor } from "~/queries/scenario-for-editor.server";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const found = await scenarioForEditor(context, shop, params["scenarioId"] ?? "");
  if (!found) throw new Response(null, { status: 404 });
  return { ...found, options: { ...found.options, formEditorUrl: blockEditorUrl(shop.domain, context.env.SHOPIFY_API_KEY, "sign-up") } };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.scenario.name ?? "");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Screen() {
  const { scenario, options } = useLoaderData<typeof loader>();
  const { t } = useTranslation("editor");
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const { id, revision } = scenario;
  const server = useMemo(() => callServer(`/app/scenarios/${id}/calls`), [id]);
  const host = useMemo((): EditorHost => {
    // Resolves when nothing is unsaved, or when the merchant says to leave.
    const leaveFor = async (to: string) => {
      await shopify.saveBar.leaveConfirmation();
      navigate(to);
    };
    return {
      toList: () => void leaveFor("/app/scenarios"),
      toStatistics: () => void leaveFor(`/app/scenarios/${id}/statistics`),
      reload: revalidate,
      say: (text) => shopify.toast.show(text),
      saveBar: ({ open, saving, onSave, onDiscard }) => (
        <SaveBar id="scenario-save-bar" open={open}>
          <button variant="primary" onClick={onSave} {...(saving ? { loading: "" } : {})}>{t("bar.save")}</button>
          <button onClick={onDiscard}>{t("bar.discard")}</button>
        </SaveBar>
      ),
    };
  }, [shopify, navigate, revalidate, id, t]);
  // A newer revision comes only by loading again after a conflict: then the editor opens anew with it.
  return <ScenarioEditor key={`${id}/${revision}`} scenario={scenario} options={options} server={server} host={host} />;
}
