/** Everything that is drawn from the reports in and around the editor; loaded when the first source is looked at. */
import * as vscode from 'vscode';
import { duration } from '../../base/numbers';
import { isProgramPath } from '../../base/programs';
import type { Report } from '../../analysis/report';
import type { Envelope, Selection } from '../../protocol/messages';
import type { Parts } from '../commands';
import { dataFiles } from '../dataFiles';
import { lineSaved } from '../drift';
import { placeOf } from '../documents';
import { attributePattern, layerNamed } from '../namedLayer';
import { labelOf, pathOf, uriOf } from '../networkFiles';
import { selectionAt } from '../places';
import { Remedies } from '../remedies';
import { shows } from '../settings';
import { afterByClock } from '../worker';
import { codeLensProvider } from './codeLens';
import { diagnosticsBySource } from './diagnostics';
import { layerHover } from './hover';
import { inlayHints } from './inlayHints';
import { lensFirst, type Known } from './lensFirst';
import { marks, type Marks } from './marks';
import { networksTree } from './networksTree';
import { measuredOffers, registerOfferCommands } from './offers';
import { quickFixes, registerFixCommands } from './quickFixes';
import { statusBar } from './statusBar';

/** Programs are asked about too; those that are none of ours cost one search for the word torch. */
const sources: vscode.DocumentSelector = [
  { pattern: '**/*.network.{yaml,yml,json}' },
  { language: 'python', pattern: '**/*.py' },
  { language: 'python', notebookType: 'jupyter-notebook' },
];

/** What is drawn, with the ways to bring it up to date. */
export interface Surfaces {
  /** Something about this source is new. */
  update(path: string): void;
  /** The list of sources is new. */
  list(): void;
  /** The settings, or the active editor, are new. */
  redraw(): void;
  /** The cursor stands on another line. */
  cursor(editor: vscode.TextEditor): void;
  /** The marks at the lines of a file, as they were drawn. */
  marks(path: string): ReturnType<Marks['drawn']>;
  dispose(): void;
}

/** Draws what is known so far, and registers what the editor asks for. */
export function drawSurfaces(parts: Parts): Surfaces {
  const { log, session, files, lens } = parts;
  const diagnostics = diagnosticsBySource();
  const changed = new vscode.EventEmitter<void>();
  const bar = statusBar(session);
  const data = dataFiles(session);
  const tree = networksTree(files, session, (path) => void session.look(path));
  const lineMarks = marks(parts);
  const provided = provide(parts, changed.event);
  // An editor that is shown again has no marks.
  const shown = vscode.window.onDidChangeVisibleTextEditors(() => lineMarks.update());
  const mark = (path: string): void => {
    const report = session.envelope(path)?.report;
    diagnostics.set(path, report !== undefined && shows('diagnostics') ? report : null);
  };
  const drawAll = (): void => {
    changed.fire();
    bar.update();
    tree.update();
    lineMarks.update();
    setContext('hasReport', lens().path !== null && session.envelope(lens().path ?? '') !== null);
  };
  const known = (path: string): Known => session.failure(path) ?? session.envelope(path);
  const draw = (path: string, now: Known): void => {
    if (now !== null && typeof now !== 'string' && now.report.complete) logReport(log, now);
    mark(path);
    data.follow(path);
    drawAll();
  };
  const inTurn = lensFirst(known, draw, afterByClock);
  return {
    update: (path) => inTurn.draw(path),
    list: () => {
      setContext('hasSources', files.entries().length > 0);
      setContext('programs', programPaths(files.entries()));
      tree.update();
    },
    redraw: () => {
      for (const path of session.paths()) mark(path);
      drawAll();
    },
    cursor: (editor) => {
      const under = layerUnder(parts, editor);
      if (under === null) return;
      lens().select(under.source, under.chosen);
      tree.mark(under.source, under.chosen);
    },
    marks: (path) => lineMarks.drawn(path),
    dispose: () => {
      for (const part of [inTurn, diagnostics, changed, bar, data, tree, lineMarks, shown, ...provided])
        part.dispose();
    },
  };
}

/** The layer that the cursor of an editor stands on; null where it stands on none. */
function layerUnder(
  { session, edits }: Parts,
  { document, selection }: vscode.TextEditor,
): { readonly source: string; readonly chosen: Selection } | null {
  const place = placeOf(document);
  const report = place === null ? undefined : session.envelope(place.source)?.report;
  if (place === null || report === undefined) return null;
  const line = lineSaved(selection.active.line, edits.since(pathOf(document.uri)));
  const here = selectionAt(report, place.path, { line, column: selection.active.character });
  const chosen = here?.layer == null ? (namedAt(document, selection.active, report) ?? here) : here;
  return chosen === null ? null : { source: place.source, chosen };
}

/** The layer that the word under the cursor names in a program; null where it names none. */
function namedAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  report: Report,
): ReturnType<typeof layerNamed> {
  if (document.languageId !== 'python') return null;
  const range = document.getWordRangeAtPosition(position, attributePattern);
  return range === undefined ? null : layerNamed(report, document.getText(range));
}

/** Registers what the editor asks for. */
function provide(parts: Parts, changed: vscode.Event<void>): readonly vscode.Disposable[] {
  const { session, edits } = parts;
  const { languages } = vscode;
  const lenses = codeLensProvider((path) => session.envelope(path), edits, changed);
  const remedies = new Remedies(parts);
  const fixes = quickFixes(parts, measuredOffers(parts, remedies));
  const { QuickFix } = vscode.CodeActionKind;
  return [
    languages.registerCodeLensProvider(sources, lenses),
    languages.registerHoverProvider(sources, layerHover(parts)),
    languages.registerInlayHintsProvider(sources, inlayHints(parts, changed)),
    languages.registerCodeActionsProvider(sources, fixes, { providedCodeActionKinds: [QuickFix] }),
    registerFixCommands(),
    ...registerOfferCommands(parts, remedies),
  ];
}

function setContext(key: string, value: boolean | readonly string[]): void {
  void vscode.commands.executeCommand('setContext', `backpropLens.${key}`, value);
}

/** Paths of programs as conditions of menus know them: `resourcePath` is one of these. */
function programPaths(entries: readonly { readonly path: string }[]): readonly string[] {
  const uris = entries.map(({ path }) => uriOf(path)).filter(({ path }) => isProgramPath(path));
  return uris.flatMap(({ path, fsPath }) => [path, fsPath]);
}

function logReport(log: vscode.LogOutputChannel, { revision, report, wallTime }: Envelope): void {
  const stages = Object.entries(wallTime).map(([stage, time]) => `${stage} ${duration(time)}`);
  log.info(`${labelOf(report.path)}: revision ${revision}, ${stages.join(', ')}`);
}
