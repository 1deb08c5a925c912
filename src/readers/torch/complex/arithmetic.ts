/** Arithmetic of complex numbers, written with that of their real and imaginary parts; what is real has no imaginary part. */
import {
  cast,
  pair,
  plainCall,
  tensorOf,
  type Operand,
  type PairName,
  type PlainNumber,
} from '../../tensors/arithmetic';
import { promoted } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { isShaped, type Shaped } from '../../tensors/shaped';
import type { TensorValue } from '../../tensors/tensorValue';
import { cloned } from '../functions/basics';
import { on } from '../functions/folding';
import { commonShape, expanded } from '../functions/repeats';
import { torchFlavour } from '../values/flavour';

/** A complex or real operand. */
export interface Parts {
  readonly real: Operand;
  /** Null where it is real. */
  readonly imaginary: Operand | null;
}

/** What is surely complex: two tensors. */
export interface ComplexParts {
  readonly real: TensorValue;
  readonly imaginary: TensorValue;
}

/** Both parts as tensors of one shape and type. */
export function alike(recorder: Recorder, real: TensorValue, imaginary: TensorValue): ComplexParts {
  const dtype = promoted(real.dtype, imaginary.dtype);
  const [own, other] = [cast(recorder, real, dtype), cast(recorder, imaginary, dtype)];
  if (!isShaped(own) || !isShaped(other)) return { real: own, imaginary: other };
  const sizes = commonShape(recorder, [own.shape, other.shape]);
  const stretched = (part: Shaped): TensorValue =>
    part.shape.join() === sizes.join() ? part : expanded(recorder, part, sizes);
  return { real: stretched(own), imaginary: stretched(other) };
}

/** 0 everywhere where a tensor has numbers. */
export function zerosLike(recorder: Recorder, { shape, dtype }: TensorValue): TensorValue {
  const call = { op: 'zeros', attributes: { sizes: shape ?? [] } } as const;
  return recorder.apply(call, [], { flavour: torchFlavour, dtype });
}

/** The imaginary part of real numbers. */
const nothing: PlainNumber = { kind: 'int', value: 0 };

/** Real numbers as complex ones. */
export function withImaginary(recorder: Recorder, real: TensorValue): ComplexParts {
  return { real: cloned(recorder, real), imaginary: zerosLike(recorder, real) };
}

/** a + b or a - b, of which one at least is complex. */
export function added(recorder: Recorder, name: 'add' | 'subtract', a: Parts, b: Parts): ComplexParts {
  const real = pair(recorder, name, a.real, b.real);
  const { imaginary: first } = a;
  const { imaginary: second } = b;
  if (first && second) return alike(recorder, real, pair(recorder, name, first, second));
  const turned = second && name === 'subtract' ? negated(recorder, second) : second;
  // A part that is taken over is no longer that of the operand.
  const own = cloned(recorder, tensorOf(recorder, first ?? turned ?? nothing, real.dtype, torchFlavour));
  return alike(recorder, real, own);
}

/** a b, of which one at least is complex. `times` is bilinear: the product of elements, of matrices. */
export function multiplied(
  recorder: Recorder,
  a: Parts,
  b: Parts,
  times: (one: Operand, other: Operand) => TensorValue = (one, other) =>
    pair(recorder, 'multiply', one, other),
): ComplexParts {
  const minus = (one: TensorValue, other: TensorValue): TensorValue => pair(recorder, 'subtract', one, other);
  const real = times(a.real, b.real);
  if (!a.imaginary && b.imaginary) return alike(recorder, real, times(a.real, b.imaginary));
  if (!a.imaginary) return withImaginary(recorder, real);
  if (!b.imaginary) return alike(recorder, real, times(a.imaginary, b.real));
  return alike(
    recorder,
    minus(real, times(a.imaginary, b.imaginary)),
    pair(recorder, 'add', times(a.real, b.imaginary), times(a.imaginary, b.real)),
  );
}

/** a / b: a times the conjugate of b over its squared size. */
export function divided(recorder: Recorder, a: Parts, b: Parts): ComplexParts {
  const over = (part: TensorValue, by: Operand): TensorValue => pair(recorder, 'divide', part, by);
  if (!b.imaginary && a.imaginary)
    return alike(
      recorder,
      pair(recorder, 'divide', a.real, b.real),
      pair(recorder, 'divide', a.imaginary, b.real),
    );
  const size = b.imaginary ? squaredSize(recorder, b.real, b.imaginary) : b.real;
  const conjugate = b.imaginary ? negated(recorder, b.imaginary) : null;
  const product = multiplied(recorder, a, { real: b.real, imaginary: conjugate });
  return alike(recorder, over(product.real, size), over(product.imaginary, size));
}

function negated(recorder: Recorder, operand: Operand): Operand {
  if ('content' in operand) return on(recorder, plainCall('negate'), operand);
  return { ...operand, value: -operand.value };
}

function squaredSize(recorder: Recorder, real: Operand, imaginary: Operand): Operand {
  if (!('content' in real) && !('content' in imaginary))
    return { kind: 'float', value: real.value ** 2 + imaginary.value ** 2 };
  const [one, other] = [real, imaginary].map((part) => pair(recorder, 'multiply', part, part));
  return one && other ? pair(recorder, 'add', one, other) : real;
}

/** The absolute value, whose derivative at 0 is 0 as in PyTorch. */
export function sizeOfComplex(recorder: Recorder, { real, imaginary }: ComplexParts): TensorValue {
  const square = squaredSize(recorder, real, imaginary);
  if (!('content' in square)) throw new RangeError('the squared size of a tensor is a tensor');
  const isZero = pair(recorder, 'equal', square, { kind: 'int', value: 0 });
  const ones = cast(recorder, isZero, real.dtype);
  const root = on(recorder, plainCall('sqrt'), pair(recorder, 'add', square, ones));
  return pair(recorder, 'subtract', root, ones);
}

/** e^z. */
export function exponential(recorder: Recorder, { real, imaginary }: ComplexParts): ComplexParts {
  return polar(recorder, on(recorder, plainCall('exp'), real), imaginary);
}

/** Numbers of given sizes and angles. */
export function polar(recorder: Recorder, size: TensorValue, angle: TensorValue): ComplexParts {
  const [cosine, sine] = (['cos', 'sin'] as const).map((op) => on(recorder, plainCall(op), angle));
  if (!cosine || !sine) throw new RangeError('there are two functions');
  return alike(recorder, pair(recorder, 'multiply', size, cosine), pair(recorder, 'multiply', size, sine));
}

/** Whether both parts are equal, or one of them is not. */
export function compared(
  recorder: Recorder,
  name: Extract<PairName, 'equal' | 'not-equal'>,
  a: Parts,
  b: Parts,
): TensorValue {
  const reals = pair(recorder, name, a.real, b.real);
  const others = pair(recorder, name, a.imaginary ?? nothing, b.imaginary ?? nothing);
  return pair(recorder, name === 'equal' ? 'and' : 'or', reals, others);
}
