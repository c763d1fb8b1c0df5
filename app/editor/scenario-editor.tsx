import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useInBrowser } from "~/components/use-in-browser";
import { ActivateScenarioModal } from "~/components/activate-scenario-modal";
import { StopScenarioModal, type WhatBecomes } from "~/components/stop-scenario-modal";
import { checkDefinition } from "~/domain/scenario/check-definition";
import type { WarningsChoice } from "~/domain/scenario/problem";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { OverdueChoice } from "~/domain/scenario/overdue";
import type { ScenarioStatus } from "~/domain/scenario/status";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";
import { upToDate } from "./catalogue";
import { DeleteDialog } from "./delete-dialog";
import { downloadScenario } from "./download-scenario";
import { EditorOptionsProvider, type EditorOptions } from "./editor-options";
import { EditorServerProvider, type EditorServer } from "./editor-server";
import { EditorStore } from "./editor-store";
import { EditorStoreProvider, useEditor, useEditorStore } from "./use-editor";
import { Inspector } from "./inspector/inspector";
import { LoadBoundary } from "./load-boundary";
import { isDirty } from "./model/history";
import { Notices } from "./notices";
import { Outline } from "./outline";
import styles from "./scenario-editor.module.css";
import { PlanDialog } from "./plan-dialog";
import { TitleBar } from "./title-bar";
import { useEditorKeys } from "./use-editor-keys";
import { VersionsDialog } from "./versions-dialog";
import { WarningsDialog } from "./warnings-dialog";
import { useSaving, type Saving } from "./use-saving";

const ScenarioCanvas = lazy(() => import("./canvas/scenario-canvas"));
const TemplateChoice = lazy(() => import("./template-choice"));

export interface EditedScenario {
  id: string;
  name: string;
  status: ScenarioStatus;
  revision: number;
  definition: ScenarioDefinition;
  /** Customers inside now. */
  inside: number;
}

/** What the admin around the editor does for it. */
export interface EditorHost {
  toList(): void;
  toStatistics(): void;
  reload(): void;
  say(text: string): void;
  /** The bar that Shopify shows while something is unsaved; it also keeps people from leaving. */
  saveBar(state: { open: boolean; saving: boolean; onSave(): void; onDiscard(): void }): ReactNode;
}

export interface ScenarioEditorProps {
  scenario: EditedScenario;
  options: EditorOptions;
  server: EditorServer;
  host: EditorHost;
}

export function ScenarioEditor({ scenario, options, server, host }: ScenarioEditorProps) {
  const [themeForms, setThemeForms] = useState(options.themeForms);
  const current = useMemo(() => (themeForms === undefined ? options : { ...options, themeForms }), [options, themeForms]);
  const [store] = useState(() => new EditorStore({ name: scenario.name, definition: upToDate(scenario.definition) }, storeDeps(options)));
  useEffect(() => store.checkBy(checkOf(current)), [current, store]);
  // What the theme says now counts in every check (R10).
  const learning = useMemo((): EditorServer => ({
    ...server,
    readThemeForms: async () => {
      const forms = await server.readThemeForms();
      setThemeForms(forms);
      return forms;
    },
  }), [server]);
  return (
    <EditorServerProvider value={learning}>
      <EditorOptionsProvider value={current}>
        <EditorStoreProvider value={store}>
          <Editor scenario={scenario} host={host} />
        </EditorStoreProvider>
      </EditorOptionsProvider>
    </EditorServerProvider>
  );
}

const CHECK_AFTER_MS = 120;

const checkOf = (options: EditorOptions) => (definition: ScenarioDefinition) => checkDefinition(definition, { steps: stepTypes, entryPoints: entryPointTypes }, options);

const storeDeps = (options: EditorOptions) => ({
  newId: () => crypto.randomUUID().slice(0, 8),
  check: checkOf(options),
  later: (work: () => void) => void setTimeout(work, CHECK_AFTER_MS),
});

