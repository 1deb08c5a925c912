/** The status bar item: a summary of the network file in the active editor, and nothing elsewhere. */
import * as vscode from 'vscode';
import { isNetworkFile, pathOf } from '../networkFiles';
import type { Session } from '../session';
import { shows } from '../settings';
import { sourceLine } from '../words';

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
  item.tooltip = 'Open the Lens';
  return {
    dispose: () => item.dispose(),
    update: () => {
      const document = vscode.window.activeTextEditor?.document;
      const path = document && isNetworkFile(document.uri) ? pathOf(document.uri) : null;
      const report = path === null ? undefined : session.envelope(path)?.report;
      const failed = path !== null && session.failure(path) !== null;
      if ((report === undefined && !failed) || !shows('statusBar')) {
        item.hide();
        return;
      }
      item.text = failed || report === undefined ? '∇ not inspected' : sourceLine(report);
      item.show();
    },
  };
}
