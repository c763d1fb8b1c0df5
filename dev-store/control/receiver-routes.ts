import type { WebhookReceiver } from "../receiver/webhook-receiver.ts";
import type { ControlRoute } from "./control-route.ts";

/** `GET` and `DELETE /_dev/webhook-receiver`: what the app's webhooks told the local receiver, the newest first. */
export function receiverRoutes(receiver: WebhookReceiver): ControlRoute[] {
  return [
    { method: "GET", path: "/webhook-receiver", handle: () => ({ body: { received: receiver.received } }) },
    { method: "DELETE", path: "/webhook-receiver", handle: () => ({ body: { deleted: receiver.clear() } }) },
  ];
}
