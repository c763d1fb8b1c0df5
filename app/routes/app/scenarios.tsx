import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate, useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Card, EmptySearchResult, EmptyState, InlineGrid, Page, Select, Tabs, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { authenticateAdmin } from "~/authenticate-admin.server";
import { ActivateScenarioModal } from "~/components/activate-scenario-modal";
import { pageTitleOf } from "~/components/page-title";
import { ScenarioTable } from "~/components/scenario-table";
import { useCreateScenario } from "~/components/use-create-scenario";
import { useSayProblem } from "~/components/use-say-problem";
import { WarningsModal } from "~/components/warnings-modal";
import { overdueChoice, type OverdueChoice } from "~/domain/scenario/overdue";
import { warningsChoice } from "~/domain/scenario/problem";
import { SCENARIO_STATUSES, type ScenarioStatus } from "~/domain/scenario/status";
import { knownSort, SCENARIO_SORTS, type ScenarioSort } from "~/domain/statistics/sort-scenarios";
import { countScenarios, listScenarios } from "~/queries/scenario-list.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { duplicateScenario } from "~/services/scenarios/duplicate-scenario.server";
import { malformed } from "~/services/scenarios/refusal";
import { restoreScenario } from "~/services/scenarios/restore-scenario.server";
import { deleteScenario, stopScenario } from "~/services/scenarios/stop-scenario.server";

const VIEWS = ["all", ...SCENARIO_STATUSES] as const;
const TYPING_PAUSE_MS = 300;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const params = new URL(request.url).searchParams;
  const status = SCENARIO_STATUSES.find((known) => known === params.get("status")) ?? null;
  const search = (params.get("search") ?? "").slice(0, 200);
  const sort = knownSort(params.get("sort"));
  const [scenarios, counts] = await Promise.all([listScenarios(context.db, shop.id, { status, search, sort }), countScenarios(context.db, shop.id)]);
  return { scenarios, counts, status, search, sort };
}

const inside = z.enum(["hold", "run-on", "remove"]).default("hold");
const command = z.discriminatedUnion("do", [
  z.object({ do: z.literal("create"), name: z.string().trim().min(1).max(200) }),
  z.object({ do: z.literal("activate"), scenarioId: z.string(), overdue: z.string().default("ask"), hours: z.coerce.number().optional(), warnings: warningsChoice.default("ask") }),
  z.object({ do: z.literal("stop"), scenarioId: z.string(), inside }),
  z.object({ do: z.literal("delete"), scenarioId: z.string(), inside }),
  z.object({ do: z.literal("restore"), scenarioId: z.string() }),
  z.object({ do: z.literal("duplicate"), scenarioId: z.string(), name: z.string().trim().min(1) }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop } = await authenticateAdmin(context, request);
  const read = command.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!read.success) return data(malformed, 400);
  const input = read.data;
  switch (input.do) {
    case "create":
      return redirect(`/app/scenarios/${await createScenario(context, shop.id, { name: input.name })}`);
    case "duplicate": {
      const copy = await duplicateScenario(context, shop.id, input.scenarioId, input.name);
      return copy.ok ? redirect(`/app/scenarios/${copy.scenarioId}`) : data(copy, 409);
    }
    case "activate": {
      const overdue = overdueChoice.safeParse({ do: input.overdue, hours: input.hours });
      return overdue.success ? activateScenario(context, shop.id, input.scenarioId, overdue.data, input.warnings) : data(malformed, 400);
    }
    case "stop":
      return stopScenario(context, shop.id, input.scenarioId, input.inside);
    case "delete":
      return deleteScenario(context, shop.id, input.scenarioId, input.inside);
    case "restore":
      return restoreScenario(context, shop.id, input.scenarioId);
  }
}

/** What is not the usual stands in the address, so that it is there again after going back. */
function paramsOf({ status, search, sort }: { status: ScenarioStatus | null; search: string; sort: ScenarioSort }): Record<string, string> {
  return { ...(status ? { status } : {}), ...(search ? { search } : {}), ...(sort === "updated" ? {} : { sort }) };
}

