import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import polarisTexts from "@shopify/polaris/locales/en.json";
import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useRouteError } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { ShopFormatProvider } from "~/components/shop-format";
import { createI18n } from "~/locales/i18n";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  return { apiKey: context.env.SHOPIFY_API_KEY, format: { currency: shop.currency, timeZone: shop.timeZone, language: "en" } };
}

export default function AppLayout() {
  const { apiKey, format } = useLoaderData<typeof loader>();
  const [i18n] = useState(() => createI18n("en"));
  return (
    <AppProvider isEmbeddedApp apiKey={apiKey} i18n={polarisTexts}>
      <I18nextProvider i18n={i18n}>
        <ShopFormatProvider settings={format}>
          <Navigation />
          <Outlet />
        </ShopFormatProvider>
      </I18nextProvider>
    </AppProvider>
  );
}

function Navigation() {
  const { t } = useTranslation("shell");
  return (
    <NavMenu>
      <Link to="/app" rel="home">{t("appName")}</Link>
      <Link to="/app/scenarios">{t("nav.scenarios")}</Link>
      <Link to="/app/events">{t("nav.events")}</Link>
      <Link to="/app/customers">{t("nav.customers")}</Link>
      <Link to="/app/segments">{t("nav.segments")}</Link>
      <Link to="/app/traits">{t("nav.traits")}</Link>
      <Link to="/app/discount-codes">{t("nav.discountCodes")}</Link>
      <Link to="/app/settings">{t("nav.settings")}</Link>
    </NavMenu>
  );
}

export function ErrorBoundary() {
  return boundary.error(useRouteError());
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
