/** What a tensor of Keras and TensorFlow is to Python: torch's behaviour where both agree, and their own attributes. */
import { native } from '../../python/builtins/native';
import { declareOwnMethods } from '../../python/evaluate/special';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { int, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { numpyFlavour } from '../../numpy/flavour';
import { nestedOf } from '../../tensors/nested';
import { recorderOf } from '../../tensors/recorder';
import {
  inFlavour,
  tensorIn,
  type Flavour,
  type TensorBehaviour,
  type TensorValue,
} from '../../tensors/tensorValue';
import { tensorOfNested } from '../../tensors/nested';
import { torchFlavour } from '../../torch/values/flavour';
import { shapeValue } from './shape';

/** keras.KerasTensor and tf.Tensor in one: whether a tensor has numbers is not for its class to say. */
export const tensorClass = nativeClass('KerasTensor', [builtinClasses.object], false);
declareOwnMethods(tensorClass);

/** keras.Variable and tf.Variable. */
export const variableClass = nativeClass('Variable', [tensorClass], false);
declareOwnMethods(variableClass);

const shared = torchFlavour.behaviour;

/** Arrays, lists and tuples beside a tensor become tensors. */
function operand(machine: Machine, self: TensorValue, value: Value): Value {
  const tensor = tensorIn(value);
  if (tensor) return inFlavour(tensor, kerasFlavour).value;
  if (value.kind !== 'list' && value.kind !== 'tuple') return value;
  return tensorOfNested(recorderOf(machine), value, kerasFlavour, self.dtype).value;
}

function shapeOf(machine: Machine, { shape, content }: TensorValue): Value {
  if (shape) return shapeValue(shape);
  return content.kind === 'opaque'
    ? content.cause
    : machine.unknown('unsupported', 'The shape is not known.');
}

const behaviour: TensorBehaviour = {
  ...shared,
  getAttribute: (self, machine, name) => {
    if (name === 'shape' || name === '_keras_shape') return shapeOf(machine, self);
    if (name === 'dtype') return str(self.dtype);
    if (name === 'ndim') return self.shape ? int(self.shape.length) : shapeOf(machine, self);
    return undefined;
  },
  setAttribute: () => false,
  binary: (self, machine, operator, other, reflected) =>
    shared.binary(self, machine, operator, operand(machine, self, other), reflected),
  // Tensors are never written into: x += 1 gives another one.
  inPlace: () => undefined,
  compare: (self, machine, comparison, other) =>
    shared.compare(self, machine, comparison, operand(machine, self, other)),
  repr: (self, machine) => {
    const shape = shapeOf(machine, self);
    const text = machine.call(machine.getAttribute(machine.builtins, 'repr'), [shape]);
    return `<KerasTensor shape=${text.kind === 'str' ? text.value : '?'}, dtype=${self.dtype}, sparse=False>`;
  },
};

/** The tensors of Keras. */
export const kerasFlavour: Flavour = { type: tensorClass, behaviour, usualFloat: 'float32' };

function method(name: string, signature: string, run: (machine: Machine, self: TensorValue) => Value): void {
  const body = (machine: Machine, self: Value): Value => {
    const tensor = tensorIn(self);
    return tensor ? run(machine, tensor) : self;
  };
  tensorClass.attributes.set(name, native(name, signature, body, { binds: true, owner: 'KerasTensor' }));
}

method('__abs__', 'self', (machine, self) => {
  const call = { op: 'abs', attributes: {} } as const;
  return recorderOf(machine).apply(call, [self], { flavour: kerasFlavour, dtype: self.dtype }).value;
});
method('numpy', 'self', (_machine, self) => inFlavour(self, numpyFlavour).value);
method('get_shape', 'self', shapeOf);
method('set_shape', 'self, shape', (_machine, self) => self.value);
method('value', 'self', (_machine, self) => self.value);
method('read_value', 'self', (_machine, self) => self.value);
method('tolist', 'self', (machine, self) => nestedOf(recorderOf(machine), self));
