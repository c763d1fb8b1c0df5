import { useTranslation } from "react-i18next";
import { MOST_CHOSEN, type ProductChoice } from "~/domain/scenario/product-choice";
import type { EditorOptions } from "~/editor/editor-options";
import { errorAt, type StepProblem } from "~/steps/step-face";
import { NameLinesField } from "./name-lines-field";
import { ResourceChoice } from "./resource-choice";

interface Props {
  choice: ProductChoice;
  /** With what the paths of its problems begin. */
  under?: string;
  problems: readonly StepProblem[];
  options: EditorOptions;
  onChange(choice: ProductChoice, field: string): void;
}

/** The products, collections or names of a choice, below the field that says of which kind it is. */
export function ProductChoiceFields({ choice, under = "", problems, options, onChange }: Props) {
  const { t } = useTranslation("entryPoints");
  const common = { most: MOST_CHOSEN, problems, options };
  switch (choice.of) {
    case "any": return null;
    case "products": return <ResourceChoice {...common} kind="products" chosen={choice.products} path={`${under}products`} onChange={(products) => onChange({ of: "products", products }, "products")} />;
    case "collections": return <ResourceChoice {...common} kind="collections" chosen={choice.collections} path={`${under}collections`} onChange={(collections) => onChange({ of: "collections", collections }, "collections")} />;
    case "types":
    case "vendors": return (
      <NameLinesField
        key={choice.of} label={t(`addedToCart.${choice.of}`)} helpText={t("addedToCart.namesHint")} names={choice.names} most={MOST_CHOSEN}
        error={errorAt(problems, `${under}names`)} onChange={(names) => onChange({ of: choice.of, names }, "names")}
      />
    );
    default: return choice satisfies never;
  }
}
