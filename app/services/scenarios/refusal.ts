import type { Problem } from "~/domain/scenario/problem";

/** Why a service did not do what it was asked, for the person who asked: `key` is a sentence of the locale file `errors.json`. */
export interface Refusal {
  ok: false;
  key: "notFound" | "transition" | "conflict" | "problems" | "name" | "malformed" | "overdue" | "warnings";
  values?: Record<string, string>;
  problems?: Problem[];
}

export const notFound: Refusal = { ok: false, key: "notFound" };

export const malformed: Refusal = { ok: false, key: "malformed" };

/** The scenario has errors; a warning alone refuses nothing. */
export function refusalOf(problems: Problem[]): Refusal | null {
  return problems.some((problem) => problem.severity === "error") ? { ok: false, key: "problems", problems } : null;
}
