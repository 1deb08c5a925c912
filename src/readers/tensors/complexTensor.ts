/** A tensor of complex numbers in an evaluated program: two real ones of one shape; how it behaves in Python each framework says. */
import type { Host } from '../python/values/host';
import type { ClassValue, HostValue, Value } from '../python/values/value';
import { tensorIn, type TensorValue } from './tensorValue';

/** Real and imaginary part, of one shape and element type. */
export abstract class ComplexTensor implements Host {
  abstract readonly type: ClassValue;
  readonly real: TensorValue;
  readonly imaginary: TensorValue;
  /** The real tensor of pairs on the last axis that both parts are views of; null where there is none. */
  readonly pairs: TensorValue | null;
  /** Itself as a value of the program. */
  readonly value: HostValue;

  constructor(real: TensorValue, imaginary: TensorValue, pairs: TensorValue | null) {
    this.pairs = pairs;
    this.real = real;
    this.imaginary = imaginary;
    this.value = { kind: 'host', host: this };
  }
}

/** The attribute of the pairs of a complex parameter that holds what the program sees of them. */
const seenAs = 'complex parameter';

/** Says that a program sees pairs as complex numbers. */
export function seeAsComplex(pairs: TensorValue, complex: ComplexTensor): void {
  pairs.attributes.set(seenAs, complex.value);
}

/** A tensor that a module keeps as the program sees it. */
export function seenBy(tensor: TensorValue): Value {
  return tensor.attributes.get(seenAs) ?? tensor.value;
}

/** The tensor that a module keeps of a value: of a complex parameter its pairs. */
export function keptOf(value: Value): TensorValue | undefined {
  const pairs = complexIn(value)?.pairs;
  return tensorIn(value) ?? (pairs?.attributes.get(seenAs) === value ? pairs : undefined);
}

/** The complex tensor behind a value, or undefined. */
export function complexIn(value: Value): ComplexTensor | undefined {
  return value.kind === 'host' && value.host instanceof ComplexTensor ? value.host : undefined;
}

/** The real tensors that a value is: itself, or both parts of complex numbers. */
export function realTensorsIn(value: Value): readonly TensorValue[] {
  const complex = complexIn(value);
  if (complex) return [complex.real, complex.imaginary];
  const tensor = tensorIn(value);
  return tensor ? [tensor] : [];
}
