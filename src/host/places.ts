/** Spans as VS Code's ranges, and the layer that stands at a line. */
import * as vscode from 'vscode';
import type { NetworkReport, Report } from '../analysis/report';
import { coversLine, type Span } from '../base/span';
import type { Selection } from '../protocol/messages';

/** The range of a span. */
export function rangeOf({ start, end }: Span): vscode.Range {
  return new vscode.Range(start.line, start.column, end.line, end.column);
}

/** The first line of a span: a mark over many lines of a file hides more than it shows. */
export function firstLineOf(span: Span): vscode.Range {
  const { start, end } = span;
  if (start.line === end.line) return rangeOf(span);
  return new vscode.Range(start.line, start.column, start.line, Number.MAX_SAFE_INTEGER);
}

/** The network and layer at a line of the document whose spans have this path; of layers within each other the smallest. Null outside of all networks. */
export function selectionAt(report: Report, path: string, line: number): Selection | null {
  let best: Selection | null = null;
  let fewest = Infinity;
  const consider = (span: Span, selection: Selection): void => {
    const lines = span.end.line - span.start.line;
    if (span.path !== path || !coversLine(span, line) || lines > fewest) return;
    fewest = lines;
    best = selection;
  };
  report.networks.forEach((found, network) => {
    consider(found.span, { network, layer: null });
    found.layers.forEach(({ span, activationSpan }, layer) => {
      consider(span, { network, layer });
      if (activationSpan !== null) consider(activationSpan, { network, layer });
    });
  });
  return best;
}

/** Where a selection stands in the source. */
export function spanOf(network: NetworkReport, layer: number | null): Span {
  return (layer === null ? undefined : network.layers[layer]?.span) ?? network.span;
}
