import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import { CartDownIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { anyOfNames } from "~/components/any-of-names";
import { ProductChoiceFields } from "~/components/product-choice-fields";
import { sayResource } from "~/components/say-resource";
import { blankProductChoice, PRODUCT_CHOICES, type ProductChoice } from "~/domain/scenario/product-choice";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";

export const addedToCartFace: EntryPointFace<ProductChoice> = {
  name: "addedToCart.name",
  hint: "addedToCart.hint",
  icon: CartDownIcon,
  summary(config, saying) {
    const { t, language } = saying;
    switch (config.of) {
      case "any": return t("entryPoints:addedToCart.summary.any");
      case "products": {
        const [first, ...others] = config.products;
        return first ? t("entryPoints:addedToCart.summary.products", { count: others.length + 1, product: sayResource("products", first, saying), others: others.length }) : t("entryPoints:resources.products.none");
      }
      case "collections": return t("entryPoints:addedToCart.summary.collections", { names: anyOfNames(config.collections.map((each) => sayResource("collections", each, saying)), language) });
      case "types": return t("entryPoints:addedToCart.summary.types", { names: anyOfNames(config.names, language) });
      case "vendors": return t("entryPoints:addedToCart.summary.vendors", { names: anyOfNames(config.names, language) });
      default: return config satisfies never;
    }
  },
  Panel: AddedToCartPanel,
};

function AddedToCartPanel({ config, onChange, problems, options }: EntryPointPanelProps<ProductChoice>) {
  const { t } = useTranslation("entryPoints");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("addedToCart.ofLabel")}
        choices={PRODUCT_CHOICES.map((of) => ({ value: of, label: t(`addedToCart.of.${of}`) }))}
        selected={[config.of]}
        onChange={([chosen]) => {
          const of = PRODUCT_CHOICES.find((known) => known === chosen);
          if (of && of !== config.of) onChange(blankProductChoice(of), "of");
        }}
      />
      <ProductChoiceFields choice={config} problems={problems} options={options} onChange={onChange} />
      <Text as="p" tone="subdued">{t("addedToCart.hintOnce")}</Text>
    </BlockStack>
  );
}
