/** Puts the parts together when the extension is activated; nothing is inspected until somebody looks. */
import * as vscode from 'vscode';
import { duration } from '../base/numbers';
import type { Envelope } from '../protocol/messages';
import { codeLensProvider } from './codeLens';
import { activeNetworkFile, choose, later, obey, registerCommands, type Parts } from './commands';
import { dataFiles } from './dataFiles';
import { diagnosticsOf } from './diagnostics';
import { lineSaved } from './drift';
import { noteEdits } from './edits';
import { WorkerEngine } from './engine';
import { Lens, lensEditor, lensView, type Asking } from './lens';
import { fetchNeed, isNetworkFile, labelOf, NetworkFiles, pathOf, readSource, uriOf } from './networkFiles';
import { networksTree } from './networksTree';
import { selectionAt } from './places';
import { Session } from './session';
import { limits, onSettings, shows } from './settings';
import { statusBar } from './statusBar';
import { followSaves } from './saves';
import type { Studies } from './studies';
import { afterByClock, type StartWorker } from './worker';

/** What the extension tells whoever asks for its exports: its own tests. */
export interface Started {
  /** Milliseconds that `activate` took. */
  readonly activationTime: number;
}

const networkFiles: vscode.DocumentSelector = { pattern: '**/*.network.{yaml,yml,json}' };
const shownKey = 'shown';

/** Activates the extension on either platform. */
export function start(context: vscode.ExtensionContext, startWorker: StartWorker): Started {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Backprop Lens', { log: true });
  const engine = new WorkerEngine(startWorker, afterByClock);
  const session: Session = new Session({
    ...{ engine, limits, after: afterByClock, fetch: fetchNeed },
    read: (path) => saves.between(path, () => readSource(path)),
    changed: (path) => surfaces.update(path),
    failed: (path, reason, details) => log.error(`${labelOf(path)}: ${reason}\n${details}`),
  });
  const saves = followSaves();
  const files: NetworkFiles = new NetworkFiles({
    changed: (path) => {
      if (session.knows(path) || isVisible(path)) void session.look(path, { urgent: path === lens.path });
    },
    deleted: (path) => {
      session.forget(path);
      files.delete(path);
      if (lens.path === path) lens.show(null);
    },
    listed: () => surfaces.list(),
  });
  const edits = noteEdits();
  const parts: Parts = { context, log, session, files, edits, lens: () => lens };
  const asking = askingOf(parts, startWorker);
  const lens: Lens = new Lens(context.extensionUri, session, files, obey(parts), asking);
  const surfaces = drawnSurfaces(parts);
  context.subscriptions.push(
    log,
    engine,
    files,
    saves,
    surfaces,
    ...registerCommands(parts),
    ...follow(parts, surfaces),
  );
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider(lensView, lens),
    vscode.window.registerWebviewPanelSerializer(lensEditor, lens),
  );
  begin(parts);
  const activationTime = performance.now() - began;
  log.info(`Activated in ${duration(activationTime)}`);
  return { activationTime };
}

/** The studies, loaded with the first question. */
function askingOf({ context, session, log, lens }: Parts, startWorker: StartWorker): Asking {
  let loaded: Studies | null = null;
  return {
    loaded: () => loaded,
    load: async () => {
      const { Studies, applyEdits } = await later();
      if (loaded === null) {
        loaded = new Studies({
          start: startWorker,
          subject: (path) => session.subject(path),
          tell: (message) => lens().tell(message),
          failed: (reason) => log.error(reason),
          apply: (edited) => void applyEdits(edited),
        });
        context.subscriptions.push(loaded);
      }
      return loaded;
    },
  };
}

/** Looks at what is open, and shows what was shown before the window was closed. */
function begin(parts: Parts): void {
  const { context, session, files, lens } = parts;
  lookAtVisible(parts);
  const active = activeNetworkFile();
  if (active !== undefined) {
    choose(parts, active);
    return;
  }
  const before = context.workspaceState.get<string>(shownKey);
  if (before === undefined) return;
  void readSource(before).then(
    (text) => {
      if (text === null || lens().path !== null) return;
      files.add(before);
      lens().show(before);
      if (lens().visible) void session.look(before, { urgent: true });
    },
    () => undefined,
  );
}

