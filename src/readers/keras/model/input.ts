/** keras.Input and InputLayer: where symbolic tensors begin. */
import { nativeClass } from '../../python/values/classes';
import { native } from '../../python/builtins/native';
import { instanceOf, unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { none } from '../../python/values/make';
import type { BuiltinValue, ClassValue, InstanceValue, Value } from '../../python/values/value';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { whole, word } from '../../tensors/arguments';
import { declareLayer } from '../../tensors/scopes';
import { initialiseLayer, layerClassOf } from '../layer/layerClass';
import { nameOf, stateOf, uniqueName } from '../layer/state';
import { dtypeIn } from '../values/dtypes';
import { symbolicInput } from './symbolic';

const classKey = 'keras InputLayer';

/** keras.layers.InputLayer of a machine. */
export function inputLayerClassOf(machine: Machine): ClassValue {
  const found = machine.keep.get(classKey);
  if (typeof found === 'object') return found as ClassValue; // only this function writes under the key
  const made = nativeClass('InputLayer', [layerClassOf(machine)], false);
  declareLayer(made, 'input');
  machine.keep.set(classKey, made);
  const initialise = native(
    'InputLayer.__init__',
    'self, shape=None, batch_size=None, dtype=None, sparse=None, batch_shape=None, input_tensor=None, optional=False, name=None, input_shape=None, batch_input_shape=None, ragged=None',
    (on, self, ...bound) => {
      const [shape, , dtype, , batchShape, tensor, , name, inputShape, oldBatchShape] = bound;
      if (self.kind !== 'instance') return none;
      const given = tensor && tensorIn(tensor);
      const sample =
        sizesOf(on, shape) ??
        sizesOf(on, inputShape) ??
        sizesOf(on, batchShape)?.slice(1) ??
        sizesOf(on, oldBatchShape)?.slice(1) ??
        given?.shape?.slice(1) ??
        [];
      initialiseLayer(on, self, new Map([['name', name ?? none]]));
      giveInput(on, self, sample, dtype);
      return none;
    },
    { binds: true, owner: 'InputLayer' },
  );
  made.attributes.set('__init__', initialise);
  made.attributes.set(
    'call',
    native('InputLayer.call', 'self, inputs=None, training=None, mask=None', (_on, _self, inputs) => inputs, {
      binds: true,
    }),
  );
  return made;
}

function sizesOf(machine: Machine, value: Value | undefined): readonly (number | null)[] | null {
  const plain = value && unwrap(value);
  if (!plain || plain.kind === 'none' || plain.kind === 'unknown') return null;
  const items = plain.kind === 'tuple' || plain.kind === 'list' ? plain.items : [plain];
  return items.map((item) => (item.kind === 'none' || item.kind === 'unknown' ? null : whole(machine, item)));
}

/** Gives an input layer its symbolic tensor. */
function giveInput(
  machine: Machine,
  layer: InstanceValue,
  sample: readonly (number | null)[],
  dtype: Value | undefined,
): TensorValue {
  const state = stateOf(layer);
  state.batchShape = [null, ...sample];
  state.dtype = dtypeIn(dtype) ?? 'float32';
  state.built = true;
  const name = nameOf(machine, layer);
  const tensor = symbolicInput(machine, { layer, name, sample, dtype: dtypeIn(dtype) ?? 'float32' });
  state.input = tensor.value;
  state.output = tensor.value;
  return tensor;
}

/** A new input of samples of these sizes. */
export function newInput(
  machine: Machine,
  sample: readonly (number | null)[],
  dtype: Value | undefined,
  name: string | null,
): TensorValue {
  const layer = instanceOf(inputLayerClassOf(machine), null, machine.here());
  const state = stateOf(layer);
  state.name = name ?? uniqueName(machine, 'input_layer');
  return giveInput(machine, layer, sample, dtype);
}

/** keras.Input(shape=…): a symbolic tensor. */
export const inputFunction: BuiltinValue = native(
  'Input',
  'shape=None, batch_size=None, dtype=None, sparse=None, batch_shape=None, name=None, tensor=None, optional=False, ragged=None, type_spec=None, input_shape=None, batch_input_shape=None',
  (machine, ...bound) => {
    const [shape, , dtype, , batchShape, name, tensor, , , , inputShape, oldBatchShape] = bound;
    const given = tensor && tensorIn(tensor);
    const sample =
      sizesOf(machine, shape) ??
      sizesOf(machine, inputShape) ??
      (sizesOf(machine, batchShape) ?? sizesOf(machine, oldBatchShape))?.slice(1) ??
      given?.shape?.slice(1) ??
      [];
    return newInput(machine, sample, dtype, name && name.kind !== 'none' ? word(machine, name) : null).value;
  },
);
