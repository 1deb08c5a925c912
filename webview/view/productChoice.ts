/** Which gradient the Product tab writes out, and the questions that it asks for that. */
import type { LayerReport, ParameterReport } from '../../src/analysis/report';
import type { Want } from '../answers';
import { ownName } from '../formula/factors';
import { setting, type Focus, type LensState } from '../state';

/** The chosen gradient. */
export interface Choice {
  /** The layer whose parameters can be chosen: the selected one, or the nearest that has some. */
  readonly layer: LayerReport;
  readonly index: number;
  readonly offered: readonly ParameterReport[];
  readonly parameter: ParameterReport;
  /** Row and column of the element that is checked; null: the one whose gradient is largest. */
  readonly element: readonly [row: number, column: number] | null;
}

/** The names of this tab's settings. */
export const settingNames = {
  part: 'product.part',
  row: 'product.row',
  column: 'product.column',
  sample: 'product.sample',
  rate: 'product.rate',
} as const;

/** What is chosen; null where the loss reaches no parameter. */
export function choiceOf(state: LensState, { network, layer: selected }: Focus): Choice | null {
  const reached = network.layers.flatMap((layer, index) => {
    const offered = layer.parameterReports.filter(({ gradientRms }) => gradientRms !== null);
    return offered.length > 0 ? [{ layer, index, offered }] : [];
  });
  const before = reached.findLast(({ index }) => index <= (selected ?? 0));
  const found = before ?? reached[0];
  const part = setting(state, settingNames.part, '');
  const parameter =
    found?.offered.find(({ name }) => ownName(name, found.layer.name) === part) ??
    found?.offered.find(({ role }) => role === 'weight') ??
    found?.offered[0];
  if (!found || !parameter) return null;
  return { ...found, parameter, element: elementOf(state, parameter) };
}

/** The matrix that a parameter is looked at as: its first axis down, all others across; a vector is one row. */
export function matrixOf({ shape }: Pick<ParameterReport, 'shape'>): {
  readonly rows: number;
  readonly columns: number;
} {
  const size = shape.reduce((product, length) => product * length, 1);
  const rows = shape.length < 2 ? 1 : (shape[0] ?? 1);
  return { rows, columns: rows === 0 ? 0 : size / rows };
}

function elementOf(state: LensState, parameter: ParameterReport): Choice['element'] {
  const { rows, columns } = matrixOf(parameter);
  const [row, column] = [
    setting<number>(state, settingNames.row, -1),
    setting<number>(state, settingNames.column, -1),
  ];
  return row >= 0 && row < rows && column >= 0 && column < columns ? [row, column] : null;
}

/** Whether all layers are fully connected, so that there are error terms to show. */
export function hasErrorTerms({ network }: Pick<Focus, 'network'>): boolean {
  return network.layers.every(({ kind }) => kind === 'linear');
}

/** The sample whose error terms are shown. */
export function sampleOf(state: LensState, { network }: Pick<Focus, 'network'>): number {
  const sample = setting<number>(state, settingNames.sample, 0);
  return Math.max(0, Math.min(network.batch - 1, Math.floor(sample)));
}

/** What the tab asks. */
export function productWants(state: LensState, focus: Focus): readonly Want[] {
  const choice = choiceOf(state, focus);
  if (choice === null) return [];
  const { parameter, element } = choice;
  const product: Want = { question: { study: 'product', parameter: parameter.name, element } };
  if (!hasErrorTerms(focus)) return [product];
  return [product, { question: { study: 'error-terms', sample: sampleOf(state, focus) } }];
}
