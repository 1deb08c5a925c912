/** Activation curves: f and f' of every activation function that a network uses, as points to draw. */
import type { OpCall } from '../ops/table';
import type { Curve } from '../ops/op';
import { shortNumber } from '../base/numbers';
import type { ActivationReport } from './report';
import type { Row } from './rows';

const halfRange = 10;
const points = 401;
/** Steps of the search for the largest derivative; the finest grid is 2e-4 wide, far below three digits of the maximum. */
const searchSteps = 100_001;

/** An activation as users write it: its name with its numbers, leaky-relu 0.1. */
export function activationName(call: OpCall): string {
  const numbers = Object.values(call.attributes).map((value) =>
    typeof value === 'number' ? shortNumber(value) : String(value),
  );
  return [call.op, ...numbers].join(' ');
}

/** The curves of all activations of a network, each drawn once. */
export function activationReports(rows: readonly Row[]): readonly ActivationReport[] {
  const byName = new Map<string, { readonly curve: Curve; readonly layers: number[] }>();
  rows.forEach((row, index) => {
    if (!row.activation || !row.curve) return;
    const name = activationName(row.activation.call);
    const known = byName.get(name);
    if (known) known.layers.push(index);
    else byName.set(name, { curve: row.curve, layers: [index] });
  });
  return [...byName].map(([name, { curve, layers }]) => ({ name, layers, ...drawn(curve) }));
}

/** The largest |f'| on [-10, 10]; infinite at a jump. */
export function maximumDerivative({ f }: Curve): number {
  const key = [f.name, ...f.parameters].join(' ');
  const known = maxima.get(key);
  if (known !== undefined) return known;
  let largest = 0;
  for (let step = 0; step < searchSteps; step += 1) {
    largest = Math.max(largest, Math.abs(f.derivative(at(step, searchSteps))));
  }
  maxima.set(key, largest);
  return largest;
}

/** Maxima by function, since a search costs a millisecond and a network uses few functions; a cache of pure values. */
const maxima = new Map<string, number>();

function drawn(curve: Curve): Omit<ActivationReport, 'name' | 'layers'> {
  const x = Array.from({ length: points }, (_, step) => at(step, points));
  return {
    x,
    value: x.map((z) => curve.f.value(z)),
    derivative: x.map((z) => curve.f.derivative(z)),
    maximumDerivative: maximumDerivative(curve),
    saturated: curve.saturated,
    silent: curve.silent,
    jumps: curve.jumps,
  };
}

function at(step: number, steps: number): number {
  return -halfRange + (2 * halfRange * step) / (steps - 1);
}
