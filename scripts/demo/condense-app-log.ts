import { z } from "zod";

const line = z.looseObject({ level: z.number(), msg: z.string().optional(), err: z.looseObject({ message: z.string().optional() }).optional() });
const WARNING = 40;
/** Shopify's library logs in a form of its own. */
const SHOPIFY_INFO = /^\[shopify-[a-z]+\/(?:INFO|DEBUG)\]/;
/** What follows an error's first line: its frames and its fields. */
const STACK = /^\s|^[}\])]|^\w+ \{$/;

/** The app logs a JSON object per line; in the terminal only warnings and errors are shown, as a sentence. Other lines are shown as they are. */
export function condenseAppLog(text: string): string | null {
  if (text.trim() === "" || SHOPIFY_INFO.test(text) || STACK.test(text)) return null;
  const parsed = line.safeParse(jsonOrNull(text));
  if (!parsed.success) return text;
  const { level, msg, err } = parsed.data;
  if (level < WARNING) return null;
  return [level > WARNING ? "error:" : "warning:", msg ?? "", err?.message ? `(${err.message})` : ""].filter(Boolean).join(" ");
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
