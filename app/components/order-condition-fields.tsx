import { Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { AMOUNT_OPERATORS, COUNT_OPERATORS, type Condition, type OrderFilter } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import { MoneyField } from "./money-field";
import { OperatorSelect } from "./operator-select";
import { DateQuestionFields, PeriodFields } from "./period-fields";
import { ResourceButton } from "./resource-button";
import { WholeNumberField } from "./whole-number-field";

type OrderCondition = Extract<Condition, { fact: "orders" | "orders-sum" | "order-date" }>;

interface Props {
  condition: OrderCondition;
  options: EditorOptions;
  onChange(condition: OrderCondition): void;
}

/** What is asked about a customer's orders. */
export function OrderConditionFields({ condition, options, onChange }: Props) {
  const { t } = useTranslation("steps");
  switch (condition.fact) {
    case "orders":
      return (
        <>
          <OperatorSelect known={COUNT_OPERATORS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <WholeNumberField label={t("segment.countLabel")} labelHidden value={condition.count} min={0} max={1_000_000} onChange={(count) => onChange({ ...condition, count })} />
          <PeriodFields period={condition.period} onChange={(period) => onChange({ ...condition, period })} />
          <OrderFilterFields of={condition.of} options={options} onChange={(of) => {
            const { of: _, ...without } = condition;
            onChange(of ? { ...without, of } : without);
          }} />
        </>
      );
    case "orders-sum":
      return (
        <>
          <OperatorSelect known={AMOUNT_OPERATORS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <MoneyField label={t("segment.amountLabel")} labelHidden minor={condition.amountMinor} currency={options.currency} onChange={(amountMinor) => onChange({ ...condition, amountMinor })} />
          <PeriodFields period={condition.period} onChange={(period) => onChange({ ...condition, period })} />
        </>
      );
    case "order-date":
      return (
        <>
          <Select
            label={t("segment.whichLabel")} labelHidden options={[{ value: "first", label: t("segment.which.first") }, { value: "last", label: t("segment.which.last") }]} value={condition.which}
            onChange={(which) => onChange({ ...condition, which: which === "first" ? "first" : "last" })}
          />
          <DateQuestionFields date={condition.date} onChange={(date) => onChange({ ...condition, date })} />
        </>
      );
    default: return condition satisfies never;
  }
}

const FILTERS = ["any", "product", "collection", "vendor", "type", "code"] as const;

function OrderFilterFields({ of, options, onChange }: { of: OrderFilter | undefined; options: EditorOptions; onChange(of: OrderFilter | undefined): void }) {
  const { t } = useTranslation("steps");
  return (
    <>
      <Select
        label={t("segment.ofLabel")} labelHidden options={FILTERS.map((by) => ({ value: by, label: t(`segment.of.${by}`) }))} value={of?.by ?? "any"}
        onChange={(value) => {
          const by = FILTERS.find((known) => known === value);
          if (by && by !== of?.by) onChange(blank(by));
        }}
      />
      {of && <OrderFilterValue of={of} options={options} onChange={onChange} />}
    </>
  );
}

function OrderFilterValue({ of, options, onChange }: { of: OrderFilter; options: EditorOptions; onChange(of: OrderFilter): void }) {
  const { t } = useTranslation("steps");
  switch (of.by) {
    case "product": return <ResourceButton kind="products" chosen={of.productId === "" ? null : { id: of.productId, title: of.title }} options={options} onChange={({ id, title }) => onChange({ by: "product", productId: id, title })} />;
    case "collection": return <ResourceButton kind="collections" chosen={of.collectionId === "" ? null : { id: of.collectionId, title: of.title }} options={options} onChange={({ id, title }) => onChange({ by: "collection", collectionId: id, title })} />;
    case "vendor": return <TextField label={t("segment.ofValue.vendor")} labelHidden placeholder={t("segment.ofValue.vendor")} autoComplete="off" maxLength={255} value={of.vendor} onChange={(vendor) => onChange({ ...of, vendor })} />;
    case "type": return <TextField label={t("segment.ofValue.type")} labelHidden placeholder={t("segment.ofValue.type")} autoComplete="off" maxLength={255} value={of.type} onChange={(type) => onChange({ ...of, type })} />;
    case "code": return <TextField label={t("segment.ofValue.code")} labelHidden placeholder={t("segment.ofValue.code")} autoComplete="off" maxLength={255} value={of.code} onChange={(code) => onChange({ ...of, code })} />;
    default: return of satisfies never;
  }
}

function blank(by: (typeof FILTERS)[number]): OrderFilter | undefined {
  switch (by) {
    case "any": return undefined;
    case "product": return { by, productId: "", title: "" };
    case "collection": return { by, collectionId: "", title: "" };
    case "vendor": return { by, vendor: "" };
    case "type": return { by, type: "" };
    case "code": return { by, code: "" };
    default: return by satisfies never;
  }
}
