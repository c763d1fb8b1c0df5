import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Page, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { EventArrivals } from "~/components/event-arrivals";
import { EventCode } from "~/components/event-code";
import { EventForm, type EventDraft } from "~/components/event-form";
import { pageTitle } from "~/components/page-title";
import { SilentEventsBanner } from "~/components/silent-events-banner";
import { EVENT_KEY, MOST_PROPERTIES } from "~/domain/custom-event/event-definition";
import { changedEventInput, eventErrorsOf, newEventInput } from "~/domain/custom-event/event-input";
import { readJson } from "~/domain/read-json";
import { typeForKind } from "~/domain/custom-event/sent-kind";
import { keyFromName } from "~/domain/trait/trait-input";
import { readArrivals } from "~/queries/event-arrivals.server";
import { listEvents } from "~/queries/event-definitions.server";
import { readUndefinedNames } from "~/queries/event-list.server";
import { readSilentEvents } from "~/queries/silent-events.server";
import { retireEvent } from "~/services/events/retire-event.server";
import { addEvent, changeEvent } from "~/services/events/save-event.server";

const NEW = "new";
const LOOK_AGAIN_MS = 3_000;
const LARGEST_FORM = 20_000;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const id = params["eventId"] ?? NEW;
  const now = context.clock.now();
  if (id === NEW) {
    const from = new URL(request.url).searchParams.get("from");
    const arrived = from === null ? undefined : (await readUndefinedNames(context.db, shop.id, now)).find(({ name }) => name === from);
    const draft: EventDraft = {
      name: arrived?.name ?? "", key: arrived ? keyFromName(arrived.name) : "",
      properties: Object.entries(arrived?.properties ?? {}).filter(([key]) => EVENT_KEY.test(key)).slice(0, MOST_PROPERTIES).map(([key, kind]) => ({ key, type: typeForKind[kind], required: false })),
    };
    return { event: null, draft, arrivals: [], silent: [] };
  }
  const event = (await listEvents(context.db, shop.id)).find((each) => each.id === id);
  if (!event) throw new Response(null, { status: 404 });
  const [arrivals, silent] = await Promise.all([readArrivals(context.db, shop.id, event.key), readSilentEvents(context.db, shop.id, now)]);
  const draft: EventDraft = { name: event.name, key: event.key, properties: [...event.properties] };
  return { event, draft, arrivals, silent: silent.filter((each) => each.id === event.id) };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const id = params["eventId"] ?? NEW;
  const form = await request.formData().catch(() => new FormData());
  if (form.get("do") === "retire") {
    const retired = await retireEvent(context, shop.id, id);
    return retired.ok ? redirect("/app/events") : data({ ok: false as const, errors: {}, usedIn: retired.usedIn }, 409);
  }
  const input = readJson(String(form.get("event") ?? ""), LARGEST_FORM);
  if (id === NEW) {
    const read = newEventInput.safeParse(input);
    if (!read.success) return data({ ok: false as const, errors: eventErrorsOf(read.error) }, 422);
    const added = await addEvent(context, shop.id, read.data);
    return added.ok ? redirect(`/app/events/${added.id}`) : data(added, 422);
  }
  const read = changedEventInput.safeParse(input);
  if (!read.success) return data({ ok: false as const, errors: eventErrorsOf(read.error) }, 422);
  const saved = await changeEvent(context, shop.id, id, read.data);
  return saved.ok ? saved : data(saved, 422);
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => pageTitle(loaded?.event?.name ?? "");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

/** One custom event (R13): what it is, the code that tells of it, and what arrives. */
export default function Event() {
  const { t } = useTranslation("events");
  const { event, draft, arrivals, silent } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const retiring = useFetcher<{ ok: boolean; usedIn?: { id: string; name: string }[] }>();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!event) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") revalidate();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [event, revalidate]);
  const usedIn = retiring.data?.usedIn ?? [];
  return (
    <Page
      title={event ? event.name : t("newTitle")} backAction={{ content: t("title"), url: "/app/events" }}
      {...(event ? { subtitle: event.key, secondaryActions: [{ content: t("retire"), icon: DeleteIcon, destructive: true, onAction: () => setAsked(true) }] } : {})}
    >
      <BlockStack gap="400">
        {asked && usedIn.length === 0 && (
          <Banner
            tone="warning" title={t("retireAsk", { name: event?.name ?? "" })} onDismiss={() => setAsked(false)}
            action={{ content: t("retire"), loading: retiring.state !== "idle", onAction: () => retiring.submit({ do: "retire" }, { method: "post" }) }}
          >
            <Text as="p">{t("retireText")}</Text>
          </Banner>
        )}
        {usedIn.length > 0 && <Banner tone="critical" title={t("retireUsed", { names: usedIn.map(({ name }) => name).join(", ") })}><Text as="p">{t("retireUsedHint")}</Text></Banner>}
        {silent.length > 0 && <SilentEventsBanner silent={silent} />}
        <EventForm key={event?.id ?? draft.name} saved={draft} existing={event !== null} />
        {event && <EventCode event={event} />}
        {event && <EventArrivals arrivals={arrivals} event={event} />}
      </BlockStack>
    </Page>
  );
}
