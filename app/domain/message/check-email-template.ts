import type { ConfigProblem } from "~/domain/scenario/step-type";
import { checkDiscountsNamed, checkEventNamed, checkLiquidText, checkTraitsNamed } from "./check-liquid-text";
import type { Writing } from "./liquid-engine";
import type { WrittenText } from "./written-text";

/** The texts of an e-mail as the merchant wrote them. */
export interface EmailTemplate {
  subject: string;
  preheader: string;
  body: string;
}

const PARTS = [["subject", "text"], ["preheader", "text"], ["body", "html"]] as const satisfies readonly (readonly [keyof EmailTemplate, Writing])[];

/** Gmail cuts what is longer; our frame and the tracked links need the rest. */
const LONGEST_BODY = 70_000;

/**
 * Reads the three texts: what cannot be read is an error with line and column, an unknown variable and a code that no
 * step before gives (R30; `given` are the names that they and the entry points do) are warnings. So are a trait that is not among `traits`, and a
 * property of an event that is not among those given (R13), where the shop is known.
 */
export function checkEmailTemplate(template: EmailTemplate, given: readonly string[], traits?: readonly { key: string }[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (template.subject.trim() === "") problems.push({ severity: "error", path: "subject", key: "messages:problem.emptySubject" });
  if (template.body.trim() === "") problems.push({ severity: "error", path: "body", key: "messages:problem.emptyBody" });
  for (const [path, writing] of PARTS) problems.push(...checkLiquidText(template[path], path, writing));
  for (const [path, writing] of PARTS) problems.push(...checkDiscountsNamed(template[path], path, writing, given));
  if (traits) for (const [path, writing] of PARTS) problems.push(...checkTraitsNamed(template[path], path, writing, traits), ...checkEventNamed(template[path], path, writing, given));
  if (template.body.length > LONGEST_BODY) problems.push({ severity: "warning", path: "body", key: "messages:problem.longBody" });
  return problems;
}

/** Its texts, each as it is written. */
export function textsOfEmail(template: EmailTemplate): WrittenText[] {
  return PARTS.map(([part, writing]) => ({ source: template[part], writing }));
}
