/** Spans as VS Code's ranges, and the layer that stands at a line. */
import * as vscode from 'vscode';
import type { NetworkReport, Report } from '../analysis/report';
import { coversLine, type Position, type Span } from '../base/span';
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

/**
 * The network and layer at a place of the document whose spans have this path: where it is made or called; of places within each other the
 * smallest, of layers that share one the first. Null outside of all networks.
 */
export function selectionAt(report: Report, path: string, place: Position): Selection | null {
  let best: Selection | null = null;
  let least: readonly number[] = [Infinity];
  const consider = (span: Span, selection: Selection, isCall = false): void => {
    if (span.path !== path || !coversLine(span, place.line)) return;
    const size = sizeAt(span, place);
    const order = compared(size, least);
    if (order > 0 || (order === 0 && (isCall || best?.layer != null))) return;
    least = size;
    best = selection;
  };
  report.networks.forEach((found, network) => {
    consider(found.span, { network, layer: null });
    found.layers.forEach(({ span, activationSpan, calls = [] }, layer) => {
      consider(span, { network, layer });
      if (activationSpan !== null) consider(activationSpan, { network, layer });
      for (const call of calls) consider(call, { network, layer }, true);
    });
  });
  return best;
}

/** How far a span is from being just this place: its lines; where it is one line, whether the place lies beside it, and its columns. */
function sizeAt({ start, end }: Span, { column }: Position): readonly number[] {
  const lines = end.line - start.line;
  if (lines > 0) return [lines, 0, 0];
  return [0, start.column <= column && column <= end.column ? 0 : 1, end.column - start.column];
}

function compared(one: readonly number[], other: readonly number[]): number {
  for (const [place, number] of one.entries()) {
    const difference = number - (other[place] ?? Infinity);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Where a selection stands in the source. */
export function spanOf(network: NetworkReport, layer: number | null): Span {
  return (layer === null ? undefined : network.layers[layer]?.span) ?? network.span;
}
