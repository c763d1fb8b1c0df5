import { EmailIcon } from "@shopify/polaris-icons";
import type { StepFace } from "../step-face";
import type { SendEmailConfig } from "./definition";
import { SendEmailPanel } from "./send-email-panel";

export const sendEmailFace: StepFace<SendEmailConfig> = {
  name: "sendEmail.name",
  hint: "sendEmail.hint",
  icon: EmailIcon,
  summary: ({ subject }, { t }) => subject.trim() || t("steps:sendEmail.noSubject"),
  Panel: SendEmailPanel,
};
