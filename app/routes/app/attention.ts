import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import type { ServiceContext } from "~/app-context";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { DEAD_LETTER_KINDS } from "~/queries/dead-letters.server";
import { FAILED_KINDS, readDataReport } from "~/queries/needs-attention.server";
import type { ShopRow } from "~/queries/shop.server";
import { giveUpLetters } from "~/services/attention/give-up-letters.server";
import { retryErrands } from "~/services/attention/retry-errands.server";
import { retrySetAside } from "~/services/attention/retry-set-aside.server";
import { retrySignUps } from "~/services/attention/retry-sign-ups.server";
import { whichLetters, type WhichLetters } from "~/services/attention/which-letters";
import { closeDataRequest } from "~/services/customers/close-data-request.server";
import { retryFailed } from "~/services/shopify/retry-failed.server";

/** The report of one data request, to be saved as a file. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const report = await readDataReport(context.db, shop.id, new URL(request.url).searchParams.get("request") ?? "");
  return typeof report === "string" ? new Response(report, { headers: { "content-type": "application/json", "cache-control": "no-store" } }) : new Response(null, { status: 404 });
}

/** JSON in a field of the form. */
const lettersGiven = z.string().max(500).transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "not JSON" });
    return z.NEVER;
  }
}).pipe(whichLetters);

const command = z.discriminatedUnion("do", [
  z.object({ do: z.literal("retry"), kind: z.enum(FAILED_KINDS) }),
  z.object({ do: z.literal("retry-letters"), kind: z.enum(["errand", "run", "sign-up"]), which: lettersGiven }),
  z.object({ do: z.literal("give-up-letters"), kind: z.enum(DEAD_LETTER_KINDS), which: lettersGiven }),
  z.object({ do: z.literal("handed-over"), requestId: z.string().max(64) }),
]);

async function retryLetters(context: ServiceContext, shop: ShopRow, kind: "errand" | "run" | "sign-up", which: WhichLetters): Promise<void> {
  switch (kind) {
    case "errand": return retryErrands(context, shop, which);
    case "run": return retrySetAside(context, shop, which);
    case "sign-up": return retrySignUps(context, shop.id, which);
    default: return kind satisfies never;
  }
}

export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const form = await request.formData().catch(() => new FormData());
  const read = command.safeParse(Object.fromEntries(form));
  if (!read.success) return Response.json({ ok: false }, { status: 400 });
  const call = read.data;
  switch (call.do) {
    case "retry": await retryFailed(context, shop, call.kind); break;
    case "retry-letters": await retryLetters(context, shop, call.kind, call.which); break;
    case "give-up-letters": await giveUpLetters(context, shop.id, call.kind, call.which); break;
    case "handed-over": await closeDataRequest(context, shop.id, call.requestId); break;
    default: call satisfies never;
  }
  return Response.json({ ok: true });
}
