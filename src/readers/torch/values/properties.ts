/** What a torch tensor has beside methods: shape, type, device, transposes. */
import { sizeOf } from '../../../tensor/tensor';
import { spanOf } from '../../python/values/place';
import { lookup } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { bool, int, none, openBuiltin, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { tensorIn, TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { bitsOf, isFloating } from '../../tensors/elementTypes';
import { hasName } from '../names';
import { cpu, dtypeValue } from './dtypes';
import { sizeValue } from './size';

type Property = (recorder: Recorder, self: TensorValue) => Value;

const properties: ReadonlyMap<string, Property> = new Map<string, Property>([
  ['shape', (recorder, self) => shapeOf(recorder, self)],
  ['ndim', (recorder, self) => (self.shape ? int(self.shape.length) : shapeOf(recorder, self))],
  ['dtype', (_recorder, self) => dtypeValue(self.dtype)],
  ['device', () => cpu],
  ['layout', () => str('torch.strided')],
  ...[
    ...[
      'is_cuda',
      'is_ipu',
      'is_maia',
      'is_meta',
      'is_mkldnn',
      'is_mps',
      'is_mtia',
      'is_nested',
      'is_quantized',
    ],
    ...['is_sparse', 'is_sparse_csr', 'is_vulkan', 'is_xla', 'is_xpu', 'retains_grad', 'volatile'],
  ].map((name) => [name, () => bool(false)] as const),
  ['is_cpu', () => bool(true)],
  ['itemsize', (_recorder, self) => int(bytesOf(self))],
  [
    'nbytes',
    (recorder, self) => (self.shape ? int(sizeOf(self.shape) * bytesOf(self)) : shapeOf(recorder, self)),
  ],
  ['name', () => none],
  ['output_nr', () => int(0)],
  ['is_leaf', (_recorder, self) => bool(self.content.kind !== 'graph')],
  ['grad', (recorder, self) => (requiresGrad(self) ? afterBackward(recorder, 'grad') : none)],
  ['grad_fn', (recorder, self) => (self.differentiable ? afterBackward(recorder, 'grad_fn') : none)],
  ['requires_grad', (_recorder, self) => bool(requiresGrad(self))],
  ['data', (recorder, self) => dataOf(recorder, self).value],
  ['T', (recorder, self) => reversed(recorder, self).value],
  // The adjoint of real matrices is the transpose.
  ['H', (recorder, self) => ofMatrix(recorder, self, 'H').value],
  ...['mT', 'mH'].map(
    (name) =>
      [name, (recorder: Recorder, self: TensorValue) => transposed(recorder, self, name).value] as const,
  ),
  [
    'imag',
    ({ machine }, self) => {
      if (!self.shape) return self.value;
      throw fail(machine, 'RuntimeError', 'imag is not implemented for tensors with non-complex dtypes.');
    },
  ],
  ['real', (_recorder, self) => self.value],
]);

/** A property by its name; undefined where there is none. */
export function tensorProperty(recorder: Recorder, self: TensorValue, name: string): Value | undefined {
  return properties.get(name)?.(recorder, self) ?? missingMethod(self, name);
}

/** A method that PyTorch's tensors have and ours have not: called it gives a tensor of unknown shape, a grey node of the network. */
function missingMethod(self: TensorValue, name: string): Value | undefined {
  if (!hasName('torch.Tensor', name) || lookup(self.type, name)) return undefined;
  const whole = `Tensor.${name}`;
  return openBuiltin(name, (machine, positional, keywords) => {
    const cause = machine.unknown('unsupported', `${whole} is not understood yet.`, whole);
    const others = [...positional, ...(keywords?.values() ?? [])].flatMap((value) => tensorIn(value) ?? []);
    return recorderOf(machine).opaque(cause, [self, ...others], self.flavour).value;
  });
}

/**
 * What `backward()` leaves behind, or what it goes through: nothing while a network runs forward. In a file that calls `backward()` nobody knows,
 * since none is run; in others there is none.
 */
function afterBackward({ machine, tracing }: Recorder, name: string): Value {
  const lines = machine.here()?.file.lines ?? [];
  if (tracing || !lines.some((line) => line.includes('.backward('))) return none;
  return machine.unknown('effect', 'No gradient is computed while a program is read.', name);
}

/** The shape, or an unknown where it is not known. */
export function shapeOf(recorder: Recorder, self: TensorValue): Value {
  if (self.shape) return sizeValue(self.shape);
  return self.content.kind === 'opaque'
    ? self.content.cause
    : recorder.machine.unknown('unsupported', 'The shape is not known.');
}

/** What `.data` of a parameter gives is a plain tensor and asks for no gradient. */
function requiresGrad({ content, differentiable, type, flavour }: TensorValue): boolean {
  if (content.kind !== 'parameter' || type === flavour.type) return differentiable;
  return content.parameter.requiresGrad;
}

/** The same numbers without history; of a parameter the same parameter, so that what is written into it is its start. */
function dataOf(recorder: Recorder, self: TensorValue): TensorValue {
  if (self.content.kind === 'parameter' && !recorder.tracing) {
    return new TensorValue({ ...partsOf(self), differentiable: false });
  }
  return detached(recorder, self);
}

function partsOf({
  flavour,
  shape,
  dtype,
  content,
  differentiable,
  origin,
}: TensorValue): ConstructorParameters<typeof TensorValue>[0] {
  return { flavour, shape, dtype, content, differentiable, origin };
}

/** The same numbers, through which no gradient passes. */
export function detached(recorder: Recorder, self: TensorValue): TensorValue {
  recorder.refresh(self);
  if (!self.differentiable || !isFloating(self.dtype))
    return new TensorValue({ ...partsOf(self), differentiable: false });
  const stopped = recorder.apply({ op: 'stop-gradient', attributes: {} }, [self], { flavour: self.flavour });
  stopped.differentiable = false;
  return stopped;
}

function bytesOf({ dtype }: TensorValue): number {
  return bitsOf(dtype) / 8;
}

function transposed(recorder: Recorder, self: TensorValue, name: string): TensorValue {
  if (self.shape && self.shape.length < 2) {
    const message = `tensor.${name} is only supported on matrices or batches of matrices. Got ${self.shape.length}-D tensor.`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  return viewOf(recorder, self, { op: 'transpose', attributes: { firstAxis: -2, secondAxis: -1 } });
}

function ofMatrix(recorder: Recorder, self: TensorValue, name: string): TensorValue {
  if (self.shape && self.shape.length !== 2 && self.shape.length !== 0) {
    const message = `tensor.${name} is only supported on matrices (2-D tensors). Got ${self.shape.length}-D tensor.${self.shape.length > 2 ? ` For batches of matrices, consider using tensor.m${name}` : ''}`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  return reversed(recorder, self);
}

function reversed(recorder: Recorder, self: TensorValue): TensorValue {
  const axes = [...(self.shape ?? []).keys()].reverse();
  return viewOf(recorder, self, { op: 'permute', attributes: { axes } });
}

/** Where a tensor was made. */
export function originOf({ origin }: TensorValue): ReturnType<typeof spanOf> | null {
  return origin && spanOf(origin);
}
