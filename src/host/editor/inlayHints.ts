/** Output shape and gain behind each layer, in the text. */
import * as vscode from 'vscode';
import type { LayerReport, Report } from '../../analysis/report';
import { counted, shapeText, shortNumber } from '../../base/numbers';
import { lineNow, type LineChange } from '../drift';
import type { Parts } from '../commands';
import { placeOf } from '../documents';
import { pathOf } from '../networkFiles';
import { shows } from '../settings';
import { alike, type Alike } from './alike';

/** Provides the hints; `changed` says that there are newer reports. */
export function inlayHints(
  { session, edits }: Parts,
  changed: vscode.Event<void>,
): vscode.InlayHintsProvider {
  return {
    onDidChangeInlayHints: changed,
    provideInlayHints: (document, range) => {
      const place = placeOf(document);
      const report = place === null ? undefined : session.envelope(place.source)?.report;
      if (place === null || report === undefined || !shows('inlayHints')) return [];
      return hintsOf(report, place.path, document, edits.since(pathOf(document.uri))).filter(({ position }) =>
        range.contains(position),
      );
    },
  };
}

function hintsOf(
  report: Report,
  path: string,
  document: vscode.TextDocument,
  changes: readonly LineChange[],
): readonly vscode.InlayHint[] {
  return report.networks.flatMap(({ layers }) =>
    alike(layers.filter(({ span }) => span.path === path)).map((group) => {
      const hint = new vscode.InlayHint(positionOf(group[0], document, changes), hintText(group));
      hint.paddingLeft = true;
      hint.tooltip = 'Output shape, and the gain: delta of this layer over delta of the next one.';
      return hint;
    }),
  );
}

/** Behind the layer where its line is as it was saved, else at the end of the line. */
function positionOf(
  { span }: LayerReport,
  document: vscode.TextDocument,
  changes: readonly LineChange[],
): vscode.Position {
  const line = Math.min(lineNow(span.start.line, changes), document.lineCount - 1);
  const { end } = document.lineAt(line).range;
  const isWhole = span.start.line === span.end.line && !document.isDirty;
  return isWhole && span.end.column < end.character ? new vscode.Position(line, span.end.column) : end;
}

function hintText(group: Alike): string {
  const gains = group.flatMap(({ gain }) => (gain === null ? [] : [gain.total]));
  const [low, high] = [Math.min(...gains), Math.max(...gains)].map(shortNumber);
  const turns = group.length > 1 ? [counted(group.length, 'time')] : [];
  const shapes = new Set(group.map(({ shape }) => shapeText(shape)));
  // VS Code cuts what is longer than some forty letters: of several shapes it says how many.
  const shape = shapes.size > 1 ? counted(shapes.size, 'shape') : shapeText(group[0].shape);
  const gain =
    gains.length === 0 ? [] : [low === high ? `× ${low ?? ''}` : `× ${low ?? ''} to ${high ?? ''}`];
  return [...turns, shape, ...gain].join(' · ');
}
