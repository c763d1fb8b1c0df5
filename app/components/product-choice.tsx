import { BlockStack, Button, InlineError, InlineStack, Tag, Text } from "@shopify/polaris";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

export interface ChosenProduct {
  /** The decimal tail of Shopify's id. */
  id: string;
  title: string;
}

interface Props {
  products: readonly ChosenProduct[];
  most: number;
  error: string | undefined;
  onChange(products: ChosenProduct[]): void;
}

const PREFIX = "gid://shopify/Product/";
const LONGEST_TITLE = 255;

/** Products chosen in Shopify's own picker. */
export function ProductChoice({ products, most, error, onChange }: Props) {
  const { t } = useTranslation("entryPoints");
  const shopify = useAppBridge();
  const errorId = useId();
  const choose = async (): Promise<void> => {
    const chosen = await shopify.resourcePicker({ type: "product", action: "select", multiple: most, filter: { variants: false }, selectionIds: products.map(({ id }) => ({ id: `${PREFIX}${id}` })) });
    if (!chosen) return;
    const titles = new Map(products.map(({ id, title }) => [id, title]));
    onChange(chosen.selection.filter(({ id }) => id.startsWith(PREFIX)).slice(0, most).map((product) => {
      const id = product.id.slice(PREFIX.length);
      const title = "title" in product && typeof product.title === "string" ? product.title : titles.get(id);
      return { id, title: (title ?? id).slice(0, LONGEST_TITLE) };
    }));
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">{t("addedToCart.products")}</Text>
      {products.length > 0
        ? <InlineStack gap="200">{products.map(({ id, title }) => <Tag key={id} accessibilityLabel={title} onRemove={() => onChange(products.filter((each) => each.id !== id))}>{title}</Tag>)}</InlineStack>
        : <Text as="p" tone="subdued">{t("addedToCart.noProducts")}</Text>}
      <InlineStack><Button onClick={() => void choose()} {...(error === undefined ? {} : { ariaDescribedBy: `${errorId}Error` })}>{t("addedToCart.chooseProducts")}</Button></InlineStack>
      {error !== undefined && <InlineError message={error} fieldID={errorId} />}
    </BlockStack>
  );
}
