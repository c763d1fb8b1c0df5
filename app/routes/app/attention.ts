import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { FAILED_KINDS, readDataReport } from "~/queries/needs-attention.server";
import { closeDataRequest } from "~/services/customers/close-data-request.server";
import { retryFailed } from "~/services/shopify/retry-failed.server";

/** The report of one data request, to be saved as a file. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const report = await readDataReport(context.db, shop.id, new URL(request.url).searchParams.get("request") ?? "");
  return typeof report === "string" ? new Response(report, { headers: { "content-type": "application/json", "cache-control": "no-store" } }) : new Response(null, { status: 404 });
}

const command = z.discriminatedUnion("do", [
  z.object({ do: z.literal("retry"), kind: z.enum(FAILED_KINDS) }),
  z.object({ do: z.literal("handed-over"), requestId: z.string().max(64) }),
]);

export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const form = await request.formData().catch(() => new FormData());
  const read = command.safeParse(Object.fromEntries(form));
  if (!read.success) return Response.json({ ok: false }, { status: 400 });
  if (read.data.do === "retry") await retryFailed(context, shop, read.data.kind);
  else await closeDataRequest(context, shop.id, read.data.requestId);
  return Response.json({ ok: true });
}
