/** Functions that choose by a mask or by bounds, and sums of products. */
import type { OpCall } from '../../../ops/table';
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { cast, operandOf, pair, plainCall, tensorOf, type Operand } from '../../tensors/arithmetic';
import { isFloating, promoted, type DtypeName } from '../../tensors/elementTypes';
import { nonzero } from '../../tensors/lookUp';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { number } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { inputOf, on, typeWord } from './folding';
import { kept } from './elementwise';
import { everywhere, torchFunction, type TorchFunction } from './row';

const flavour = torchFlavour;

/** The type of a choice: tensors decide, numbers only raise the kind. */
function chosenType(a: Operand, b: Operand): DtypeName {
  const own = (value: Operand): DtypeName =>
    'content' in value
      ? value.dtype
      : value.kind === 'float'
        ? flavour.usualFloat
        : value.kind === 'int'
          ? 'int64'
          : 'bool';
  if ('content' in a && !('content' in b) && (isFloating(a.dtype) || b.kind !== 'float')) return a.dtype;
  if ('content' in b && !('content' in a) && (isFloating(b.dtype) || a.kind !== 'float')) return b.dtype;
  return promoted(own(a), own(b));
}

/** a where the condition holds, else b. Raises PyTorch's broadcast error. */
function chosen(recorder: Recorder, condition: TensorValue, a: Operand, b: Operand): TensorValue {
  const dtype = chosenType(a, b);
  const [left, right] = [a, b].map((value) =>
    cast(recorder, tensorOf(recorder, value, dtype, flavour), dtype),
  );
  if (!left || !right) throw new RangeError('two operands give two tensors');
  fits(recorder, left, right);
  fits(recorder, condition, left);
  return recorder.apply(plainCall('where'), [condition, left, right], { flavour, dtype });
}

/** Raises what PyTorch raises where two shapes do not broadcast. */
function fits({ machine }: Recorder, a: TensorValue, b: TensorValue): void {
  if (!a.shape || !b.shape) return;
  const rank = Math.max(a.shape.length, b.shape.length);
  for (let axis = rank - 1; axis >= 0; axis -= 1) {
    const left = a.shape[axis - rank + a.shape.length] ?? 1;
    const right = b.shape[axis - rank + b.shape.length] ?? 1;
    if (left === right || left === 1 || right === 1) continue;
    throw fail(
      machine,
      'RuntimeError',
      `The size of tensor a (${left}) must match the size of tensor b (${right}) at non-singleton dimension ${axis}`,
    );
  }
}

function given(recorder: Recorder, value: Value, name: string): Operand {
  return operandOf(value) ?? inputOf(recorder, value, name);
}

/** torch.where(mask) of known numbers: the indices of what is not 0. */
function places(recorder: Recorder, condition: TensorValue): Value {
  const known = recorder.known(condition);
  if (!known)
    return recorder.opaque(
      recorder.machine.unknown(
        'data',
        'What torch.where finds depends on the values of inputs or parameters.',
        'torch.where',
      ),
      [condition],
      flavour,
    ).value;
  return tuple(
    nonzero(known.data, known.shape).map(
      (column) => recorder.constant(flavour, 'int64', [column.length], column).value,
    ),
  );
}

/** x within bounds, each a number, a tensor or absent. */
function bounded(recorder: Recorder, tensor: TensorValue, low: Value, high: Value): TensorValue {
  const { machine } = recorder;
  if (low.kind === 'none' && high.kind === 'none')
    throw fail(machine, 'RuntimeError', "torch.clamp: At least one of 'min' or 'max' must not be None");
  if (tensorIn(low) || tensorIn(high)) {
    const least =
      low.kind === 'none' ? tensor : pair(recorder, 'maximum', tensor, given(recorder, low, 'clamp'));
    return high.kind === 'none' ? least : pair(recorder, 'minimum', least, given(recorder, high, 'clamp'));
  }
  const bound = (value: Value): number | null => (value.kind === 'none' ? null : number(machine, value));
  const call: OpCall = { op: 'clamp', attributes: { minimum: bound(low), maximum: bound(high) } };
  const floats = !isFloating(tensor.dtype) && [low, high].some(({ kind }) => kind === 'float');
  return kept(recorder, call, floats ? cast(recorder, tensor, flavour.usualFloat) : tensor);
}

function bounding(
  name: string,
  signature: string,
  run: (recorder: Recorder, tensor: TensorValue, a: Value, b: Value) => TensorValue,
): TorchFunction {
  return torchFunction(
    name,
    `input, ${signature}, *, out=None`,
    everywhere,
    (recorder, input, a, b = { kind: 'none' }) => run(recorder, inputOf(recorder, input, name), a, b).value,
  );
}

