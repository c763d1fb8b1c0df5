import { Banner } from "@shopify/polaris";
import { Component, type ReactNode } from "react";
import { Translation } from "react-i18next";

/** An imported config of another shape may break its panel; the rest of the editor goes on, and the step can be deleted. */
export class PanelBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Translation ns="editor">{(t) => <Banner tone="critical"><p>{t("inspector.broken")}</p></Banner>}</Translation>;
  }
}
