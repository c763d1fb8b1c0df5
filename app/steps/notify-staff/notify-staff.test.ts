import { describe, expect, it } from "vitest";
import type { ErrandOutcome } from "~/domain/errand/errand";
import { notifyStaff, notifyStaffConfig } from "./definition";

const answer = (errand?: ErrandOutcome) =>
  notifyStaff.step({ config: { subject: "A", text: "B" }, stepId: "note", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts: { timeZone: "Europe/Warsaw" }, outcome: null, ...(errand ? { errand } : {}) });

const place = { messagesBefore: [], given: [] };
const shop = { timeZone: "Europe/Warsaw", consents: [], traits: [], segments: [], discountPools: [] };

describe("note to staff", () => {
  it("R31 asks for one note and goes on whatever became of it", () => {
    expect(answer()).toEqual({ do: "ask", effects: [{ kind: "errand", errand: "staff-note", request: null }] });
    for (const status of ["done", "failed", "cancelled", "unknown"] as const) expect(answer({ status, reason: null, result: null })).toEqual({ do: "leave", branch: "next", detail: { outcome: status } });
  });

  it("R31 wants a subject and a text that can be read, with line and column", () => {
    const problems = (subject: string, text: string) => notifyStaff.check({ subject, text }, place).map(({ path, key, values }) => [path, key.split(".").at(-1), values?.["line"], values?.["column"]]);
    expect(problems("Call {{ customer.name }}", "Cart of {{ cart.total }}")).toEqual([]);
    expect(problems(" ", "")).toEqual([["subject", "emptySubject", undefined, undefined], ["text", "emptyText", undefined, undefined]]);
    expect(problems("A", "B\n{{ customer.name | shout }}")).toEqual([["text", "unknownFilter", 2, 1]]);
    expect(notifyStaffConfig.safeParse({ subject: "x".repeat(201), text: "" }).error?.issues[0]?.path).toEqual(["subject"]);
  });

  it("R31 warns where nobody would get the note, and not where that is not known", () => {
    const warnings = (staffEmails?: string[]) => notifyStaff.check({ subject: "A", text: "B" }, { ...place, shop: { ...shop, ...(staffEmails ? { staffEmails } : {}) } }).map(({ severity, key }) => [severity, key]);
    expect(warnings([])).toEqual([["warning", "steps:notifyStaff.nobody"]]);
    expect(warnings(["anna@example.com"])).toEqual([]);
    expect(warnings()).toEqual([]);
  });
});
