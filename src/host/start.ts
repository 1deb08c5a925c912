/** Puts the parts together when the extension is activated; nothing is inspected until somebody looks. */
import * as vscode from 'vscode';
import { duration } from '../base/numbers';
import { activeSource, choose, later, obey, registerCommands, type Parts } from './commands';
import { asked, type Asked } from './asked';
import { noteEdits } from './edits';
import type { Surfaces } from './editor/surfaces';
import { WorkerEngine } from './engine';
import { Lens, lensEditor, lensView, modelEditor, type Asking } from './lens';
import { isOurs, notebookText, openNotebookText, placeOf } from './documents';
import { labelOf, NetworkFiles, pathOf, readSource } from './networkFiles';
import { provideRulePages } from './rulePages';
import { Session } from './session';
import { limits, onSettings } from './settings';
import { followSaves } from './saves';
import type { Studies } from './studies';
import { registerTools } from './tools/register';
import { afterByClock, type StartWorker } from './worker';

/** What the extension tells whoever asks for its exports: its own tests. */
export interface Started {
  /** Milliseconds that `activate` took. */
  readonly activationTime: number;
  /** The marks beside the lines of a file, which VS Code tells nobody. */
  readonly marks: Drawn['marks'];
}

const shownKey = 'shown';

/** What is chosen in a workspace; an environment that appears after a program was read without it has its sources looked at again. */
function choicesOf(context: vscode.ExtensionContext, session: () => Session): Asked {
  let appearing: vscode.Disposable | null = null;
  return asked(context.workspaceState, async (source) => {
    const { packageFolders, onPackagesAppeared } = await later();
    if (appearing === null)
      context.subscriptions.push((appearing = onPackagesAppeared(() => void session().lookAtAll())));
    return packageFolders(source);
  });
}

/** Activates the extension on either platform. */
export function start(context: vscode.ExtensionContext, startWorker: StartWorker): Started {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Backprop Lens', { log: true });
  const engine = new WorkerEngine(startWorker, afterByClock);
  const choices = choicesOf(context, () => session);
  const session: Session = new Session({
    ...{ engine, limits, after: afterByClock, overrides: choices.overrides },
    fetch: async (path, need) => (await later()).fetchNeed(path, need),
    read: (path) => saves.between(path, async () => openNotebookText(path) ?? (await readSource(path))),
    changed: (path) => {
      lens.update(path);
      surfaces.update(path);
    },
    failed: (path, reason, details) => log.error(`${labelOf(path)}: ${reason}\n${details}`),
  });
  const saves = followSaves();
  const files: NetworkFiles = new NetworkFiles({
    changed: (path) => {
      // A file that is there again is shown again.
      if (session.knows(path) || isVisible(path) || path === lens.path)
        void session.look(path, { urgent: path === lens.path });
    },
    deleted: (path) => {
      session.forget(path);
      files.delete(path);
    },
    listed: () => {
      lens.update();
      surfaces.list();
    },
  });
  const edits = noteEdits();
  const parts: Parts = {
    ...{ context, log, session, files, edits, choices },
    lens: () => lens,
    studies: () => asking.load(),
  };
  const asking: Asking = askingOf(parts, startWorker);
  const lens: Lens = new Lens(context.extensionUri, session, files, obey(parts), asking);
  const surfaces = laterDrawn(parts);
  context.subscriptions.push(
    log,
    engine,
    files,
    saves,
    surfaces,
    provideRulePages(context.extensionUri),
    ...registerCommands(parts),
    ...registerTools(parts),
    ...follow(parts, surfaces),
  );
  context.subscriptions.push(...registerLens(lens));
  begin(parts);
  const activationTime = performance.now() - began;
  log.info(`Activated in ${duration(activationTime)}`);
  return { activationTime, marks: surfaces.marks };
}

function registerLens(lens: Lens): vscode.Disposable[] {
  const { window } = vscode;
  return [
    window.registerWebviewViewProvider(lensView, lens),
    window.registerWebviewPanelSerializer(lensEditor, lens),
    window.registerCustomEditorProvider(modelEditor, lens, { supportsMultipleEditorsPerDocument: true }),
  ];
}

