import { BlockStack, Card, InlineGrid, Text, Tooltip } from "@shopify/polaris";

export interface FigureTile {
  id: string;
  label: string;
  value: string;
  /** What stands beside the figure: a share, a total. */
  beside?: string;
  explained: string;
}

/** Figures side by side, each explained on focus and hover. */
export function FigureTiles({ tiles }: { tiles: FigureTile[] }) {
  return (
    <InlineGrid columns={{ xs: 2, sm: 2, md: 4 }} gap="300">
      {tiles.map((tile) => (
        <Card key={tile.id} padding="300">
          <BlockStack gap="100" inlineAlign="start">
            <Tooltip content={tile.explained} hasUnderline>
              <Text as="span" variant="bodySm" tone="subdued">{tile.label}</Text>
            </Tooltip>
            <Text as="p" variant="headingLg" numeric>{tile.value}</Text>
            <Text as="p" variant="bodySm" tone="subdued">{tile.beside ?? " "}</Text>
          </BlockStack>
        </Card>
      ))}
    </InlineGrid>
  );
}
