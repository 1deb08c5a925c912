/** The commands, each a few words to the parts that do the work. */
import * as vscode from 'vscode';
import type { Asked } from './asked';
import type { Edits } from './edits';
import type * as Later from './later';
import type { Lens, Obey } from './lens';
import { isNetworkFile, pathOf, type NetworkFiles } from './networkFiles';
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

/** The file that a command was called for, else the network file in the active editor. */
export function activeNetworkFile(target?: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri !== undefined && isNetworkFile(uri) ? uri : undefined;
}

/** Registers all commands; a command that fails is told in the log, and by VS Code to whoever called it. */
export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { session, lens, log } = parts;
  const chosen = (target: unknown): vscode.Uri | undefined => {
    const uri = activeNetworkFile(target);
    if (uri !== undefined && isNetworkFile(uri)) choose(parts, uri);
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
    inspectFile: (target) => reveal(parts, activeNetworkFile(target), true),
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
    selectLayer: async (row) => (await later()).selectRow(parts, row as Row),
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`backpropLens.${name}`, run),
  );
}

/** Chooses a source and shows the Lens where nobody sees it; the editor keeps the focus. */
async function reveal(parts: Parts, uri: vscode.Uri | undefined, again: boolean): Promise<void> {
  if (uri === undefined) return;
  choose(parts, uri, again);
  if (!parts.lens().visible)
    await vscode.commands.executeCommand('backpropLens.lens.focus', { preserveFocus: true });
}

async function openExample(parts: Parts): Promise<void> {
  const uri = await (await later()).exampleFile(parts.context);
  await vscode.window.showTextDocument(uri);
  await reveal(parts, uri, false);
}

/** Does what a panel asks for; only sources that we know are opened for it. */
export function obey(parts: Parts): Obey {
  const { session, files, edits, lens, log } = parts;
  const known = (path: string): boolean => files.entries().some((entry) => entry.path === path);
  const commands = {
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
  } as const;
  return (message) => {
    const shown = lens().path;
    switch (message.kind) {
      case 'reveal':
        if (known(message.span.path))
          void later().then(({ revealSpan }) => revealSpan(message.span, edits, lens().column));
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
