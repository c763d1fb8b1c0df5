import type { RequestListener } from "node:http";
import type { AppContext } from "~/app-context";
import { signToken } from "~/domain/message/link-token";
import { UNSUBSCRIBE_LINK } from "~/domain/message/message-link";
import { isShortCode } from "~/domain/message/short-code";

/** `/s/CODE`: the short addresses of text messages, answered as the signed ones they stand for. */
export function shortLinks(context: Pick<AppContext, "db" | "sign" | "log">, links: RequestListener): RequestListener {
  return (request, response) => {
    const code = (request.url ?? "").split("?", 1)[0]?.split("/")[2] ?? "";
    const find = isShortCode(code) ? context.db.acrossShops.selectFrom("ShortLink").select(["shopId", "messageId", "link"]).where("code", "=", code).executeTakeFirst() : Promise.resolve(undefined);
    find.then((found) => {
      // What stands for nothing gets the page of links that do not work.
      const kind = found?.link === UNSUBSCRIBE_LINK ? "unsubscribe" as const : "click" as const;
      request.url = found ? `/m/${kind === "click" ? "c" : "u"}/${signToken({ kind, shopId: found.shopId, messageId: found.messageId, link: found.link }, context.sign)}` : "/m/s/";
      links(request, response);
    }).catch((error: unknown) => {
      context.log.error({ err: error }, "a short link could not be looked up");
      response.writeHead(503, { "retry-after": "5" }).end();
    });
  };
}
