import { BlockStack, Checkbox, ChoiceList, InlineGrid, Select, Text } from "@shopify/polaris";
import { OrderIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { anyOfNames } from "~/components/any-of-names";
import { MoneyField } from "~/components/money-field";
import { ProductChoiceFields } from "~/components/product-choice-fields";
import { sayResource } from "~/components/say-resource";
import { WholeNumberField } from "~/components/whole-number-field";
import { formatMoney, minorDigits } from "~/domain/money";
import { blankProductChoice, PRODUCT_CHOICES, type ProductChoice } from "~/domain/scenario/product-choice";
import { errorAt, type StepSaying } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import { AMOUNT_OPERATORS, COUNT_OPERATORS, type OrderPlacedConfig } from "./definition";

const ORDERS = ["any", "first", "counted"] as const satisfies readonly OrderPlacedConfig["orders"]["are"][];

export const orderPlacedFace: EntryPointFace<OrderPlacedConfig> = {
  name: "orderPlaced.name",
  hint: "orderPlaced.hint",
  icon: OrderIcon,
  summary({ orders, spent, products }, saying) {
    const { t, options, language } = saying;
    const which = orders.are === "counted" ? t(`entryPoints:orderPlaced.says.${orders.operator}`, { count: orders.count }) : t(`entryPoints:orderPlaced.says.${orders.are}`);
    const more = [
      ...(spent ? [t(`entryPoints:orderPlaced.saysSpent.${spent.operator}`, { amount: formatMoney(spent.amountMinor, options.currency, language) })] : []),
      ...(products.of === "any" ? [] : [t(`entryPoints:orderPlaced.saysProducts.${products.of}`, { names: anyOfNames(namesOf(products, saying), language) })]),
    ];
    return [which, ...more].join(", ");
  },
  Panel: OrderPlacedPanel,
};

function namesOf(products: ProductChoice, saying: StepSaying): readonly string[] {
  switch (products.of) {
    case "any": return [];
    case "products": return products.products.map((each) => sayResource("products", each, saying));
    case "collections": return products.collections.map((each) => sayResource("collections", each, saying));
    case "types":
    case "vendors": return products.names;
    default: return products satisfies never;
  }
}

function OrderPlacedPanel({ config, onChange, problems, options }: EntryPointPanelProps<OrderPlacedConfig>) {
  const { t } = useTranslation("entryPoints");
  const { orders, spent } = config;
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("orderPlaced.ordersLabel")}
        choices={ORDERS.map((are) => ({ value: are, label: t(`orderPlaced.orders.${are}`), ...(are === "first" ? { helpText: t("orderPlaced.firstHint") } : {}) }))}
        selected={[orders.are]}
        onChange={([chosen]) => {
          const are = ORDERS.find((known) => known === chosen);
          if (are && are !== orders.are) onChange({ ...config, orders: are === "counted" ? { are, operator: "at-least", count: 2 } : { are } }, "orders");
        }}
      />
      {orders.are === "counted" && (
        <InlineGrid columns={2} gap="200">
          <Select
            label={t("orderPlaced.operatorLabel")} options={COUNT_OPERATORS.map((operator) => ({ value: operator, label: t(`orderPlaced.operators.${operator}`) }))} value={orders.operator}
            onChange={(value) => {
              const operator = COUNT_OPERATORS.find((known) => known === value);
              if (operator) onChange({ ...config, orders: { ...orders, operator } }, "operator");
            }}
          />
          <WholeNumberField label={t("orderPlaced.countLabel")} value={orders.count} min={1} max={1_000_000} error={errorAt(problems, "orders.count")} onChange={(count) => onChange({ ...config, orders: { ...orders, count } }, "count")} />
        </InlineGrid>
      )}
      <Checkbox
        label={t("orderPlaced.spentLabel")} helpText={t("orderPlaced.spentHint")} checked={spent !== null}
        onChange={(checked) => onChange({ ...config, spent: checked ? { operator: "at-least", amountMinor: 100 * 10 ** minorDigits(options.currency) } : null }, "spent")}
      />
      {spent && (
        <InlineGrid columns={2} gap="200">
          <Select
            label={t("orderPlaced.operatorLabel")} options={AMOUNT_OPERATORS.map((operator) => ({ value: operator, label: t(`orderPlaced.operators.${operator}`) }))} value={spent.operator}
            onChange={(value) => {
              const operator = AMOUNT_OPERATORS.find((known) => known === value);
              if (operator) onChange({ ...config, spent: { ...spent, operator } }, "spentOperator");
            }}
          />
          <MoneyField label={t("orderPlaced.amountLabel")} minor={spent.amountMinor} currency={options.currency} error={errorAt(problems, "spent.amountMinor")} onChange={(amountMinor) => onChange({ ...config, spent: { ...spent, amountMinor } }, "amount")} />
        </InlineGrid>
      )}
      <Products config={config} onChange={onChange} problems={problems} options={options} />
      <Text as="p" tone="subdued">{t("orderPlaced.exitHint")}</Text>
    </BlockStack>
  );
}

function Products({ config, onChange, problems, options }: Pick<EntryPointPanelProps<OrderPlacedConfig>, "config" | "onChange" | "problems" | "options">) {
  const { t } = useTranslation("entryPoints");
  const { products } = config;
  const put = (changed: ProductChoice, field: string) => onChange({ ...config, products: changed }, field);
  return (
    <BlockStack gap="400">
      <Select
        label={t("orderPlaced.productsLabel")} helpText={t("orderPlaced.productsHint")}
        options={PRODUCT_CHOICES.map((of) => ({ value: of, label: t(`orderPlaced.products.${of}`) }))} value={products.of}
        onChange={(value) => {
          const of = PRODUCT_CHOICES.find((known) => known === value);
          if (of && of !== products.of) put(blankProductChoice(of), "productsOf");
        }}
      />
      <ProductChoiceFields choice={products} under="products." problems={problems} options={options} onChange={put} />
    </BlockStack>
  );
}
