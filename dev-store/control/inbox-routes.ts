import { z } from "zod";
import type { Inbox } from "../inbox/inbox.ts";
import { linksOf } from "../inbox/links-of.ts";
import { checked, queryObject, type ControlRoute } from "./control-route.ts";

const filter = z.strictObject({ channel: z.enum(["email", "sms", "push"]).optional(), to: z.string().optional(), search: z.string().optional() });

/** `GET` and `DELETE /_dev/inbox`. `toLocal` leads links at the shop's public address to this machine. */
export function inboxRoutes(inbox: Inbox, toLocal: (text: string) => string): ControlRoute[] {
  return [
    {
      method: "GET",
      path: "/inbox",
      handle: ({ query }) => {
        const messages = inbox.list(checked(filter, queryObject(query))).map(({ id, channel, to, from, subject, html, text, headers, at }) => {
          const links = linksOf(html, text).map(toLocal);
          return { id, channel, to, from, subject, html, text, headers, links, at: new Date(at).toISOString() };
        });
        return { body: { messages } };
      },
    },
    { method: "DELETE", path: "/inbox", handle: () => ({ body: { deleted: inbox.clear() } }) },
  ];
}
