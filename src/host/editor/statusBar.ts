/** The status bar item: a summary of the source in the active editor, and nothing elsewhere. */
import * as vscode from 'vscode';
import { placeOf } from '../documents';
import type { Report } from '../../analysis/report';
import { severities } from '../../base/problem';
import type { Session } from '../session';
import { shows } from '../settings';
import { severityWord, sourceLine, toldOf } from '../words';

/** The item, with the way to bring it up to date. */
export interface StatusBar {
  update(): void;
  dispose(): void;
}

/** Makes the item, hidden. */
export function statusBar(session: Session): StatusBar {
  const item = vscode.window.createStatusBarItem('backpropLens', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Backprop Lens';
  item.command = 'backpropLens.openLens';
  return {
    dispose: () => item.dispose(),
    update: () => {
      const document = vscode.window.activeTextEditor?.document;
      const path = (document && placeOf(document)?.source) ?? null;
      const report = path === null ? undefined : session.envelope(path)?.report;
      const failed = path !== null && session.failure(path) !== null;
      if ((report === undefined && !failed) || !shows('statusBar')) {
        item.hide();
        return;
      }
      item.text = failed || report === undefined ? '∇ not inspected' : sourceLine(report);
      item.tooltip = tooltipOf(report, path === null ? null : session.failure(path));
      item.show();
    },
  };
}

/** How many findings the tooltip names. */
const named = 5;

/** What was found, the gravest first; texts of sources are no Markdown here. */
function tooltipOf(report: Report | undefined, failure: string | null): string {
  const found = failure === null ? (report ? toldOf(report) : []) : [];
  const lines = severities
    .flatMap((grade) => found.filter(({ severity }) => severity === grade))
    .map(({ severity, message }) => `${severityWord(severity)}: ${message}`);
  const more = lines.length > named ? [`and ${lines.length - named} more`] : [];
  const told = failure === null ? [...lines.slice(0, named), ...more] : [failure];
  return [...told, 'Open the Lens'].join('\n');
}