const nothing: Value = { kind: 'none' };

/** input + value a op b. */
function adding(name: 'addcmul' | 'addcdiv', op: 'multiply' | 'divide'): TorchFunction {
  return torchFunction(
    name,
    'input, tensor1, tensor2, *, value=1, out=None',
    everywhere,
    (recorder, input, a, b, value) => {
      const term = pair(recorder, op, inputOf(recorder, a, name), inputOf(recorder, b, name));
      const factor = number(recorder.machine, value);
      const scaled = factor === 1 ? term : pair(recorder, 'multiply', term, { kind: 'float', value: factor });
      return pair(recorder, 'add', inputOf(recorder, input, name), scaled).value;
    },
  );
}

function maskOf(recorder: Recorder, value: Value): TensorValue {
  const mask = inputOf(recorder, value, 'masked_fill');
  if (mask.dtype === 'bool' || mask.shape === null) return mask;
  const message = `masked_fill_ only supports boolean masks, but got mask with dtype ${typeWord(mask.dtype).toLowerCase()}`;
  throw fail(recorder.machine, 'RuntimeError', message);
}

export const choiceFunctions: readonly TorchFunction[] = [
  torchFunction(
    'where',
    'condition, input=None, other=None, *, out=None',
    ['torch'],
    (recorder, condition, input, other) => {
      const mask = inputOf(recorder, condition, 'where');
      if (input.kind === 'none') return places(recorder, mask);
      return chosen(recorder, mask, given(recorder, input, 'where'), given(recorder, other, 'where')).value;
    },
  ),
  torchFunction(
    'where',
    'self, condition, other',
    ['method'],
    (recorder, self, condition, other) =>
      chosen(
        recorder,
        inputOf(recorder, condition, 'where'),
        inputOf(recorder, self, 'where'),
        given(recorder, other, 'where'),
      ).value,
  ),
  torchFunction('masked_fill', 'input, mask, value', everywhere, (recorder, input, mask, value) => {
    const tensor = inputOf(recorder, input, 'masked_fill');
    const chosenBy = maskOf(recorder, mask);
    fits(recorder, chosenBy, tensor);
    const filling = tensorIn(value);
    if (filling && !recorder.known(filling))
      return chosen(recorder, chosenBy, cast(recorder, filling, tensor.dtype), tensor).value;
    const attributes = { value: number(recorder.machine, value) };
    return recorder.apply({ op: 'masked-fill', attributes }, [tensor, chosenBy], {
      flavour,
      dtype: tensor.dtype,
    }).value;
  }),
  bounding('clamp', 'min=None, max=None', bounded),
  bounding('clip', 'min=None, max=None', bounded),
  bounding('clamp_min', 'min', (recorder, tensor, low) => bounded(recorder, tensor, low, nothing)),
  bounding('clamp_max', 'max', (recorder, tensor, high) => bounded(recorder, tensor, nothing, high)),
  adding('addcmul', 'multiply'),
  adding('addcdiv', 'divide'),
  torchFunction('lerp', 'input, end, weight, *, out=None', everywhere, (recorder, input, end, weight) => {
    const start = inputOf(recorder, input, 'lerp');
    const gap = pair(recorder, 'subtract', inputOf(recorder, end, 'lerp'), start);
    return pair(recorder, 'add', start, pair(recorder, 'multiply', gap, given(recorder, weight, 'lerp')))
      .value;
  }),
  torchFunction(
    'nan_to_num',
    'input, nan=0.0, posinf=None, neginf=None, *, out=None',
    everywhere,
    (recorder, input, nan, above, below) => {
      const tensor = inputOf(recorder, input, 'nan_to_num');
      if (!isFloating(tensor.dtype)) return tensor.value;
      const largest = tensor.dtype === 'float64' ? Number.MAX_VALUE : 3.4028234663852886e38;
      const value = (asked: Value, usual: number): number =>
        asked.kind === 'none' ? usual : number(recorder.machine, asked);
      const put = (of: TensorValue, mask: TensorValue, filling: number): TensorValue =>
        recorder.apply({ op: 'masked-fill', attributes: { value: filling } }, [of, mask], {
          flavour,
          dtype: tensor.dtype,
        });
      const infinite = (number: number): TensorValue =>
        pair(recorder, 'equal', tensor, { kind: 'float', value: number });
      const numbers = put(tensor, on(recorder, plainCall('is-nan'), tensor), value(nan, 0));
      return put(
        put(numbers, infinite(Infinity), value(above, largest)),
        infinite(-Infinity),
        value(below, -largest),
      ).value;
    },
  ),
];
