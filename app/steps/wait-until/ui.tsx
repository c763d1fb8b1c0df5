import { PauseCircleIcon } from "@shopify/polaris-icons";
import type { StepFace, StepSaying } from "../step-face";
import { HAPPENED, type WaitUntilConfig } from "./definition";
import { WaitUntilPanel } from "./wait-until-panel";

export const waitUntilFace: StepFace<WaitUntilConfig> = {
  name: "waitUntil.name",
  hint: "waitUntil.hint",
  icon: PauseCircleIcon,
  summary: (config, saying) => saying.t("steps:waitUntil.summary", { until: untilWhat(config.until, saying), limit: saying.t(`steps:waitUntil.limits.${config.limit.unit}`, { count: config.limit.amount }) }),
  branchName: (_config, branch, { t }) => t(branch === HAPPENED ? "steps:waitUntil.happened" : "steps:waitUntil.timeUp"),
  Panel: WaitUntilPanel,
};

function untilWhat(until: WaitUntilConfig["until"], { t, options }: StepSaying): string {
  switch (until.what) {
    case "activity": return until.type === "page_viewed" && until.page ? t("steps:waitUntil.said.page", { path: until.page.path }) : t(`steps:waitUntil.said.${until.type}`);
    case "message": return t(`steps:waitUntil.said.${until.was}`);
    case "tag": return t("steps:waitUntil.said.tag", { tag: until.tag, ...(until.tag === "" ? { context: "none" } : {}) });
    case "consent": return t(`steps:waitUntil.said.${until.state}`, { consent: options.consents.find(({ key }) => key === until.consent)?.name ?? until.consent });
    case "customer": return t("steps:waitUntil.said.customer");
    default: return until satisfies never;
  }
}
