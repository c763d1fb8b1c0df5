import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { readJson } from "~/domain/read-json";
import { listShopifySegments } from "~/queries/shopify-segments.server";
import { askForShopifySegments } from "~/services/segments/ask-for-shopify-segments.server";
import { listFromShopify } from "~/services/segments/list-from-shopify.server";

const LARGEST = 1_000;
const chosen = z.strictObject({ id: z.string().regex(/^\d{1,20}$/) });

/** The segments that the shop has in Shopify, read there now; with `?known` as they were read last. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const { failed } = new URL(request.url).searchParams.has("known") ? { failed: null } : await listFromShopify(context, shop.id, () => context.openAdminApi(shop.domain));
  return Response.json({ segments: await listShopifySegments(context.db, shop.id), failed });
}

/** One was chosen: its members are read, if they are not, and the list answered as it is known. 422 where no id is told. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const read = chosen.safeParse(readJson(await request.text(), LARGEST));
  if (!read.success) return Response.json({ error: { code: "malformed", message: z.prettifyError(read.error) } }, { status: 422 });
  await askForShopifySegments(context, shop.id, { shopifySegmentId: read.data.id });
  return Response.json({ segments: await listShopifySegments(context.db, shop.id), failed: null });
}
