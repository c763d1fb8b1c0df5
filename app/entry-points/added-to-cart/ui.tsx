import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import { CartDownIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { NameLinesField } from "~/components/name-lines-field";
import { ResourceChoice } from "~/components/resource-choice";
import { sayResource } from "~/components/say-resource";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { MOST_CHOSEN, type AddedToCartConfig } from "./definition";

const CHOICES = ["any", "products", "collections", "types", "vendors"] as const satisfies readonly AddedToCartConfig["of"][];

export const addedToCartFace: EntryPointFace<AddedToCartConfig> = {
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
      case "collections": return t("entryPoints:addedToCart.summary.collections", { names: listOf(config.collections.map((each) => sayResource("collections", each, saying)), language) });
      case "types": return t("entryPoints:addedToCart.summary.types", { names: listOf(config.names, language) });
      case "vendors": return t("entryPoints:addedToCart.summary.vendors", { names: listOf(config.names, language) });
      default: return config satisfies never;
    }
  },
  Panel: AddedToCartPanel,
};

const listOf = (names: readonly string[], language: string): string => (names.length === 0 ? "…" : new Intl.ListFormat(language, { type: "disjunction" }).format(names));

function AddedToCartPanel({ config, onChange, problems, options }: EntryPointPanelProps<AddedToCartConfig>) {
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
      {config.of === "products" && <ResourceChoice kind="products" chosen={config.products} most={MOST_CHOSEN} problems={problems} path="products" options={options} onChange={(products) => onChange({ of: "products", products }, "products")} />}
      {config.of === "collections" && <ResourceChoice kind="collections" chosen={config.collections} most={MOST_CHOSEN} problems={problems} path="collections" options={options} onChange={(collections) => onChange({ of: "collections", collections }, "collections")} />}
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
    case "collections": return { of, collections: [] };
    case "types":
    case "vendors": return { of, names: [] };
    default: return of satisfies never;
  }
}
