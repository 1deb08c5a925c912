/** One line above each network: its size and what was found. */
import * as vscode from 'vscode';
import type { Envelope } from '../protocol/messages';
import { pathOf } from './networkFiles';
import { firstLineOf } from './places';
import { shows } from './settings';
import { networkLine } from './words';

/** Provides the lines from the last reports; `changed` says that there are newer ones. */
export function codeLensProvider(
  envelope: (path: string) => Envelope | null,
  changed: vscode.Event<void>,
): vscode.CodeLensProvider {
  return {
    onDidChangeCodeLenses: changed,
    provideCodeLenses: (document) => {
      const report = envelope(pathOf(document.uri))?.report;
      if (report === undefined || !shows('codeLens')) return [];
      return report.networks.map(
        (network, index) =>
          new vscode.CodeLens(firstLineOf(network.span), {
            title: networkLine(network, report.complete),
            tooltip: 'Open the Lens',
            command: 'backpropLens.openLens',
            arguments: [document.uri, index],
          }),
      );
    },
  };
}
