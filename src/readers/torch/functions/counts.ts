/** Functions of how often numbers occur: of known numbers only, since shapes follow from them. */
import { partsAround } from '../../../ops/movement/axes';
import { none, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { flag, whole } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { withShape } from '../../tensors/shaped';
import { inputOf, laneAxis, named } from './folding';
import { torchFunction, usual, type TorchFunction } from './row';

const flavour = torchFlavour;

/** The most frequent number along an axis of known numbers, the least of several, and where it last stands (torch.mode). */
function mode(recorder: Recorder, input: Value, dim: Value, keepdim: Value): Value {
  const tensor = withShape(recorder, inputOf(recorder, input, 'mode'));
  const axis = laneAxis(recorder, tensor, dim);
  const folded = tensor.shape.toSpliced(axis, 1, ...(flag(recorder.machine, keepdim) ? [1] : []));
  const known = recorder.known(tensor);
  if (!known) {
    const cause = recorder.machine.unknown(
      'data',
      'The most frequent number depends on the values of inputs or parameters.',
      'torch.mode',
    );
    const opaque = recorder.opaque(cause, [tensor], flavour);
    // How large it is is known all the same.
    opaque.shape ??= folded;
    return named('mode', [
      ['values', opaque],
      ['indices', opaque],
    ]);
  }
  const { size, inner, outer } = partsAround(tensor.shape, axis);
  const places = Array.from({ length: outer * inner }, (_, lane) => {
    const start = Math.floor(lane / inner) * size * inner + (lane % inner);
    const at = (place: number): number => known.data[start + place * inner] ?? NaN;
    const counts = new Map<number, number>();
    for (let place = 0; place < size; place += 1) counts.set(at(place), (counts.get(at(place)) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const value = Math.min(...[...counts].flatMap(([own, count]) => (count === most ? [own] : [])));
    const place =
      Array.from({ length: size }, (_unused, index) => index).findLast((index) => at(index) === value) ?? 0;
    return { value, place };
  });
  return named('mode', [
    [
      'values',
      recorder.constant(
        flavour,
        tensor.dtype,
        folded,
        places.map(({ value }) => value),
      ),
    ],
    [
      'indices',
      recorder.constant(
        flavour,
        'int64',
        folded,
        places.map(({ place }) => place),
      ),
    ],
  ]);
}

/** Values that depend on which numbers are equal: of known numbers only. */
export const countFunctions: readonly TorchFunction[] = [
  torchFunction('mode', 'input, dim=-1, keepdim=False, *, out=None', usual, mode),
  torchFunction(
    'unique',
    'input, sorted=True, return_inverse=False, return_counts=False, dim=None',
    usual,
    (recorder, input, _sorted, inverse, counts, dim = none) => {
      const tensor = inputOf(recorder, input, 'unique');
      if (dim.kind !== 'none') {
        const words = 'torch.unique along an axis is not understood yet.';
        return recorder.opaque(
          recorder.machine.unknown('unsupported', words, 'torch.unique'),
          [tensor],
          flavour,
        ).value;
      }
      const known = recorder.known(tensor);
      if (!known)
        return recorder.opaque(
          recorder.machine.unknown(
            'data',
            'How many different values there are depends on the values of inputs or parameters.',
            'torch.unique',
          ),
          [tensor],
          flavour,
        ).value;
      const all = [...new Set(known.data)].sort((a, b) => a - b);
      const parts = [recorder.constant(flavour, tensor.dtype, [all.length], all)];
      if (flag(recorder.machine, inverse))
        parts.push(
          recorder.constant(
            flavour,
            'int64',
            known.shape,
            Array.from(known.data, (value) => all.indexOf(value)),
          ),
        );
      if (flag(recorder.machine, counts))
        parts.push(
          recorder.constant(
            flavour,
            'int64',
            [all.length],
            all.map((value) => Array.from(known.data).filter((own) => own === value).length),
          ),
        );
      const [only = tensor] = parts;
      return parts.length === 1 ? only.value : tuple(parts.map(({ value }) => value));
    },
  ),
  torchFunction('bincount', 'input, weights=None, minlength=0', usual, (recorder, input, _weights, least) => {
    const tensor = inputOf(recorder, input, 'bincount');
    const known = recorder.known(tensor);
    if (!known)
      return recorder.opaque(
        recorder.machine.unknown(
          'data',
          'How many bins there are depends on the values of inputs or parameters.',
          'torch.bincount',
        ),
        [tensor],
        flavour,
      ).value;
    const size = Math.max(whole(recorder.machine, least), ...Array.from(known.data, (value) => value + 1));
    recorder.machine.allocate(size, 'numbers');
    const bins = new Array<number>(size).fill(0);
    for (const value of known.data) bins[value] = (bins[value] ?? 0) + 1;
    return recorder.constant(flavour, 'int64', [size], bins).value;
  }),
];
