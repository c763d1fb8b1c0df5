import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { createI18n } from "~/locales/i18n";
import { readFaultReport } from "~/queries/trait-import-list.server";
import { addPart, beginImport, beginInput, partInput } from "~/services/trait-imports/begin-import.server";

/** The report of what an import left out, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const t = createI18n("en").getFixedT("en", "traits");
  const report = await readFaultReport(context.db, shop.id, new URL(request.url).searchParams.get("import") ?? "", {
    header: [t("import.report.line"), t("import.report.column"), t("import.report.value"), t("import.report.what")],
    say: (fault) => t(`import.fault.${fault}`),
  });
  return report === null ? new Response(null, { status: 404 }) : new Response(report, { headers: { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" } });
}

/** The upload of a file in pieces: `begin`, then each `part`; any of them may be sent again. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { shop, staffId } = await authenticateAdmin(context, request);
  const form = Object.fromEntries(await request.formData().catch(() => new FormData()));
  if (form["do"] === "begin") {
    const read = beginInput.safeParse(form);
    if (!read.success) return Response.json({ ok: false }, { status: 400 });
    const begun = await beginImport(context, shop.id, { ...read.data, staffId });
    return Response.json(begun, { status: begun.ok ? 200 : 413 });
  }
  const read = partInput.safeParse(form);
  if (!read.success) return Response.json({ ok: false }, { status: 400 });
  const taken = await addPart(context, shop.id, read.data);
  return Response.json({ ok: taken }, { status: taken ? 200 : 409 });
}
