import { Page } from "@shopify/polaris";

export default function Screen() {
  return <Page title="customers" />;
}
