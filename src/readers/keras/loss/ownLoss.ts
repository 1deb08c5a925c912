/** A loss that a program writes itself: which one of ours it computes of what it compares, found by running it on tensors without numbers. */
import { Raised, type Machine } from '../../python/values/machine';
import { none } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import type { TensorValue } from '../../tensors/tensorValue';
import { symbolOf, tensorsIn } from '../model/symbolic';
import { callsOfLosses, lossNamed, type FoundLoss } from './table';

/** The name that a program gave a loss of its own; null for what is none. */
export function ownLossName(value: Value): string | null {
  if (value.kind === 'function') return value.code.name;
  if (value.kind === 'boundMethod' && value.callable.kind === 'function') return value.callable.code.name;
  return value.kind === 'instance' && value.cls.origin !== null ? value.cls.name : null;
}

/** The loss that a program's own one computes of an output; null where it is none that is known. */
export function ownLoss(machine: Machine, value: Value, shape: readonly number[]): FoundLoss | null {
  const [truth, prediction] = [symbolOf(machine, shape, 'float32'), symbolOf(machine, shape, 'float32')];
  const called = callsOfLosses(machine);
  called.length = 0;
  const { top, depth } = machine;
  let result: TensorValue | undefined;
  try {
    [result] = tensorsIn(machine.call(value, [truth.value, prediction.value]));
  } catch (error) {
    machine.top = top;
    machine.depth = depth;
    // What it raises here it may not raise on numbers: it is then one that is not known.
    if (!(error instanceof Raised) && !(error instanceof Encountered)) throw error;
  }
  const [first] = called.splice(0);
  if (first) return first;
  const row = result && lossNamed.get(comparisonIn(result, truth, prediction) ?? '');
  return row ? { row, options: none } : null;
}

/** Ops that leave open which loss it is: folds, factors, shapes. */
const neutral: ReadonlySet<string> = new Set([
  ...['mean', 'sum', 'affine', 'reshape', 'cast', 'negate', 'broadcast'],
]);

/** The difference that a loss is a mean of, squared or not; null for all else. */
function comparisonIn(result: TensorValue, truth: TensorValue, prediction: TensorValue): string | null {
  let current: TensorValue = result;
  let measure: 'mse' | 'mae' | null = null;
  for (let depth = 0; depth < 20; depth += 1) {
    const { content } = current;
    const made = content.kind === 'placeholder' ? content.made : undefined;
    if (!made) return null;
    const { op } = made.call;
    const [first, second] = made.args;
    if (!first) return null;
    if (op === 'subtract') {
      const pair = [first.content, second?.content];
      return pair.includes(truth.content) && pair.includes(prediction.content) ? measure : null;
    }
    const isSquare =
      op === 'square' ||
      (op === 'multiply' && first.content === second?.content) ||
      (op === 'power' && isTwo(made.call.attributes, second));
    if (isSquare) measure = 'mse';
    else if (op === 'abs') measure ??= 'mae';
    else if (!neutral.has(op) && !isScaling(op, second)) return null;
    current = first;
  }
  return null;
}

function isTwo(attributes: object, second: TensorValue | undefined): boolean {
  if ('exponent' in attributes) return attributes.exponent === 2;
  return second?.content.kind === 'constant' && second.content.tensor.data[0] === 2;
}

function isScaling(op: string, second: TensorValue | undefined): boolean {
  return (op === 'multiply' || op === 'divide') && second?.content.kind === 'constant';
}
