import { z } from "zod";
import type { PushService } from "../providers/push-service.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const owner = z.strictObject({ owner: z.string().min(1).max(200) });
const browser = z.strictObject({ id: z.string().min(1) });

/** `POST /_dev/push`: a browser that was allowed to show notifications; `DELETE` ends its subscription (410 from then on). */
export function pushRoutes(push: PushService): ControlRoute[] {
  return [
    { method: "POST", path: "/push", handle: ({ body }) => ({ status: 201, body: push.subscribe(checked(owner, body).owner) }) },
    {
      method: "DELETE",
      path: "/push",
      handle: ({ body }) => {
        const { id } = checked(browser, body);
        if (!push.unsubscribe(id)) throw new ControlError(404, "not_found", `There is no browser ${id}.`);
        return { body: { id, gone: true } };
      },
    },
  ];
}
