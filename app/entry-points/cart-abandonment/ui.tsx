import { BlockStack, ChoiceList } from "@shopify/polaris";
import { CartAbandonedIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { IdleTimeFields } from "~/components/idle-time-fields";
import { sayIdleTime } from "~/components/say-idle-time";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { CART_VARIANTS, type CartAbandonmentConfig } from "./definition";

export const cartAbandonmentFace: EntryPointFace<CartAbandonmentConfig> = {
  name: "cartAbandonment.name",
  hint: "cartAbandonment.hint",
  icon: CartAbandonedIcon,
  summary: ({ variant, idleMinutes }, { t }) => t(`entryPoints:cartAbandonment.summary.${variant}`, { idle: sayIdleTime(idleMinutes, t) }),
  Panel: CartAbandonmentPanel,
};

function CartAbandonmentPanel({ config, onChange, problems }: EntryPointPanelProps<CartAbandonmentConfig>) {
  const { t } = useTranslation("entryPoints");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("cartAbandonment.variantLabel")}
        choices={CART_VARIANTS.map((variant) => ({ value: variant, label: t(`cartAbandonment.variants.${variant}`), helpText: t(`cartAbandonment.variantHints.${variant}`) }))}
        selected={[config.variant]}
        onChange={([chosen]) => {
          const variant = CART_VARIANTS.find((known) => known === chosen);
          if (variant) onChange({ ...config, variant }, "variant");
        }}
      />
      <IdleTimeFields idleMinutes={config.idleMinutes} problems={problems} hint="cartAbandonment.idleHint" onChange={(idleMinutes, field) => onChange({ ...config, idleMinutes }, field)} />
    </BlockStack>
  );
}
