import { ConnectIcon } from "@shopify/polaris-icons";
import type { StepFace } from "../step-face";
import type { WebhookConfig } from "./definition";
import { WebhookPanel } from "./webhook-panel";

export const webhookFace: StepFace<WebhookConfig> = {
  name: "webhook.name",
  hint: "webhook.hint",
  icon: ConnectIcon,
  summary: ({ url }, { t }) => (URL.canParse(url) ? t("steps:webhook.summary", { host: new URL(url).host }) : t("steps:webhook.noUrl")),
  Panel: WebhookPanel,
};
