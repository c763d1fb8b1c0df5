import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, BlockStack, Card, EmptyState, IndexTable, InlineStack, Link, Page, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { pageTitleOf } from "~/components/page-title";
import { useShopFormat } from "~/components/shop-format";
import { SilentEventsBanner } from "~/components/silent-events-banner";
import { UndefinedNames } from "~/components/undefined-names";
import { readEventList, readUndefinedNames, type EventListItem } from "~/queries/event-list.server";
import { readSilentEvents } from "~/queries/silent-events.server";

/** Cells of Polaris do not wrap, and a long name would push what comes after it out of sight. */
const WRAPPED = { whiteSpace: "normal", overflowWrap: "anywhere", minWidth: "8rem" } as const;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const now = context.clock.now();
  const [events, undefinedNames, silent] = await Promise.all([readEventList(context.db, shop.id), readUndefinedNames(context.db, shop.id, now), readSilentEvents(context.db, shop.id, now)]);
  return { events, undefinedNames, silent };
}

export const meta: MetaFunction = () => pageTitleOf("events:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** The shop's custom events (R13), and what arrived under names that nobody defined. */
export default function Events() {
  const { t } = useTranslation("events");
  const { events, undefinedNames, silent } = useLoaderData<typeof loader>();
  const { smDown } = useBreakpoints();
  const add = { content: t("add"), url: "/app/events/new" };
  const columns = [{ title: t("name") }, { title: t("key") }, { title: t("lastArrival") }, { title: t("usedIn") }] as const;
  return (
    <Page title={t("title")} subtitle={t("subtitle")} fullWidth {...(events.length > 0 ? { primaryAction: add } : {})}>
      <BlockStack gap="400">
        {silent.length > 0 && <SilentEventsBanner silent={silent} />}
        {events.length === 0 ? (
          <Card><EmptyState heading={t("emptyTitle")} image="/empty-scenarios.svg" action={add}><p>{t("empty")}</p></EmptyState></Card>
        ) : (
          <Card padding="0">
            <IndexTable selectable={false} itemCount={events.length} headings={smDown ? [columns[0]] : [...columns]}>
              {events.map((event, position) => (
                <EventRow key={event.id} event={event} position={position} narrow={smDown} silent={silent.some(({ id }) => id === event.id)} />
              ))}
            </IndexTable>
          </Card>
        )}
        {undefinedNames.length > 0 && <UndefinedNames names={undefinedNames} />}
      </BlockStack>
    </Page>
  );
}

function EventRow({ event: { id, name, key, lastAt, usedIn, properties }, position, narrow, silent }: { event: EventListItem; position: number; narrow: boolean; silent: boolean }) {
  const { t } = useTranslation("events");
  const format = useShopFormat();
  const last = lastAt === null ? t("never") : format.dateTime(lastAt);
  return (
    <IndexTable.Row id={id} position={position}>
      <IndexTable.Cell>
        <div style={WRAPPED}>
          <InlineStack gap="200" blockAlign="center">
            <Link url={`/app/events/${id}`} monochrome dataPrimaryLink><Text as="span" fontWeight="semibold" breakWord>{name}</Text></Link>
            {silent && <Badge tone="warning">{t("silentBadge")}</Badge>}
          </InlineStack>
          <Text as="p" tone="subdued" breakWord>{narrow ? `${key} · ${last}` : t("propertiesCount", { count: properties.length })}</Text>
        </div>
      </IndexTable.Cell>
      {narrow ? null : (
        <>
          <IndexTable.Cell><div style={WRAPPED}><code>{key}</code></div></IndexTable.Cell>
          <IndexTable.Cell><Text as="span" tone={lastAt === null ? "subdued" : "base"}>{last}</Text></IndexTable.Cell>
          <IndexTable.Cell>
            {usedIn.length === 0 ? <Text as="span" tone="subdued">{t("usedNowhere")}</Text> : usedIn.map((scenario) => (
              <div key={scenario.id}><Link url={`/app/scenarios/${scenario.id}`} monochrome>{scenario.name}</Link></div>
            ))}
          </IndexTable.Cell>
        </>
      )}
    </IndexTable.Row>
  );
}
