import { z } from "zod";
import { ResendError } from "./resend-error.ts";

/** An e-mail as Resend accepts it: addresses in lists, everything checked. */
export interface AcceptedEmail {
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
}

const ADDRESS = /^[^\s@<>,;"()[\]]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/iu;
const FRIENDLY = /^(.*?)\s*<([^<>]+)>$/u;
const MOST_RECIPIENTS = 50;
const FORMAT = "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const TAG = /^[\w-]{1,256}$/;

const wire = z.object({
  from: z.string().optional(),
  to: z.union([z.string(), z.array(z.string())]).optional(),
  cc: z.union([z.string(), z.array(z.string())]).nullish(),
  bcc: z.union([z.string(), z.array(z.string())]).nullish(),
  reply_to: z.union([z.string(), z.array(z.string())]).nullish(),
  subject: z.string().optional(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  scheduled_at: z.string().nullish(),
  template: z.unknown().optional(),
});

/** The bare address in `Name <address>` or `address`, in lower case; null when it is neither. */
export function bareAddress(text: string): string | null {
  const trimmed = text.trim();
  const address = FRIENDLY.exec(trimmed)?.[2] ?? trimmed;
  return ADDRESS.test(address) && address.length <= 254 ? address.toLowerCase() : null;
}

/** Checks one e-mail of a request as Resend does. Throws ResendError with Resend's name and status for what it refuses. */
export function parseEmail(input: unknown): AcceptedEmail {
  const parsed = wire.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ResendError(422, "validation_error", `Invalid \`${issue?.path.join(".") || "body"}\` field. ${issue?.message ?? ""}`.trim());
  }
  const mail = parsed.data;
  for (const field of ["from", "to", "subject"] as const) {
    if (mail[field] === undefined || mail[field] === "") throw new ResendError(422, "missing_required_field", `Missing \`${field}\` field.`);
  }
  if (!mail.html && !mail.text) throw new ResendError(422, "validation_error", "Missing `html` or `text` field.");
  refuseWhatTheStandInLacks(mail);
  const from = mail.from ?? "";
  if (oneLine(from) === null || !bareAddress(from)) throw new ResendError(422, "invalid_from_address", `Invalid \`from\` field. ${FORMAT}`);
  if (oneLine(mail.subject ?? "") === null) throw new ResendError(422, "validation_error", "The `\\n` is not allowed in the `subject` field.");
  const to = addresses("to", mail.to);
  if (to.length === 0) throw new ResendError(422, "missing_required_field", "Missing `to` field.");
  return {
    from,
    to,
    cc: addresses("cc", mail.cc),
    bcc: addresses("bcc", mail.bcc),
    replyTo: addresses("reply_to", mail.reply_to),
    subject: mail.subject ?? "",
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: checkedHeaders(mail.headers ?? {}),
    tags: checkedTags(mail.tags ?? []),
  };
}

function refuseWhatTheStandInLacks(mail: z.infer<typeof wire>): void {
  for (const field of ["attachments", "scheduled_at", "template"] as const) {
    const value = mail[field];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    throw new ResendError(422, "validation_error", `The local stand-in of Resend does not know the \`${field}\` field.`);
  }
}

function addresses(field: string, value: string | string[] | null | undefined): string[] {
  const list = value === null || value === undefined ? [] : Array.isArray(value) ? value : value.split(",").map((part) => part.trim());
  if (list.length > MOST_RECIPIENTS) throw new ResendError(422, "validation_error", `The \`${field}\` field must have ${MOST_RECIPIENTS} recipients or fewer.`);
  for (const address of list) {
    if (oneLine(address) === null || !bareAddress(address)) throw new ResendError(422, "validation_error", `Invalid \`${field}\` field. ${FORMAT}`);
  }
  return list;
}

function checkedHeaders(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name) || oneLine(value) === null) throw new ResendError(422, "validation_error", `Invalid \`headers\` field. The header \`${name.slice(0, 80)}\` is not a valid header.`);
  }
  return headers;
}

function checkedTags(tags: { name: string; value: string }[]): { name: string; value: string }[] {
  for (const { name, value } of tags) {
    if (!TAG.test(name) || !TAG.test(value)) throw new ResendError(422, "validation_error", "Tags should only contain ASCII letters, numbers, underscores, or dashes.");
  }
  return tags;
}

/** Null where a line break would begin a header of the sender's own choice. */
function oneLine(text: string): string | null {
  return /[\r\n]/.test(text) ? null : text;
}
