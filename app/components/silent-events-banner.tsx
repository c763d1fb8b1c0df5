import { Banner, Link, List } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { DAY } from "~/domain/instant";
import type { SilentEvent } from "~/queries/silent-events.server";
import { useShopFormat } from "./shop-format";

/** R13: events that active scenarios wait for and that have stopped arriving. */
export function SilentEventsBanner({ silent }: { silent: readonly SilentEvent[] }) {
  const { t } = useTranslation("events");
  const format = useShopFormat();
  return (
    <Banner tone="warning" title={t("silent.title", { count: silent.length })}>
      <p>{t("silent.text")}</p>
      <List>
        {silent.map(({ id, name, lastAt, silentMs, usedIn }) => (
          <List.Item key={id}>
            <Link url={`/app/events/${id}`}>{name}</Link> {t("silent.since", { when: format.dateTime(lastAt), count: Math.floor(silentMs / DAY), scenarios: usedIn.map((scenario) => scenario.name).join(", ") })}
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}
