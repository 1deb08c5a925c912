/** One line above each network: its size and what was found. */
import * as vscode from 'vscode';
import type { Envelope } from '../../protocol/messages';
import { lineNow } from '../drift';
import type { Edits } from '../edits';
import { pathOf } from '../networkFiles';
import { shows } from '../settings';
import { networkLine } from '../words';

/** Provides the lines from the last reports; `changed` says that there are newer ones. */
export function codeLensProvider(
  envelope: (path: string) => Envelope | null,
  edits: Edits,
  changed: vscode.Event<void>,
): vscode.CodeLensProvider {
  return {
    onDidChangeCodeLenses: changed,
    provideCodeLenses: (document) => {
      const report = envelope(pathOf(document.uri))?.report;
      if (report === undefined || !shows('codeLens')) return [];
      const changes = edits.since(report.path);
      return report.networks.map((network, index) => {
        const line = lineNow(network.span.start.line, changes);
        return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title: networkLine(network, report),
          tooltip: 'Open the Lens',
          command: 'backpropLens.openLens',
          arguments: [document.uri, index],
        });
      });
    },
  };
}