export const meta: MetaFunction = () => pageTitleOf("scenarios:title");

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Scenarios() {
  const { t } = useTranslation("scenarios");
  const { t: tError } = useTranslation("errors");
  const { scenarios, counts, status, search, sort } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const navigate = useNavigate();
  const sayProblem = useSayProblem();
  const fetcher = useFetcher<typeof action>();
  const [typed, setTyped] = useState(search);
  const [answered, setAnswered] = useState<unknown>(null);
  const none = counts.draft + counts.active + counts.stopped + counts.deleted === 0;
  const create = useCreateScenario();

  useEffect(() => {
    if (typed === search) return;
    const timer = setTimeout(() => setParams(paramsOf({ status, search: typed, sort }), { replace: true }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, search, status, sort, setParams]);

  const tabs = VIEWS.map((view) => ({
    id: view,
    content: t(`views.${view}`),
    badge: String(view === "all" ? counts.draft + counts.active + counts.stopped : counts[view]),
  }));
  const refusal = fetcher.data && "ok" in fetcher.data && !fetcher.data.ok ? fetcher.data : null;
  const isQuestion = refusal?.key === "overdue" || refusal?.key === "warnings";
  const asked = isQuestion && refusal !== answered ? refusal : null;
  const askedOf = asked?.values?.["scenarioId"] ?? "";
  const nameAskedOf = scenarios.find(({ id }) => id === askedOf)?.name ?? "";
  const close = () => setAnswered(asked);
  const activate = (choice: OverdueChoice) => {
    close();
    fetcher.submit({ do: "activate", scenarioId: askedOf, overdue: choice.do, ...(choice.do === "spread" ? { hours: String(choice.hours) } : {}), warnings: "accept" }, { method: "post" });
  };

  return (
    <Page title={t("title")} subtitle={t("subtitle")} fullWidth primaryAction={create}>
      <BlockStack gap="400">
        {refusal && !isQuestion ? (
          <Banner tone="critical" title={tError(refusal.key, { status: refusal.values?.["status"] ? t(`status.${refusal.values["status"] as ScenarioStatus}`) : "" })}>
            {refusal.problems && refusal.problems.length > 0 ? t("openToMend") : null}
          </Banner>
        ) : null}
        {none ? (
          <Card>
            <EmptyState heading={t("empty.title")} image="/empty-scenarios.svg" action={create}>
              <p>{t("empty.body")}</p>
            </EmptyState>
          </Card>
        ) : (
          <Card padding="0">
            <Tabs tabs={tabs} selected={VIEWS.indexOf(status ?? "all")} onSelect={(index) => setParams(paramsOf({ status: SCENARIO_STATUSES.find((known) => known === VIEWS[index]) ?? null, search: "", sort }))}>
              <div style={{ padding: "var(--p-space-300)" }}>
                <InlineGrid columns={{ xs: "1fr", sm: "1fr 240px" }} gap="200">
                  <TextField label={t("search")} labelHidden placeholder={t("search")} value={typed} onChange={setTyped} autoComplete="off" clearButton onClearButtonClick={() => setTyped("")} />
                  <Select
                    label={t("sort.label")}
                    labelInline
                    options={SCENARIO_SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
                    value={sort}
                    onChange={(value) => setParams(paramsOf({ status, search, sort: knownSort(value) }), { replace: true })}
                  />
                </InlineGrid>
              </div>
              <ScenarioTable
                scenarios={scenarios}
                busy={fetcher.state !== "idle"}
                onCommand={(values) => fetcher.submit(values, { method: "post" })}
                emptyState={<EmptySearchResult title={t("nothingFound")} description={t("nothingFoundHint")} withIllustration />}
              />
            </Tabs>
          </Card>
        )}
      </BlockStack>
      {asked?.key === "overdue" ? <ActivateScenarioModal name={nameAskedOf} overdue={Number(asked.values?.["count"] ?? 0)} onClose={close} onConfirm={activate} /> : null}
      {asked?.key === "warnings" ? <WarningsModal name={nameAskedOf} warnings={[...new Set(asked.problems?.map(sayProblem))]} onClose={close} onLook={() => navigate(`/app/scenarios/${askedOf}`)} onActivate={() => activate({ do: "ask" })} /> : null}
    </Page>
  );
}
