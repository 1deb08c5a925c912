/** Functions that make complex tensors of real ones and take them apart. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import { cast, pair, plainCall } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { withShape } from '../../tensors/shaped';
import type { TensorValue } from '../../tensors/tensorValue';
import { cloned } from '../functions/basics';
import { inputOf, on } from '../functions/folding';
import { torchFunction, usual, type TorchFunction } from '../functions/row';
import { tensorArgument } from '../values/arguments';
import { torchFlavour } from '../values/flavour';
import { typeWord } from '../values/typeWords';
import { alike, polar, withImaginary } from './arithmetic';
import { complexValue, torchComplexIn, TorchComplex } from './complexTensor';

/** The size of elements of the last axis. */
const pairsAxis = -1;

/** Two real tensors of one floating type; `words` are the names of the arguments. Raises PyTorch's errors. */
function realPair(
  recorder: Recorder,
  name: string,
  words: readonly [string, string],
  given: readonly [Value, Value],
): readonly [TensorValue, TensorValue] {
  const argument = (place: 0 | 1): TensorValue => {
    const what = `${name}(): argument '${words[place]}' (position ${place + 1})`;
    return tensorArgument(recorder.machine, given[place], what);
  };
  const [a, b] = [argument(0), argument(1)];
  const odd = [a, b].find(({ dtype }) => !isFloating(dtype) || dtype === 'bfloat16');
  const { machine } = recorder;
  if (odd) {
    const message = `Expected both inputs to be Half, Float or Double tensors but got ${typeWord(a.dtype)} and ${typeWord(b.dtype)}`;
    throw fail(machine, 'RuntimeError', message);
  }
  if (a.dtype !== b.dtype) {
    const message = `Expected object of scalar type ${typeWord(a.dtype)} but got scalar type ${typeWord(b.dtype)} for second argument`;
    throw fail(machine, 'RuntimeError', message);
  }
  return [a, b];
}

function notViewed({ machine }: Recorder, word: string): Error {
  const message = `view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: ${word}`;
  return fail(machine, 'RuntimeError', message);
}

/** torch.view_as_complex: pairs on the last axis as complex numbers that share them. */
export function viewAsComplex(recorder: Recorder, given: TensorValue): TorchComplex {
  const pairs = withShape(recorder, given);
  const { machine } = recorder;
  if (!isFloating(pairs.dtype)) throw notViewed(recorder, typeWord(pairs.dtype));
  if (pairs.shape.length === 0)
    throw fail(machine, 'RuntimeError', 'Input tensor must have one or more dimensions');
  if (pairs.shape.at(pairsAxis) !== 2)
    throw fail(machine, 'RuntimeError', 'Tensor must have a last dimension of size 2');
  return TorchComplex.ofPairs(recorder, pairs);
}

/** torch.view_as_real: both parts side by side on a new last axis. */
function viewAsReal(recorder: Recorder, input: Value): TensorValue {
  const complex = torchComplexIn(input);
  if (!complex) {
    const real = inputOf(recorder, input, 'view_as_real');
    if (!real.shape) return real;
    throw fail(recorder.machine, 'RuntimeError', 'view_as_real is only supported for complex tensors');
  }
  if (complex.pairs) return complex.pairs;
  const call = { op: 'stack', attributes: { axis: pairsAxis } } as const;
  return recorder.apply(call, [complex.real, complex.imaginary], { flavour: torchFlavour });
}

/** The conjugate; of real numbers themselves. */
function conjugate(recorder: Recorder, input: Value, name: string): Value {
  const complex = torchComplexIn(input);
  if (!complex) return inputOf(recorder, input, name).value;
  const imaginary = on(recorder, plainCall('negate'), complex.imaginary);
  return complexValue({ real: cloned(recorder, complex.real), imaginary });
}

/** The angle in the plane; of real numbers 0 or pi. */
function angle(recorder: Recorder, input: Value): TensorValue {
  const complex = torchComplexIn(input);
  if (complex)
    return recorder.apply(plainCall('atan2'), [complex.imaginary, complex.real], { flavour: torchFlavour });
  const real = inputOf(recorder, input, 'angle');
  const isNegative = pair(recorder, 'less', real, { kind: 'int', value: 0 });
  const dtype = isFloating(real.dtype) ? real.dtype : torchFlavour.usualFloat;
  return pair(recorder, 'multiply', cast(recorder, isNegative, dtype), { kind: 'float', value: Math.PI });
}

/** Any tensor as complex numbers with parts of a type. */
export function asComplex(recorder: Recorder, input: Value, part: TensorValue['dtype']): Value {
  const complex = torchComplexIn(input);
  if (complex?.real.dtype === part) return input;
  const parts = complex ?? withImaginary(recorder, inputOf(recorder, input, 'to'));
  return complexValue({
    real: cast(recorder, parts.real, part),
    imaginary: cast(recorder, parts.imaginary, part),
  });
}

/** A function of one tensor, complex or real. */
function ofAny(
  names: readonly string[],
  homes: TorchFunction['homes'],
  run: (recorder: Recorder, input: Value, name: string) => Value,
): readonly TorchFunction[] {
  return names.map((name) =>
    torchFunction(name, 'input', homes, (recorder, input) => run(recorder, input, name)),
  );
}

/** Functions that take complex numbers themselves. */
export const complexFunctions: readonly TorchFunction[] = [
  torchFunction('complex', 'real, imag, *, out=None', ['torch'], (recorder, real, imaginary) => {
    const [one, other] = realPair(recorder, 'complex', ['real', 'imag'], [real, imaginary]);
    return complexValue(alike(recorder, cloned(recorder, one), cloned(recorder, other)));
  }),
  torchFunction('polar', 'abs, angle, *, out=None', ['torch'], (recorder, size, turned) => {
    const [one, other] = realPair(recorder, 'polar', ['abs', 'angle'], [size, turned]);
    return complexValue(polar(recorder, one, other));
  }),
  ...ofAny(['view_as_complex'], ['torch'], (recorder, input) => {
    const complex = torchComplexIn(input);
    if (!complex) return viewAsComplex(recorder, inputOf(recorder, input, 'view_as_complex')).value;
    throw notViewed(recorder, `Complex${typeWord(complex.real.dtype)}`);
  }),
  ...ofAny(['view_as_real'], ['torch'], (recorder, input) => viewAsReal(recorder, input).value),
  ...ofAny(
    ['real'],
    ['torch'],
    (recorder, input) => torchComplexIn(input)?.real.value ?? inputOf(recorder, input, 'real').value,
  ),
  ...ofAny(['imag'], ['torch'], (recorder, input) => {
    const complex = torchComplexIn(input);
    if (complex) return complex.imaginary.value;
    const real = inputOf(recorder, input, 'imag');
    if (!real.shape) return real.value;
    throw fail(
      recorder.machine,
      'RuntimeError',
      'imag is not implemented for tensors with non-complex dtypes.',
    );
  }),
  ...ofAny(['conj', 'conj_physical'], usual, conjugate),
  ...ofAny(['resolve_conj', 'resolve_neg'], usual, (recorder, input, name) =>
    torchComplexIn(input) ? input : inputOf(recorder, input, name).value,
  ),
  ...ofAny(['angle'], usual, (recorder, input) => angle(recorder, input).value),
  ...ofAny(['cfloat'], ['method'], (recorder, input) => asComplex(recorder, input, 'float32')),
  ...ofAny(['cdouble'], ['method'], (recorder, input) => asComplex(recorder, input, 'float64')),
];