function Editor({ scenario, host }: { scenario: EditedScenario; host: EditorHost }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saving = useSaving(scenario);
  const dirty = useEditor((state) => isDirty(state.history));
  const open = useEditor((state) => state.selection !== null);
  const name = useEditor((state) => state.history.present.draft.name);
  const [outline, setOutline] = useState(false);
  const [versions, setVersions] = useState(false);
  const [stopping, setStopping] = useState(false);
  const [templates, setTemplates] = useState(() => scenario.definition.entryPoints.length + scenario.definition.steps.length === 0);
  // The canvas measures its window: it is drawn only where there is one.
  const inBrowser = useInBrowser();
  const { save, activate, stop } = saving;
  const saveAndSay = useCallback(async () => {
    if (await save()) host.say(t("saved"));
  }, [save, host, t]);
  useEditorKeys(store, useCallback(() => void saveAndSay(), [saveAndSay]));
  useEffect(() => {
    if (!dirty) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [dirty]);
  const activateAndSay = (overdue: OverdueChoice, warnings: WarningsChoice) => void activate(overdue, warnings).then((done) => done && host.say(t("activated")));
  const showOutline = useCallback(() => setOutline(true), []);
  const exportDraft = () => downloadScenario(store.get().history.present.draft);
  return (
    <div className={styles.editor}>
      <TitleBar
        status={saving.status}
        busy={saving.busy}
        onBack={host.toList}
        onStatistics={host.toStatistics}
        onTemplates={() => setTemplates(true)}
        onVersions={() => setVersions(true)}
        onExport={exportDraft}
        onActivate={() => activateAndSay({ do: "ask" }, "ask")}
        onStop={() => setStopping(true)}
      />
      <Notices notice={saving.notice} onReload={host.reload} onKeepMine={() => void saving.keepMine().then((done) => done && host.say(t("saved")))} onDismiss={saving.dismiss} />
      <main className={styles.main}>
        <div className={styles.stage}>
          <LoadBoundary>
            {inBrowser ? <Suspense fallback={<Loading />}><ScenarioCanvas onShowOutline={showOutline} /></Suspense> : <Loading />}
            {templates && inBrowser && <Suspense fallback={null}><TemplateChoice onDone={() => setTemplates(false)} /></Suspense>}
          </LoadBoundary>
          {outline && <Outline onClose={() => setOutline(false)} />}
        </div>
        <div className={styles.side} data-open={open}><Inspector /></div>
      </main>
      <DeleteDialog />
      {saving.warnings !== null && (
        <WarningsDialog
          name={name}
          warnings={saving.warnings}
          onClose={saving.forgetWarnings}
          onLook={() => {
            saving.forgetWarnings();
            store.select({ is: "checks" });
          }}
          onActivate={() => {
            saving.forgetWarnings();
            activateAndSay({ do: "ask" }, "accept");
          }}
        />
      )}
      {saving.overdue !== null && (
        <ActivateScenarioModal
          name={name}
          overdue={saving.overdue}
          onClose={saving.forgetOverdue}
          onConfirm={(choice) => {
            saving.forgetOverdue();
            activateAndSay(choice, "accept");
          }}
        />
      )}
      {versions && <VersionsDialog onClose={() => setVersions(false)} onRestored={(number) => host.say(t("versions.restored", { number }))} onBroughtUp={(stay) => host.say(stay === 0 ? t("versions.broughtUp") : t("versions.stayBehind", { count: stay }))} />}
      {saving.plan && <PlanDialog plan={saving.plan} />}
      <StopScenarioModal open={stopping} action="stop" name={name} active={scenario.inside} onConfirm={(how) => void stopThen(stop, how, () => setStopping(false), () => host.say(t("stopped")))} onClose={() => setStopping(false)} />
      {host.saveBar({ open: dirty && saving.status !== "deleted", saving: saving.busy === "saving", onSave: () => void saveAndSay(), onDiscard: () => store.discard() })}
    </div>
  );
}

async function stopThen(stop: Saving["stop"], how: WhatBecomes, close: () => void, done: () => void): Promise<void> {
  close();
  if (await stop(how)) done();
}

function Loading() {
  const { t } = useTranslation("editor");
  const cards = useMemo(() => [0, 1, 2, 3], []);
  return <div className={styles.loading} role="status" aria-label={t("loading")}>{cards.map((card) => <span key={card} />)}</div>;
}
