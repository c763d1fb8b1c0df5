import type { InboxMessage } from "./inbox.ts";

const ANSWER_WITHIN_MS = 15_000;

/**
 * The address to which RFC 8058 lets a mail client post, or null when the message does not offer it: that takes an http(s)
 * address in List-Unsubscribe and List-Unsubscribe-Post saying exactly "List-Unsubscribe=One-Click".
 */
export function oneClickAddress(message: InboxMessage): string | null {
  if (header(message, "list-unsubscribe-post")?.trim() !== "List-Unsubscribe=One-Click") return null;
  return /<(https?:\/\/[^<>\s]+)>/i.exec(header(message, "list-unsubscribe") ?? "")?.[1] ?? null;
}

/** Posts as the receiver's mail server does: without cookies, not following redirects. Returns the sender's status; throws when it does not answer. */
export async function postOneClick(address: string): Promise<number> {
  const answer = await fetch(address, {
    method: "POST",
    redirect: "manual",
    credentials: "omit",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "Local inbox (RFC 8058)" },
    body: "List-Unsubscribe=One-Click",
  });
  await answer.arrayBuffer();
  return answer.status;
}

function header(message: InboxMessage, name: string): string | undefined {
  return Object.entries(message.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
