import { z } from "zod";
import { MOST_STAFF_ADDRESSES } from "~/domain/errand/staff-note";

const address = z.email().max(254);

/** The staff addresses of the settings: one a line, or parted by commas; each once. Messages are keys of `settings.json`. */
export const staffEmailsInput = z.string("problems.staffEmails").max(4_000, "problems.staffEmails").default("")
  .transform((text) => [...new Set(text.split(/[\s,;]+/).filter((each) => each !== ""))])
  .pipe(z.array(z.string().refine((each) => address.safeParse(each).success, "problems.staffEmails")).max(MOST_STAFF_ADDRESSES, "problems.staffEmails"));

/** As they are stored with the shop. */
export function readStaffEmails(stored: string): string[] {
  return z.array(z.string()).parse(JSON.parse(stored));
}
