/** The flow of delta: from the last weight layer back to the first, as a ratio, as factors and as a half-life. */
import { maximumDerivative } from './activations';
import type { FlowReport, Gain, LayerReport } from './report';
import type { Row } from './rows';

/** The flow along the nearest-user path from the first weight layer; null for networks without two weight layers on it. */
export function flowOf(rows: readonly Row[], layers: readonly LayerReport[]): FlowReport | null {
  const path = pathOf(rows, layers);
  const weighted = path.filter((index) => rows[index]?.role === 'weighted');
  const first = weighted[0];
  const last = weighted.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const firstDelta = layers[first]?.delta ?? NaN;
  const lastDelta = layers[last]?.delta ?? NaN;
  const crossed = path.slice(path.indexOf(first), path.indexOf(last));
  const ratio = firstDelta / lastDelta;
  const steps = crossed.length;
  return {
    path,
    first,
    last,
    ratio,
    halfLife: ratio > 0 && ratio < 1 ? (steps * Math.LN2) / -Math.log(ratio) : null,
    activationBound: activationBound(crossed.map((index) => rows[index])),
    activationProduct: productOf(crossed, layers, (gain) => gain.activation),
    weightsProduct: productOf(crossed, layers, (gain) => gain.weights),
    steps,
  };
}

/** From the first weight layer that the loss reaches, always to the nearest user. */
function pathOf(rows: readonly Row[], layers: readonly LayerReport[]): readonly number[] {
  const start = rows.findIndex((row, index) => row.role === 'weighted' && layers[index]?.delta !== null);
  const path: number[] = [];
  let index: number | null = start === -1 ? null : start;
  while (index !== null) {
    path.push(index);
    index = rows[index]?.next ?? null;
  }
  return path;
}

/** Product of max |f'| over the layers that have an activation; null when one of them is no function of one number. */
function activationBound(rows: readonly (Row | undefined)[]): number | null {
  let bound = 1;
  for (const row of rows) {
    if (!row?.activation) continue;
    if (!row.curve) return null;
    bound *= maximumDerivative(row.curve);
  }
  return bound;
}

/** Going back from the last layer to the first; it ends where delta has become 0, since what is behind has no factors. */
function productOf(
  indices: readonly number[],
  layers: readonly LayerReport[],
  factor: (gain: Gain) => number,
): number {
  let product = 1;
  for (const index of indices.toReversed()) {
    const gain = layers[index]?.gain ?? null;
    if (gain === null) break;
    product *= factor(gain);
  }
  return product;
}
