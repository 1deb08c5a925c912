/** Everything that is drawn from the reports in and around the editor; loaded when the first source is looked at. */
import * as vscode from 'vscode';
import { duration } from '../../base/numbers';
import type { Envelope } from '../../protocol/messages';
import type { Parts } from '../commands';
import { dataFiles } from '../dataFiles';
import { lineSaved } from '../drift';
import { labelOf, pathOf, uriOf } from '../networkFiles';
import { selectionAt } from '../places';
import { shows } from '../settings';
import { codeLensProvider } from './codeLens';
import { diagnosticsOf } from './diagnostics';
import { networksTree } from './networksTree';
import { statusBar } from './statusBar';

const networkFiles: vscode.DocumentSelector = { pattern: '**/*.network.{yaml,yml,json}' };

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
  dispose(): void;
}

/** Draws what is known so far, and registers what the editor asks for. */
export function drawSurfaces({ log, session, files, edits, lens }: Parts): Surfaces {
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
    },
    redraw: () => {
      for (const path of session.paths()) mark(path);
      drawAll();
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
