/** A tensor of complex numbers in an evaluated program: two real ones of one shape; how it behaves in Python each framework says. */
import type { Host } from '../python/values/host';
import type { ClassValue, HostValue, Value } from '../python/values/value';
import { tensorIn, type TensorValue } from './tensorValue';

/** Real and imaginary part, of one shape and element type. */
export abstract class ComplexTensor implements Host {
  abstract readonly type: ClassValue;
  readonly real: TensorValue;
  readonly imaginary: TensorValue;
  /** Itself as a value of the program. */
  readonly value: HostValue;

  constructor(real: TensorValue, imaginary: TensorValue) {
    this.real = real;
    this.imaginary = imaginary;
    this.value = { kind: 'host', host: this };
  }
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
