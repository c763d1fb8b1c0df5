import { ChatIcon } from "@shopify/polaris-icons";
import { excerptOfLiquid } from "~/components/messages/excerpt-of-liquid";
import type { StepFace } from "../step-face";
import type { SendSmsConfig } from "./definition";
import { SendSmsPanel } from "./send-sms-panel";

export const sendSmsFace: StepFace<SendSmsConfig> = {
  name: "sendSms.name",
  hint: "sendSms.hint",
  icon: ChatIcon,
  summary: ({ text }, { t }) => excerptOfLiquid(text, (name) => t("steps:sendEmail.variable", { name })) || t("steps:sendSms.noText"),
  Panel: SendSmsPanel,
};
