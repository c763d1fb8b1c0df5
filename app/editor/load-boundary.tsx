import { Banner, Button } from "@shopify/polaris";
import { Component, type ReactNode } from "react";
import { Translation } from "react-i18next";

/** A part that is loaded when it is needed may not arrive; the draft is still in memory and can be saved or exported. */
export class LoadBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Translation ns="editor">
        {(t) => (
          <div style={{ padding: 24 }}>
            <Banner tone="critical" title={t("loadFailed.title")}>
              <p>{t("loadFailed.body")}</p>
              <Button onClick={() => this.setState({ broken: false })}>{t("loadFailed.again")}</Button>
            </Banner>
          </div>
        )}
      </Translation>
    );
  }
}