function isVisible(path: string): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => pathOf(document.uri) === path);
}

function lookAtVisible({ session, files }: Parts): void {
  for (const { document } of vscode.window.visibleTextEditors) {
    if (!isNetworkFile(document.uri)) continue;
    files.add(pathOf(document.uri));
    void session.look(pathOf(document.uri));
  }
}

/** Everything that is drawn from the reports. */
interface Surfaces {
  /** Something about this source is new. */
  update(path: string): void;
  /** The list of sources is new. */
  list(): void;
  /** The settings, or the active editor, are new. */
  redraw(): void;
  /** The cursor stands on another line. */
  cursor(editor: vscode.TextEditor): void;
  dispose(): void;
}

function drawnSurfaces({ context, log, session, files, edits, lens }: Parts): Surfaces {
  const diagnostics = vscode.languages.createDiagnosticCollection('Backprop Lens');
  const lensesChanged = new vscode.EventEmitter<void>();
  const bar = statusBar(session);
  const data = dataFiles(session);
  const tree = networksTree(files, session, (path) => void session.look(path));
  const drawn = new Map<string, Envelope | string | null>();
  const provider = codeLensProvider((path) => session.envelope(path), edits, lensesChanged.event);
  const registered = vscode.languages.registerCodeLensProvider(networkFiles, provider);
  const mark = (path: string): void => {
    const report = session.envelope(path)?.report;
    if (report === undefined || !shows('diagnostics')) diagnostics.delete(uriOf(path));
    else diagnostics.set(uriOf(path), diagnosticsOf(report));
  };
  const setContext = (key: string, value: boolean): void =>
    void vscode.commands.executeCommand('setContext', `backpropLens.${key}`, value);
  const drawAll = (): void => {
    lensesChanged.fire();
    bar.update();
    tree.update();
    setContext('hasReport', lens().path !== null && session.envelope(lens().path ?? '') !== null);
  };
  return {
    update: (path) => {
      if (path === lens().path) lens().update();
      const now = session.failure(path) ?? session.envelope(path);
      if (drawn.get(path) === now) return;
      drawn.set(path, now);
      if (now !== null && typeof now !== 'string' && now.report.complete) logReport(log, now);
      mark(path);
      data.follow(path);
      drawAll();
    },
    list: () => {
      setContext('hasSources', files.entries().length > 0);
      tree.update();
      lens().update();
    },
    redraw: () => {
      for (const path of session.paths()) mark(path);
      drawAll();
      void context.workspaceState.update(shownKey, lens().path ?? undefined);
    },
    cursor: ({ document, selection }) => {
      const path = pathOf(document.uri);
      const report = session.envelope(path)?.report;
      const chosen = report && selectionAt(report, lineSaved(selection.active.line, edits.since(path)));
      if (chosen == null) return;
      lens().select(path, chosen);
      tree.mark(path, chosen);
    },
    dispose: () => {
      for (const part of [diagnostics, lensesChanged, bar, data, tree, registered]) part.dispose();
    },
  };
}

function logReport(log: vscode.LogOutputChannel, { revision, report, wallTime }: Envelope): void {
  const stages = Object.entries(wallTime).map(([stage, time]) => `${stage} ${duration(time)}`);
  log.info(`${labelOf(report.path)}: revision ${revision}, ${stages.join(', ')}`);
}

/** Follows saves, editors, cursor and settings. */
function follow(parts: Parts, surfaces: Surfaces): vscode.Disposable[] {
  const { session } = parts;
  const active = (): void => {
    const uri = activeNetworkFile();
    if (uri !== undefined) choose(parts, uri);
    surfaces.redraw();
  };
  return [
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (!isNetworkFile(document.uri)) return;
      parts.files.add(pathOf(document.uri));
      void session.look(pathOf(document.uri), { text: document.getText(), urgent: true });
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => lookAtVisible(parts)),
    vscode.window.onDidChangeActiveTextEditor(active),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      if (kind !== undefined && isNetworkFile(textEditor.document.uri)) surfaces.cursor(textEditor);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      for (const path of session.paths()) void session.look(path, { again: true });
    }),
    onSettings(() => {
      void session.lookAtAll();
      surfaces.redraw();
    }),
  ];
}
