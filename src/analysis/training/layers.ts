/** The layers of a training record: rows of the report that have weights or an activation, with the parameters that they train. */
import { parametersOf } from '../../engine/parameters';
import type { Network, ParameterNode } from '../../graph/network';
import { activationName } from '../activations';
import type { Row } from '../rows';
import type { RecordedLayer } from './record';

/** A recorded layer with its row and its weights. */
export interface TrainedRow {
  readonly described: RecordedLayer;
  readonly row: Row;
  /** Names of its weights: what its heatmap is of; where it has none, of all that it trains. */
  readonly weights: readonly string[];
}

/** The rows of a network that are recorded. */
export function trainedRows(network: Network, rows: readonly Row[]): readonly TrainedRow[] {
  const parameters = parametersOf(network);
  return rows.flatMap((row, index): TrainedRow[] => {
    const layer = network.layers[row.layer];
    const own = parameters.filter(
      ({ layer: owner, trainable }) => trainable && (owner === row.layer || owner === row.activationLayer),
    );
    if (!layer || (own.length === 0 && !row.activation)) return [];
    const described: RecordedLayer = {
      layer: index,
      name: layer.name,
      kind: layer.kind,
      activation: row.activation && activationName(row.activation.call),
      trained: own.length > 0,
      canDie: (row.curve?.silent.length ?? 0) > 0,
      canSaturate: (row.curve?.saturated.length ?? 0) > 0,
    };
    return [{ described, row, weights: weightsAmong(own) }];
  });
}

function weightsAmong(parameters: readonly ParameterNode[]): readonly string[] {
  const weights = parameters.filter(({ role }) => role === 'weight' || role === 'embedding');
  return (weights.length > 0 ? weights : parameters).map(({ name }) => name);
}
