/** The commands, each a few words to the parts that do the work. */
import * as vscode from 'vscode';
import { isModelPath } from '../base/modelFiles';
import { isProgramPath } from '../base/programs';
import type { ChooseOrder, FromPanel, GiveOrder } from '../protocol/messages';
import type { Asked } from './asked';
import type { Edits } from './edits';
import type * as Later from './later';
import type { Lens, Obey } from './lens';
import { askFor, isOurs, placeOf, uriOfSpan } from './documents';
import { isNetworkFile, isPast, pathOf, uriOf, type NetworkFiles } from './networkFiles';
import type { Row } from './editor/networksTree';
import { explain } from './rulePages';
import type { Session } from './session';
import { toggleEditorHints } from './settings';
import type { Studies } from './studies';

/** What the commands work on. */
export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly session: Session;
  readonly files: NetworkFiles;
  readonly edits: Edits;
  /** Which network was chosen of each program. */
  readonly choices: Asked;
  /** What answers questions and edits sources; loaded with the first of them. */
  readonly studies: () => Promise<Studies>;
  /** Asked for when a command runs, since the Lens itself needs `obey`. */
  readonly lens: () => Lens;
}

/** What only some commands need. */
export const later = (): Promise<typeof Later> => import('./later');

/** Makes a source the shown one, and inspects it if that has not been done. */
export function choose({ session, files, lens }: Parts, uri: vscode.Uri, again = false): void {
  const path = pathOf(uri);
  files.add(path);
  void session.look(path, { urgent: true, again });
  lens().show(path);
}

/** The file that a command was called for, else the source in the active editor. */
export function activeSource(target?: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  const document = vscode.window.activeTextEditor?.document;
  const place = document && placeOf(document);
  if (place) return uriOf(place.source);
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook && isOurs(notebook) ? notebook.uri : undefined;
}

/** The same, and a Python file that imports nothing of ours itself: who calls a command for it may know that what it imports does. */
function askedSource(target: unknown): vscode.Uri | undefined {
  const source = activeSource(target);
  const uri = source ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || !uri.path.endsWith('.py') || isPast(uri)) return source;
  askFor(pathOf(uri));
  return uri;
}

/** Whether a file may be a source, by its name. */
function mayBeSource(uri: vscode.Uri): boolean {
  return (
    isNetworkFile(uri) ||
    ((isProgramPath(uri.path) || isModelPath(uri.path) || uri.path.endsWith('.json')) && !isPast(uri))
  );
}

/** Registers all commands; a command that fails is told in the log, and by VS Code to whoever called it. */
export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { session, lens, log } = parts;
  const chosen = (target: unknown): vscode.Uri | undefined => {
    const uri = askedSource(target);
    if (uri !== undefined && mayBeSource(uri)) choose(parts, uri);
    return uri;
  };
  const openLens = async (target?: unknown, network?: unknown, layer?: unknown): Promise<void> => {
    const uri = chosen(target);
    if (uri !== undefined && typeof network === 'number') {
      lens().select(pathOf(uri), { network, layer: typeof layer === 'number' ? layer : null });
    }
    await vscode.commands.executeCommand('backpropLens.lens.focus');
  };
  const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    openLens,
    openLensInEditor: (target) => {
      chosen(target);
      lens().openEditor();
    },
    inspectFile: (target) => reveal(parts, askedSource(target), true),
    chooseNetwork: async (target) => {
      const uri = activeSource(target);
      const path = uri === undefined ? lens().path : pathOf(uri);
      if (path !== null) await (await later()).pickNetwork(parts, path);
    },
    inspectWithData: (target, data) => withFile(parts, 'data', target, data),
    inspectWithWeights: (target, weights) => withFile(parts, 'weights', target, weights),
    openExample: () => openExample(parts),
    toggleEditorHints,
    refresh: () => Promise.all(session.paths().map((path) => session.look(path, { again: true }))),
    exportReport: async () => {
      const path = lens().path;
      const report = path === null ? undefined : session.envelope(path)?.report;
      if (report === undefined) return;
      const { reportFile, saveExport } = await later();
      await saveExport(path, ...reportFile(report));
    },
    inspectSelectedExpression: async () => {
      await reveal(parts, await (await later()).selectedExpression(parts.context), true);
    },
    showLog: () => log.show(true),
    // Only our own links, rows and actions call what follows.
    explainRule: explain,
    inspectChoice: async (path, expression) => {
      if (typeof path !== 'string' || typeof expression !== 'string') return;
      await (await later()).inspectChoice(parts, path, expression);
      if (!lens().visible) await focusLens();
    },
    selectLayer: async (row) => (await later()).selectRow(parts, row as Row),
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`backpropLens.${name}`, run),
  );
}

