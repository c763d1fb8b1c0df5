import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { readJson } from "~/domain/read-json";
import { isFinished } from "~/domain/segment/check-segment";
import { segmentSchema } from "~/domain/segment/condition";
import { countCustomers } from "~/queries/segment-customers.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";

const LARGEST = 200_000;

/** How many customers a definition finds, while it is being written; 422 where it is no segment, or not yet one. One that nobody waits for any more is not begun. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const text = await request.text();
  const read = segmentSchema.safeParse(readJson(text, LARGEST));
  if (!read.success) return Response.json({ error: { code: "malformed", message: read.error.message } }, { status: 422 });
  if (!isFinished(read.data)) return Response.json({ error: { code: "unfinished", message: "A condition asks nothing yet." } }, { status: 422 });
  const around = await readSegmentContext(context.db, shop, context.clock.now());
  try {
    return Response.json({ count: await countCustomers(context.db, read.data, around, request.signal) });
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    throw error;
  }
}
