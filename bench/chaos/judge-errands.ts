import type { Database } from "../../app/adapters/db/database.server.ts";
import type { ErrandKind } from "../../app/domain/errand/errand.ts";
import type { Logs } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

/** Each errand was done once, or for a good reason not at all, and says which. Answers run and step of those asked for. */
export async function judgeErrands(db: Database, shopId: number, { webhooks, notes }: Pick<Logs, "webhooks" | "notes">, verdict: Verdict): Promise<Set<string>> {
  const own = db.forShop(shopId);
  const codes = new Map((await own.selectFrom("DiscountCode").select(["effectId", "code"]).where("status", "!=", "free").execute()).map(({ effectId, code }) => [effectId, code]));
  const noted = new Map<string, number>();
  for (const id of notes) noted.set(id, (noted.get(id) ?? 0) + 1);
  const errands = await own.selectFrom("Errand").select(["id", "effectId", "runId", "stepId", "kind", "status", "reason"]).execute();
  const asked = new Set<string>();
  const known = new Set<string>();
  for (const { id, effectId, runId, stepId, kind: name, status, reason } of errands) {
    const kind = name as ErrandKind;
    const about = `errand ${id} is ${status}${reason === null ? "" : ` (${reason})`}`;
    if (asked.has(`${runId} ${stepId}`)) verdict.fault("doubled", `${about}: its run asked for it before`, kind);
    asked.add(`${runId} ${stepId}`);
    known.add(id);
    if (status === "queued" || status === "under-way") verdict.fault("stuck", about, kind);
    else if (status === "unknown") verdict.fault("unknown", about, kind);
    else if (status === "failed") verdict.fault("lost", about, kind);
    else {
      const times = kind === "webhook" ? Number(webhooks.has(id)) : kind === "staff-note" ? noted.get(id) ?? 0 : Number(codes.has(effectId));
      const wanted = status === "done" ? 1 : 0;
      if (times !== wanted) verdict.fault(times < wanted ? "lost" : "doubled", `${about}, and happened ${times} times for ${wanted}`, kind);
      else if (status === "done") verdict.done(kind);
    }
    codes.delete(effectId);
  }
  for (const [id, times] of noted) if (!known.has(id)) verdict.fault("doubled", `a note ${id} came ${times} times, of which no errand knows`, "staff-note");
  for (const id of webhooks.keys()) if (!known.has(id)) verdict.fault("doubled", `a webhook ${id} came, of which no errand knows`, "webhook");
  for (const [, code] of codes) verdict.fault("doubled", `the code ${code} was given, and no errand knows of it`, "discount-code");
  return asked;
}
