import type { WebContext } from "~/app-context";
import { discountCodeDoer } from "./discount-code-doer.server";
import type { ErrandDoers } from "./errand-doer";
import { staffNoteDoer, type StaffNoteContext } from "./staff-note-doer.server";
import { webhookDoer, type WebhookContext } from "./webhook-doer.server";

/** Who does which kind of errand. A kind that is not here stays queued for a process that knows it. */
export function errandDoers(context: WebhookContext & StaffNoteContext & Pick<WebContext, "db" | "clock" | "newId" | "openAdminApi">): ErrandDoers {
  return { webhook: webhookDoer(context), "staff-note": staffNoteDoer(context), "discount-code": discountCodeDoer(context, context.openAdminApi) };
}
