/** Divergence: a step whose loss or gradients are not finite, named at the first op whose numbers are not. */
import { wholeNumber } from '../../base/numbers';
import type { Trainer } from '../../engine/training/trainer';
import type { Network } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import { measuring, type NotFinite } from '../measures';
import type { Row } from '../rows';
import type { TrainingEnd } from './record';

/** What the search for the first op works with. */
export interface DivergenceOptions {
  readonly network: Network;
  readonly rows: readonly Row[];
  readonly kernels: Kernels;
  readonly batch: number;
}

/** Runs the step that could not be made once more and says where its numbers stop to be finite. */
export function divergenceOf(
  trainer: Trainer,
  { network, rows, kernels, batch }: DivergenceOptions,
): Extract<TrainingEnd, { kind: 'diverged' }> {
  const taking = measuring(network, rows, { extent: 'report', batch, kernels, pace: kernels.pace });
  trainer.rehearse(taking.observer);
  const { firstNotFinite, firstNotFiniteGradient, inputNotFinite } = taking.measures();
  const found = firstNotFinite ?? firstNotFiniteGradient;
  const step = trainer.updates;
  const at = `At step ${wholeNumber(step)}`;
  if (inputNotFinite > 0) {
    const what = inputNotFinite === 1 ? 'number that is' : 'numbers that are';
    const sentence = `${at} the inputs hold ${wholeNumber(inputNotFinite)} ${what} NaN or infinite.`;
    return { kind: 'diverged', sentence, layer: null, step };
  }
  if (!found) {
    return { kind: 'diverged', sentence: `${at} the gradients are NaN or infinite.`, layer: null, step };
  }
  const what = firstNotFinite ? 'values' : 'gradients';
  const { place, layer } = placeOf(network, rows, found);
  const numbers = `${wholeNumber(found.count)} of ${wholeNumber(found.of)} ${what}`;
  return { kind: 'diverged', sentence: `${at}, ${numbers} of ${place} are NaN or infinite.`, layer, step };
}

function placeOf(
  network: Network,
  rows: readonly Row[],
  { node: index }: NotFinite,
): { readonly place: string; readonly layer: number | null } {
  const node = network.nodes[index];
  if (node?.kind !== 'op') return { place: 'the network', layer: null };
  const { op } = node.call;
  if (node.layer === null)
    return { place: index === network.loss?.node ? `the loss ${op}` : op, layer: null };
  const row = rows.findIndex(
    ({ layer, activationLayer }) => layer === node.layer || activationLayer === node.layer,
  );
  const name = network.layers[node.layer]?.name ?? '';
  return { place: `${op} in ${name}`, layer: row === -1 ? null : row };
}
