/** What a torch tensor has beside methods: shape, type, device, transposes. */
import { spanOf } from '../../python/values/place';
import { bool, int, none, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { cpu, dtypeValue } from './dtypes';
import { sizeValue } from './size';

type Property = (recorder: Recorder, self: TensorValue) => Value;

const properties: ReadonlyMap<string, Property> = new Map<string, Property>([
  ['shape', (recorder, self) => shapeOf(recorder, self)],
  ['ndim', (recorder, self) => (self.shape ? int(self.shape.length) : shapeOf(recorder, self))],
  ['dtype', (_recorder, self) => dtypeValue(self.dtype)],
  ['device', () => cpu],
  ['layout', () => str('torch.strided')],
  ['is_cuda', () => bool(false)],
  ['is_mps', () => bool(false)],
  ['is_sparse', () => bool(false)],
  ['is_quantized', () => bool(false)],
  ['is_leaf', (_recorder, self) => bool(self.content.kind !== 'graph')],
  ['grad', () => none],
  ['grad_fn', () => none],
  ['requires_grad', (_recorder, self) => bool(requiresGrad(self))],
  ['data', (recorder, self) => dataOf(recorder, self).value],
  ['T', (recorder, self) => reversed(recorder, self).value],
  [
    'mT',
    (recorder, self) =>
      viewOf(recorder, self, { op: 'transpose', attributes: { firstAxis: -2, secondAxis: -1 } }).value,
  ],
  ['real', (_recorder, self) => self.value],
]);

/** A property by its name; undefined where there is none. */
export function tensorProperty(recorder: Recorder, self: TensorValue, name: string): Value | undefined {
  return properties.get(name)?.(recorder, self);
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

function reversed(recorder: Recorder, self: TensorValue): TensorValue {
  const axes = [...(self.shape ?? []).keys()].reverse();
  return viewOf(recorder, self, { op: 'permute', attributes: { axes } });
}

/** Where a tensor was made. */
export function originOf({ origin }: TensorValue): ReturnType<typeof spanOf> | null {
  return origin && spanOf(origin);
}
