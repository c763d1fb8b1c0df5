import { NotificationIcon } from "@shopify/polaris-icons";
import { excerptOfLiquid } from "~/components/messages/excerpt-of-liquid";
import type { StepFace } from "../step-face";
import type { SendPushConfig } from "./definition";
import { SendPushPanel } from "./send-push-panel";

export const sendPushFace: StepFace<SendPushConfig> = {
  name: "sendPush.name",
  hint: "sendPush.hint",
  icon: NotificationIcon,
  summary: ({ title }, { t }) => excerptOfLiquid(title, (name) => t("steps:sendEmail.variable", { name })) || t("steps:sendPush.noTitle"),
  Panel: SendPushPanel,
};
