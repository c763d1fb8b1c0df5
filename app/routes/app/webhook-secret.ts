import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { rotateWebhookSecret } from "~/services/webhooks/rotate-webhook-secret.server";

const command = z.object({ version: z.coerce.number().int().positive() });

/** Changes the secret that webhooks are signed with. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const read = command.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!read.success) return Response.json({ ok: false }, { status: 400 });
  await rotateWebhookSecret(context, shop, read.data.version);
  return Response.json({ ok: true });
}
