import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { Card, EmptyState, Page } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useTranslation } from "react-i18next";

/** What a screen shows instead of itself where it cannot be opened. Shopify's own answers (a new token) are passed on. */
export function RouteProblem() {
  const { t } = useTranslation("errors");
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  if (isRouteErrorResponse(error) && error.status < 500 && !missing && error.status !== 400 && error.status !== 405) return boundary.error(error);
  const is = missing ? "missing" : "failed";
  const action = missing ? { content: t("screen.missing.action"), url: "/app" } : { content: t("screen.failed.action"), onAction: () => window.location.reload() };
  return (
    <Page>
      <Card>
        <EmptyState heading={t(`screen.${is}.title`)} image="/empty-scenarios.svg" action={action}><p>{t(`screen.${is}.body`)}</p></EmptyState>
      </Card>
    </Page>
  );
}
