/** One line above each network: its size and what was found. */
import * as vscode from 'vscode';
import type { Span } from '../../base/span';
import type { Envelope } from '../../protocol/messages';
import { lineNow } from '../drift';
import type { Edits } from '../edits';
import { placeOf } from '../documents';
import { pathOf, uriOf } from '../networkFiles';
import { shows } from '../settings';
import { networkLine } from '../words';

/** The command behind the line above a class or call that could be inspected instead. */
export const inspectChoiceCommand = 'backpropLens.inspectChoice';

/** Provides the lines from the last reports; `changed` says that there are newer ones. */
export function codeLensProvider(
  envelope: (path: string) => Envelope | null,
  edits: Edits,
  changed: vscode.Event<void>,
): vscode.CodeLensProvider {
  return {
    onDidChangeCodeLenses: changed,
    provideCodeLenses: (document) => {
      const place = placeOf(document);
      const report = place === null ? undefined : envelope(place.source)?.report;
      if (place === null || report === undefined || !shows('codeLens')) return [];
      const changes = edits.since(pathOf(document.uri));
      const lensAt = (span: Span, command: vscode.Command): readonly vscode.CodeLens[] => {
        if (span.path !== place.path) return [];
        const line = lineNow(span.start.line, changes);
        return [new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command)];
      };
      // A class whose network is shown has its line already, whatever else makes one of it.
      const isShown = ({ path, start }: Span): boolean =>
        report.networks.some(({ span }) => span.path === path && span.start.line === start.line);
      const offered = (report.choices ?? []).flatMap(({ span, expression, label, shown }) =>
        shown || isShown(span)
          ? []
          : lensAt(span, {
              ...{ title: `∇ Inspect ${label}`, tooltip: `Show ${expression} in the Lens` },
              ...{ command: inspectChoiceCommand, arguments: [place.source, expression] },
            }),
      );
      const networks = report.networks.flatMap((network, index) =>
        lensAt(network.span, {
          title: networkLine(network, report),
          tooltip: 'Open the Lens',
          command: 'backpropLens.openLens',
          arguments: [uriOf(place.source), index],
        }),
      );
      return [...networks, ...offered];
    },
  };
}