/** Looks at a source with a file beside it: the one that is handed over, else one that is asked for. */
async function withFile(
  parts: Parts,
  what: GiveOrder['what'],
  target: unknown,
  file: unknown,
): Promise<void> {
  const uri = activeSource(target);
  const path = uri === undefined ? parts.lens().path : pathOf(uri);
  if (path === null) return;
  await (await later()).chooseFile(parts, path, what, file instanceof vscode.Uri ? file : undefined);
  if (!parts.lens().visible) await focusLens();
}

/** Chooses a source and shows the Lens where nobody sees it; the editor keeps the focus. */
async function reveal(parts: Parts, uri: vscode.Uri | undefined, again: boolean): Promise<void> {
  if (uri === undefined) return;
  choose(parts, uri, again);
  if (!parts.lens().visible) await focusLens();
}

/** Shows the Lens; the editor keeps the focus. */
async function focusLens(): Promise<void> {
  await vscode.commands.executeCommand('backpropLens.lens.focus', { preserveFocus: true });
}

async function openExample(parts: Parts): Promise<void> {
  const uri = await (await later()).exampleFile(parts.context);
  await vscode.window.showTextDocument(uri);
  await reveal(parts, uri, false);
}

/** What the buttons of a panel do that have no words. */
function panelCommands(parts: Parts): Readonly<Record<PanelCommand, () => void>> {
  const { files, log } = parts;
  return {
    showLog: () => log.show(true),
    openSettings: () =>
      void vscode.commands.executeCommand(
        'workbench.action.openSettings',
        '@ext:backprop-lens.backprop-lens',
      ),
    openExample: () => void openExample(parts),
    pickSource: () =>
      void later()
        .then(({ pickSource }) => pickSource(files.entries()))
        .then((uri) => {
          if (uri !== undefined) choose(parts, uri);
        }),
  };
}

type PanelCommand = Extract<FromPanel, { kind: 'command' }>['command'];

/** Does what a panel asks for; only sources that we know are opened for it. */
export function obey(parts: Parts): Obey {
  const { session, files, edits, lens } = parts;
  const known = (path: string): boolean => files.entries().some((entry) => entry.path === path);
  /** A place in the shown source, in a cell of it, or in a file that it has asked for. */
  const isShown = (source: string, path: string): boolean =>
    path === source || path.startsWith(`${source}#`) || session.needs(source).includes(path);
  const offers = ({ path, expression }: ChooseOrder): boolean =>
    known(path) &&
    (expression === null ||
      session.envelope(path)?.report.choices?.some((choice) => choice.expression === expression) === true);
  const commands = panelCommands(parts);
  return (message, shown) => {
    switch (message.kind) {
      case 'reveal':
        if (shown !== null && isShown(shown, message.span.path)) {
          lens().ledTo = pathOf(uriOfSpan(shown, message.span.path));
          void later().then(({ revealSpan }) => revealSpan(shown, message.span, edits, lens().column));
        }
        break;
      case 'selected':
        lens().selected(message.path, message.selection);
        break;
      case 'open':
        if (known(message.path)) {
          void session.look(message.path, { urgent: true });
          lens().show(message.path);
        }
        break;
      case 'choose':
        if (offers(message))
          void later().then(({ inspectChoice }) => inspectChoice(parts, message.path, message.expression));
        break;
      case 'direct':
        if (known(message.path)) void later().then(({ writeDirective }) => writeDirective(parts, message));
        break;
      case 'give':
        if (known(message.path)) void later().then(({ give }) => give(parts, message));
        break;
      case 'refresh':
        if (shown !== null) void session.look(shown, { urgent: true, again: true });
        break;
      case 'cancel':
        if (shown !== null) session.cancel(shown);
        break;
      case 'command':
        commands[message.command]();
        break;
      case 'export':
        void later().then(({ saveExport }) => saveExport(shown, message.fileName, message.content));
    }
  };
}
