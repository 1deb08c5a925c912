/** Common divisors and multiples of whole numbers: of known ones only. */
import type { Value } from '../../python/values/value';
import { checkShapes, pair } from '../../tensors/arithmetic';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { torchFlavour } from '../values/flavour';
import { inputOf } from './folding';
import { everywhere, torchFunction, type TorchFunction } from './row';

/** The greatest common divisor or the least common multiple: of known numbers only. */
function wholeMultiples(
  recorder: Recorder,
  name: 'gcd' | 'lcm',
  given: readonly [TensorValue, TensorValue],
): Value {
  checkShapes(recorder, ...given);
  // Adding nothing of the other stretches each to the shape of both.
  const stretched = (own: TensorValue, other: TensorValue): TensorValue =>
    pair(recorder, 'add', own, pair(recorder, 'multiply', other, { kind: 'int', value: 0 }));
  const [first, second] = given;
  const like = stretched(first, second);
  const [a, b] = [recorder.known(like), recorder.known(stretched(second, first))];
  if (!a || !b) {
    const message = `torch.${name} of whole numbers that are not known while reading is not understood yet.`;
    return recorder.opaque(recorder.machine.unknown('data', message, `torch.${name}`), given, torchFlavour)
      .value;
  }
  const numbers = Array.from(a.data, (value, place) => {
    const other = b.data[place] ?? 0;
    const divisor = commonDivisor(Math.abs(value), Math.abs(other));
    return name === 'gcd' ? divisor : divisor === 0 ? 0 : Math.abs(value * other) / divisor;
  });
  return recorder.constant(torchFlavour, like.dtype, a.shape, numbers).value;
}

/** Euclid's algorithm. */
function commonDivisor(a: number, b: number): number {
  let [one, other] = [a, b];
  while (other !== 0) [one, other] = [other, one % other];
  return one;
}

/** torch.gcd and torch.lcm. */
export const wholeMultipleFunctions: readonly TorchFunction[] = [
  ...(['gcd', 'lcm'] as const).map((name) =>
    torchFunction(name, 'input, other, *, out=None', everywhere, (recorder, input, other) =>
      wholeMultiples(recorder, name, [inputOf(recorder, input, name), inputOf(recorder, other, name)]),
    ),
  ),
];
