import type { ActionFunctionArgs } from "@remix-run/node";
import { authenticateAdmin } from "~/authenticate-admin.server";
import type { WebContext } from "~/app-context";
import { scenarioDefinitionSchema } from "~/domain/scenario/definition";
import type { ThemeForms } from "~/domain/theme/theme-forms";
import type { FoundCustomer, SavePlan, StatusAnswer, VersionLine } from "~/editor/editor-server";
import { editorCall } from "~/editor/editor-call";
import { listCustomers } from "~/queries/customer-list.server";
import { planSave } from "~/queries/plan-save.server";
import { listVersions, readVersion } from "~/queries/scenario-versions.server";
import { findScenario } from "~/queries/scenario.server";
import type { ShopRow } from "~/queries/shop.server";
import { bringToNewest } from "~/services/scenarios/bring-to-newest.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { previewMessage } from "~/services/messages/preview-message.server";
import type { Refusal } from "~/services/scenarios/refusal";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { sendTestMessage } from "~/services/messages/send-test-message.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { readTheme } from "~/services/shop/read-theme.server";
import { testWebhook } from "~/services/webhooks/test-webhook.server";
import { saveAnswer } from "./save-answer.server";

const MOST_FOUND = 8;

/** The editor's calls, JSON in and out: they change nothing else on the screen, so no page is loaded again after them. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const { shop } = await authenticateAdmin(context, request);
  const read = editorCall.safeParse(await request.json().catch(() => null));
  if (!read.success) return Response.json({ error: { code: "malformed", message: read.error.message } }, { status: 400 });
  const call = read.data;
  const scenarioId = params["scenarioId"] ?? "";
  switch (call.call) {
    case "save": {
      const definition = scenarioDefinitionSchema.safeParse(call.definition);
      if (!definition.success) return Response.json({ error: { code: "malformed", message: definition.error.message } }, { status: 400 });
      return Response.json(await saveAnswer(context, shop, scenarioId, await saveScenario(context, shop.id, { scenarioId, name: call.name, definition: definition.data, revision: call.revision, moves: new Map(Object.entries(call.moves)), stay: call.stay, spreadHours: call.spreadHours })));
    }
    case "plan-save": {
      const definition = scenarioDefinitionSchema.safeParse(call.definition);
      if (!definition.success) return Response.json({ error: { code: "malformed", message: definition.error.message } }, { status: 400 });
      return Response.json(await planSave(context.db, shop, { scenarioId, definition: definition.data, now: context.clock.now() }) satisfies SavePlan);
    }
    case "list-versions":
      return Response.json((await listVersions(context.db, shop.id, scenarioId)) satisfies VersionLine[]);
    case "read-version": {
      const version = await readVersion(context.db, shop.id, scenarioId, call.versionId);
      return version ? Response.json(version) : Response.json({ error: { code: "not-found", message: "no such version" } }, { status: 404 });
    }
    case "bring-to-newest": {
      const brought = await bringToNewest(context, shop.id, scenarioId);
      return brought.ok ? Response.json({ stay: brought.stay }) : Response.json({ error: { code: "not-found", message: "no such scenario" } }, { status: 404 });
    }
    case "activate":
      return Response.json(await statusAnswer(context, shop, scenarioId, await activateScenario(context, shop.id, scenarioId, call.overdue, call.warnings)));
    case "stop":
      return Response.json(await statusAnswer(context, shop, scenarioId, await stopScenario(context, shop.id, scenarioId, call.how)));
    case "read-theme-forms":
      return Response.json((await readTheme(context, context.openAdminApi, shop)) satisfies ThemeForms);
    case "find-customers":
      return Response.json(await findCustomers(context, shop, call.text));
    case "preview-message":
      return Response.json(await previewMessage(context, shop, { message: call.message, customerId: call.customerId }));
    case "test-webhook":
      return Response.json(await testWebhook(context, shop, call.config));
    case "send-test-message":
      return Response.json(await sendTestMessage(context, shop, { message: call.message, customerId: call.customerId, to: call.to }));
    default:
      return call satisfies never;
  }
}

async function statusAnswer(context: WebContext, shop: ShopRow, scenarioId: string, changed: { ok: true } | Refusal): Promise<StatusAnswer> {
  if (!changed.ok && changed.key === "overdue") return { is: "overdue", count: Number(changed.values?.["count"] ?? 0) };
  if (!changed.ok) return changed.key === "problems" || changed.key === "warnings" ? { is: changed.key, problems: changed.problems ?? [] } : { is: "refused" };
  const scenario = await findScenario(context.db, shop.id, scenarioId);
  return scenario ? { is: "done", status: scenario.status, revision: scenario.revision } : { is: "refused" };
}

async function findCustomers(context: WebContext, shop: ShopRow, text: string): Promise<FoundCustomer[]> {
  const { customers } = await listCustomers(context.db, shop.id, { search: text, after: null });
  return customers.slice(0, MOST_FOUND).map(({ id, firstName, lastName, email }) => ({ id, name: `${firstName} ${lastName}`.trim() || (email ?? id), email }));
}
