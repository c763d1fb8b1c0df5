import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import { CartDownIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { NameLinesField } from "~/components/name-lines-field";
import { ProductChoice } from "~/components/product-choice";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { MOST_CHOSEN, type AddedToCartConfig } from "./definition";

const CHOICES = ["any", "products", "types", "vendors"] as const satisfies readonly AddedToCartConfig["of"][];

export const addedToCartFace: EntryPointFace<AddedToCartConfig> = {
  name: "addedToCart.name",
  hint: "addedToCart.hint",
  icon: CartDownIcon,
  summary(config, { t, language }) {
    switch (config.of) {
      case "any": return t("entryPoints:addedToCart.summary.any");
      case "products": {
        const [first, ...others] = config.products;
        return first ? t("entryPoints:addedToCart.summary.products", { count: others.length + 1, product: first.title, others: others.length }) : t("entryPoints:addedToCart.noProducts");
      }
      case "types": return t("entryPoints:addedToCart.summary.types", { names: listOf(config.names, language) });
      case "vendors": return t("entryPoints:addedToCart.summary.vendors", { names: listOf(config.names, language) });
      default: return config satisfies never;
    }
  },
  Panel: AddedToCartPanel,
};

const listOf = (names: readonly string[], language: string): string => (names.length === 0 ? "…" : new Intl.ListFormat(language, { type: "disjunction" }).format(names));

function AddedToCartPanel({ config, onChange, problems }: EntryPointPanelProps<AddedToCartConfig>) {
  const { t } = useTranslation("entryPoints");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("addedToCart.ofLabel")}
        choices={CHOICES.map((of) => ({ value: of, label: t(`addedToCart.of.${of}`) }))}
        selected={[config.of]}
        onChange={([chosen]) => {
          const of = CHOICES.find((known) => known === chosen);
          if (of && of !== config.of) onChange(blank(of), "of");
        }}
      />
      {config.of === "products" && <ProductChoice products={config.products} most={MOST_CHOSEN} error={errorAt(problems, "products")} onChange={(products) => onChange({ of: "products", products }, "products")} />}
      {(config.of === "types" || config.of === "vendors") && (
        <NameLinesField
          key={config.of} label={t(`addedToCart.${config.of}`)} helpText={t("addedToCart.namesHint")} names={config.names} most={MOST_CHOSEN}
          error={errorAt(problems, "names")} onChange={(names) => onChange({ of: config.of, names }, "names")}
        />
      )}
      <Text as="p" tone="subdued">{t("addedToCart.hintOnce")}</Text>
    </BlockStack>
  );
}

function blank(of: AddedToCartConfig["of"]): AddedToCartConfig {
  switch (of) {
    case "any": return { of };
    case "products": return { of, products: [] };
    case "types":
    case "vendors": return { of, names: [] };
    default: return of satisfies never;
  }
}
