/** Marks at the lines with findings: beside the line numbers, by shape and colour, and in the overview ruler. */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/report';
import { severities, type Severity } from '../../base/problem';
import type { Span } from '../../base/span';
import type { Parts } from '../commands';
import { lineNow } from '../drift';
import { placeOf } from '../documents';
import { pathOf } from '../networkFiles';
import { shows } from '../settings';
import { gravest } from '../words';
import { markImage } from './markImage';

/** A mark of one line. */
export interface Mark {
  readonly line: number;
  readonly severity: Severity;
}

/** The marks of all visible editors. */
export interface Marks {
  /** Draws them anew. */
  update(): void;
  /** What was last drawn in the editors of a file. */
  drawn(path: string): { readonly gutter: readonly Mark[]; readonly overviewRuler: readonly Mark[] };
  dispose(): void;
}

type Lane = 'gutter' | 'overviewRuler';

const rulerColors: Readonly<Record<Severity, string>> = {
  error: 'editorOverviewRuler.errorForeground',
  warning: 'editorOverviewRuler.warningForeground',
  information: 'editorOverviewRuler.infoForeground',
};

/** Draws nothing yet. */
export function marks(parts: Parts): Marks {
  const types = new Map(
    severities.map((severity) => [
      severity,
      { gutter: gutterType(severity), overviewRuler: rulerType(severity) },
    ]),
  );
  const drawn: Record<Lane, Map<string, readonly Mark[]>> = { gutter: new Map(), overviewRuler: new Map() };
  const marked: Record<Lane, WeakSet<vscode.TextEditor>> = {
    gutter: new WeakSet(),
    overviewRuler: new WeakSet(),
  };
  const draw = (editor: vscode.TextEditor, lane: Lane): void => {
    const path = pathOf(editor.document.uri);
    const found = shows(lane) ? marksOf(parts, editor.document, lane) : [];
    if (found.length > 0 || drawn[lane].has(path)) drawn[lane].set(path, found);
    // An editor without marks, before and now, is none of ours.
    if (found.length === 0 && !marked[lane].has(editor)) return;
    if (found.length > 0) marked[lane].add(editor);
    else marked[lane].delete(editor);
    for (const [severity, type] of types) {
      const lines = found.filter((mark) => mark.severity === severity);
      editor.setDecorations(
        type[lane],
        lines.map(({ line }) => new vscode.Range(line, 0, line, 0)),
      );
    }
  };
  return {
    update: () => {
      for (const editor of vscode.window.visibleTextEditors) {
        draw(editor, 'gutter');
        draw(editor, 'overviewRuler');
      }
    },
    drawn: (path) => ({
      gutter: drawn.gutter.get(path) ?? [],
      overviewRuler: drawn.overviewRuler.get(path) ?? [],
    }),
    dispose: () => {
      for (const { gutter, overviewRuler } of types.values()) {
        gutter.dispose();
        overviewRuler.dispose();
      }
    },
  };
}

/** The gravest finding of each line, where its layer is made and, beside the line numbers, where it is called. */
function marksOf({ session, edits }: Parts, document: vscode.TextDocument, lane: Lane): readonly Mark[] {
  const place = placeOf(document);
  const report = place === null ? undefined : session.envelope(place.source)?.report;
  if (place === null || report === undefined) return [];
  const changes = edits.since(pathOf(document.uri));
  const lines = new Map<number, { readonly severity: Severity }[]>();
  const mark = ({ path, start }: Span, finding: Finding): void => {
    if (path !== place.path) return;
    const line = lineNow(start.line, changes);
    lines.set(line, [...(lines.get(line) ?? []), finding]);
  };
  for (const { findings, layers: reports } of report.networks) {
    for (const finding of findings) {
      mark(finding.span, finding);
      // In a program the eye is on forward as often as on the constructor; the scroll bar has one mark for each finding.
      const calls = finding.layer === null || lane !== 'gutter' ? [] : reports[finding.layer]?.calls;
      for (const call of calls ?? []) mark(call, finding);
    }
  }
  return [...lines].map(([line, found]) => ({ line, severity: gravest(found) ?? 'information' }));
}

function gutterType(severity: Severity): vscode.TextEditorDecorationType {
  const icon = (theme: 'dark' | 'light'): vscode.ThemableDecorationAttachmentRenderOptions | object => ({
    gutterIconPath: vscode.Uri.parse(markImage(severity, theme)),
  });
  return vscode.window.createTextEditorDecorationType({
    gutterIconSize: 'contain',
    dark: icon('dark'),
    light: icon('light'),
  });
}

function rulerType(severity: Severity): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor(rulerColors[severity]),
    // Diagnostics have the right lane.
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
}
