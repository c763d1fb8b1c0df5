import { BlockStack } from "@shopify/polaris";
import { ViewIcon } from "@shopify/polaris-icons";
import { IdleTimeFields } from "~/components/idle-time-fields";
import { sayIdleTime } from "~/components/say-idle-time";
import type { EntryPointFace } from "../entry-point-face";
import type { BrowseAbandonmentConfig } from "./definition";

export const browseAbandonmentFace: EntryPointFace<BrowseAbandonmentConfig> = {
  name: "browseAbandonment.name",
  hint: "browseAbandonment.hint",
  icon: ViewIcon,
  summary: ({ idleMinutes }, { t }) => t("entryPoints:browseAbandonment.summary", { idle: sayIdleTime(idleMinutes, t) }),
  Panel: ({ config, onChange, problems }) => (
    <BlockStack gap="400">
      <IdleTimeFields idleMinutes={config.idleMinutes} problems={problems} hint="browseAbandonment.idleHint" onChange={(idleMinutes, field) => onChange({ ...config, idleMinutes }, field)} />
    </BlockStack>
  ),
};