/** The studies, loaded with the first question. */
function askingOf({ context, session, log, lens }: Parts, startWorker: StartWorker): Asking {
  let loaded: Studies | null = null;
  return {
    loaded: () => loaded,
    load: async () => {
      const { Studies, applyEdits, earlierTexts } = await later();
      if (loaded === null) {
        loaded = new Studies({
          start: startWorker,
          subject: (path) => session.subject(path),
          earlier: (path) => earlierTexts(path, session.before(path)),
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
  const active = activeSource();
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
  const documents = vscode.window.visibleTextEditors.flatMap(
    ({ document }) => placeOf(document)?.source ?? [],
  );
  const notebooks = vscode.window.visibleNotebookEditors.map(({ notebook }) => notebook).filter(isOurs);
  for (const path of new Set([...documents, ...notebooks.map(({ uri }) => pathOf(uri))])) {
    files.add(path);
    void session.look(path);
  }
}

/** What is drawn, once it is loaded. */
interface Drawn extends Omit<Surfaces, 'marks'> {
  readonly marks: (path: string) => Promise<ReturnType<Surfaces['marks']>>;
}

/** What is drawn, which is loaded with the first source: a Python file that is none of ours costs no more than a look at its text. */
function laterDrawn(parts: Parts): Drawn {
  let drawn: Promise<Surfaces> | null = null;
  const load = (): Promise<Surfaces> => {
    drawn ??= new Promise((resolve) => setTimeout(resolve)).then(later).then(({ drawSurfaces }) => {
      rows.dispose();
      return drawSurfaces(parts);
    });
    return drawn;
  };
  // Until there is a source or somebody opens the tree there is nothing to draw.
  const rows = vscode.window.registerTreeDataProvider('backpropLens.networks', {
    getChildren: () => load().then(() => []),
    getTreeItem: () => new vscode.TreeItem(''),
  });
  const then = (act: (surfaces: Surfaces) => void): void => void load().then(act).catch(tell);
  const ifLoaded = (act: (surfaces: Surfaces) => void): void => void drawn?.then(act).catch(tell);
  const tell = (error: unknown): void => parts.log.error(String(error));
  return {
    update: (path) => then((surfaces) => surfaces.update(path)),
    list: () => (parts.files.entries().length > 0 ? then : ifLoaded)((surfaces) => surfaces.list()),
    redraw: () => ifLoaded((surfaces) => surfaces.redraw()),
    cursor: (editor) => ifLoaded((surfaces) => surfaces.cursor(editor)),
    marks: async (path) => (await load()).marks(path),
    dispose: () => {
      rows.dispose();
      ifLoaded((surfaces) => surfaces.dispose());
    },
  };
}

/** Follows saves, editors, cursor and settings. */
function follow(parts: Parts, surfaces: Drawn): vscode.Disposable[] {
  const { session } = parts;
  const active = (): void => {
    const uri = activeSource();
    // Between two editors none is active for a moment.
    if (uri !== undefined && pathOf(uri) !== parts.lens().ledTo) {
      parts.lens().ledTo = null;
      choose(parts, uri);
    }
    void parts.context.workspaceState.update(shownKey, parts.lens().path ?? undefined);
    surfaces.redraw();
  };
  return [
    vscode.workspace.onDidSaveTextDocument((document) => {
      const path = placeOf(document)?.source;
      if (path === undefined) return;
      parts.files.add(path);
      void session.look(path, { text: document.getText(), urgent: true });
    }),
    vscode.workspace.onDidSaveNotebookDocument((notebook) => {
      if (!isOurs(notebook)) return;
      parts.files.add(pathOf(notebook.uri));
      void session.look(pathOf(notebook.uri), { text: notebookText(notebook), urgent: true });
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => lookAtVisible(parts)),
    vscode.window.onDidChangeVisibleNotebookEditors(() => lookAtVisible(parts)),
    vscode.window.onDidChangeActiveTextEditor(active),
    vscode.window.onDidChangeActiveNotebookEditor(active),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      if (kind !== undefined && placeOf(textEditor.document) !== null) surfaces.cursor(textEditor);
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
