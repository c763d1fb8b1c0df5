import { ActionList, BlockStack, Box, Button, IndexTable, InlineStack, Link, Popover, Text, useBreakpoints } from "@shopify/polaris";
import { MenuHorizontalIcon } from "@shopify/polaris-icons";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { allowedActions, type ScenarioAction } from "~/domain/scenario/status";
import type { ScenarioListItem } from "~/queries/scenario-list.server";
import { ScenarioStatusBadge } from "./scenario-status-badge";
import { useShopFormat } from "./shop-format";
import { StopScenarioModal } from "./stop-scenario-modal";

export interface ScenarioTableProps {
  scenarios: ScenarioListItem[];
  busy: boolean;
  emptyState: ReactElement;
  onCommand(values: Record<string, string>): void;
}

const COLUMNS = ["revenue", "started", "active", "removed", "completed", "sent", "displayed", "opened", "clicked", "bounced", "unsubscribed"] as const;

/** Scenarios with the figures of R2. */
export function ScenarioTable({ scenarios, busy, emptyState, onCommand }: ScenarioTableProps) {
  const { t } = useTranslation("scenarios");
  const { smDown } = useBreakpoints();
  const [asking, setAsking] = useState<{ action: "stop" | "delete"; scenario: ScenarioListItem } | null>(null);

  const act = (scenario: ScenarioListItem, action: ScenarioAction | "duplicate") => {
    if (action === "duplicate") onCommand({ do: "duplicate", scenarioId: scenario.id, name: t("copyOf", { name: scenario.name }) });
    else if (action === "stop" || action === "delete") setAsking({ action, scenario });
    else if (action === "activate") onCommand({ do: "activate", scenarioId: scenario.id, overdue: "ask" });
    else onCommand({ do: action, scenarioId: scenario.id });
  };

  return (
    <>
      <IndexTable
        selectable={false}
        condensed={smDown}
        itemCount={scenarios.length}
        emptyState={emptyState}
        headings={[
          { title: t("columns.name") },
          { title: t("columns.status") },
          ...COLUMNS.map((column) => ({ id: column, title: t(`columns.${column}`), alignment: "end" as const, tooltipContent: t(`explained.${column}`) })),
          { title: t("columns.actions"), hidden: true },
        ]}
      >
        {scenarios.map((scenario, position) => (
          <IndexTable.Row id={scenario.id} key={scenario.id} position={position}>
            {smDown
              ? <CondensedRow scenario={scenario} menu={<RowMenu scenario={scenario} busy={busy} onAct={act} />} />
              : <RowCells scenario={scenario} menu={<RowMenu scenario={scenario} busy={busy} onAct={act} />} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
      {asking ? (
        <StopScenarioModal
          open
          action={asking.action}
          name={asking.scenario.name}
          active={asking.scenario.figures.active}
          onClose={() => setAsking(null)}
          onConfirm={(inside) => {
            onCommand({ do: asking.action, scenarioId: asking.scenario.id, inside });
            setAsking(null);
          }}
        />
      ) : null}
    </>
  );
}

function RowCells({ scenario, menu }: { scenario: ScenarioListItem; menu: ReactElement }) {
  const format = useShopFormat();
  const { figures } = scenario;
  return (
    <>
      <IndexTable.Cell>
        <Box maxWidth="22rem">
          <Link dataPrimaryLink monochrome removeUnderline url={`/app/scenarios/${scenario.id}`}><Text as="span" fontWeight="semibold" breakWord>{scenario.name}</Text></Link>
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell><ScenarioStatusBadge status={scenario.status} /></IndexTable.Cell>
      {COLUMNS.map((column) => (
        <IndexTable.Cell key={column}>
          <Text as="span" alignment="end" numeric>{column === "revenue" ? format.money(figures.revenue) : format.number(figures[column])}</Text>
        </IndexTable.Cell>
      ))}
      <IndexTable.Cell>{menu}</IndexTable.Cell>
    </>
  );
}

function CondensedRow({ scenario, menu }: { scenario: ScenarioListItem; menu: ReactElement }) {
  const { t } = useTranslation("scenarios");
  const format = useShopFormat();
  const { figures } = scenario;
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" wrap={false} gap="200">
          <BlockStack gap="100" inlineAlign="start">
            <Link dataPrimaryLink monochrome removeUnderline url={`/app/scenarios/${scenario.id}`}><Text as="span" fontWeight="semibold" breakWord>{scenario.name}</Text></Link>
            <ScenarioStatusBadge status={scenario.status} />
          </BlockStack>
          {menu}
        </InlineStack>
        <InlineStack gap="300">
          {(["started", "sent", "clicked"] as const).map((column) => <Text as="span" key={column} tone="subdued">{t(`columns.${column}`)} {format.number(figures[column])}</Text>)}
          <Text as="span" fontWeight="medium">{format.money(figures.revenue)}</Text>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

function RowMenu({ scenario, busy, onAct }: { scenario: ScenarioListItem; busy: boolean; onAct(scenario: ScenarioListItem, action: ScenarioAction | "duplicate"): void }) {
  const { t } = useTranslation("scenarios");
  const [open, setOpen] = useState(false);
  const choose = (action: ScenarioAction | "duplicate") => () => {
    setOpen(false);
    onAct(scenario, action);
  };
  return (
    <div role="presentation" onClick={(event) => event.stopPropagation()}>
      <Popover
        active={open}
        onClose={() => setOpen(false)}
        activator={<Button icon={MenuHorizontalIcon} variant="tertiary" loading={busy && open} accessibilityLabel={t("menu", { name: scenario.name })} onClick={() => setOpen(!open)} />}
      >
        <ActionList
          items={[
            { content: t("actions.statistics"), url: `/app/scenarios/${scenario.id}/statistics` },
            { content: t("actions.duplicate"), onAction: choose("duplicate") },
            ...allowedActions(scenario.status).map((action) => ({ content: t(`actions.${action}`), destructive: action === "delete", onAction: choose(action) })),
          ]}
        />
      </Popover>
    </div>
  );
}
