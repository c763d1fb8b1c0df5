import { PauseCircleIcon } from "@shopify/polaris-icons";
import { saySegment } from "~/components/say-segment";
import type { StepFace, StepSaying } from "../step-face";
import { HAPPENED, type WaitUntilConfig } from "./definition";
import { WaitUntilPanel } from "./wait-until-panel";

export const waitUntilFace: StepFace<WaitUntilConfig> = {
  name: "waitUntil.name",
  hint: "waitUntil.hint",
  icon: PauseCircleIcon,
  summary: (config, saying) => saying.t("steps:waitUntil.summary", { until: untilWhat(config.until, saying), limit: saying.t(`steps:waitUntil.limits.${config.limit.unit}`, { count: config.limit.amount }) }),
  asked: (config, _branch, saying, message) => saying.t("steps:waitUntil.summary", { until: askedFor(config.until, saying, message), limit: saying.t(`steps:waitUntil.limits.${config.limit.unit}`, { count: config.limit.amount }) }),
  branchName: (_config, branch, { t }) => t(branch === HAPPENED ? "steps:waitUntil.happened" : "steps:waitUntil.timeUp"),
  Panel: WaitUntilPanel,
};

/** In full, as it stands nowhere on the card. */
function askedFor(until: WaitUntilConfig["until"], saying: StepSaying, message: string | null): string {
  const { t } = saying;
  if (until.what === "customer") return t("steps:waitUntil.asked.customer", { what: saySegment(until.segment, saying) });
  if (until.what !== "message" || message === null) return untilWhat(until, saying);
  if (!until.link) return t(`steps:waitUntil.asked.${until.was}`, { message });
  return until.link.by === "written" ? t("steps:waitUntil.asked.link", { message, link: until.link.link }) : t("steps:waitUntil.asked.linkWith", { message, link: until.link.text });
}

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
