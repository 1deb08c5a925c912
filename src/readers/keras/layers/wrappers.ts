/** Layers of keras.layers around another layer: both directions, every step, a kernel of norm 1. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { bool, list, none, str } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { InstanceValue, Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { withShape } from '../../tensors/shaped';
import { nameOf, stateOf } from '../layer/state';
import { tensorsIn } from '../model/symbolic';
import { shapeValue } from '../values/shape';
import { build } from '../layer/calling';
import type { KerasLayer, Layer } from './layer';
import { shown } from './places';

function innerLayer(layer: Layer, name: string): InstanceValue {
  const value = layer.get(name);
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'instance') return value;
  throw fail(
    layer.machine,
    'ValueError',
    `Layer ${shown(layer.machine, value)} supplied to wrapper is not a supported layer type.`,
  );
}

/** A layer of the same class with the same arguments, cells among them made again. */
function madeAgain(machine: Machine, layer: InstanceValue, change: ReadonlyMap<string, Value>): Value {
  const again = (value: Value): Value =>
    value.kind === 'instance' && stateOfLayer(value)
      ? madeAgain(machine, value, new Map([['name', str(nameOf(machine, value))]]))
      : inLists(value, again);
  const keywords = new Map<string, Value>(
    [...stateOf(layer).given].map((name) => [name, again(layer.attributes.get(name) ?? none)] as const),
  );
  for (const [name, value] of change) keywords.set(name, value);
  return machine.call(classOf(layer), [], keywords);
}

function inLists(value: Value, again: (item: Value) => Value): Value {
  return value.kind === 'list' ? list(value.items.map(again)) : value;
}

function stateOfLayer({ native }: InstanceValue): boolean {
  return native !== undefined && native !== null;
}

const mergeModes = ['sum', 'mul', 'ave', 'concat'];

const bidirectional: KerasLayer = {
  name: 'Bidirectional',
  kind: 'bidirectional',
  signature: 'layer, merge_mode="concat", weights=None, backward_layer=None',
  made: (layer) => {
    const { machine } = layer;
    const forward = innerLayer(layer, 'layer');
    const mode = unwrap(layer.get('merge_mode'));
    if (mode.kind !== 'none' && !(mode.kind === 'str' && mergeModes.includes(mode.value)))
      throw fail(
        machine,
        'ValueError',
        `Invalid merge mode. Received: ${shown(machine, mode).replaceAll("'", '')}. Merge mode should be one of {"sum", "mul", "ave", "concat", None}`,
      );
    if (forward.attributes.get('go_backwards') === undefined)
      throw fail(
        machine,
        'ValueError',
        'Please initialize `Bidirectional` layer with a `keras.layers.Layer` instance of a recurrent kind.',
      );
    const name = nameOf(machine, forward);
    const given = layer.get('backward_layer');
    const backwards = unwrap(forward.attributes.get('go_backwards') ?? none);
    const turned = bool(!(backwards.kind === 'bool' && backwards.value));
    const backward =
      given.kind === 'instance'
        ? given
        : madeAgain(
            machine,
            forward,
            new Map<string, Value>([
              ['go_backwards', turned],
              ['name', str(`backward_${name}`)],
            ]),
          );
    if (backward.kind === 'instance' && given.kind !== 'instance')
      stateOf(backward).name = `backward_${name}`;
    stateOf(forward).name = `forward_${name}`;
    // Steps that do not count give zeros in both directions, so that they meet at their own places.
    for (const inner of [forward, backward])
      if (inner.kind === 'instance')
        inner.attributes.set('zero_output_for_mask', inner.attributes.get('return_sequences') ?? none);
    for (const key of ['layer', 'backward_layer']) layer.self.attributes.delete(key);
    layer.set('forward_layer', forward);
    layer.set('backward_layer', backward);
    layer.set('layer', forward);
  },
  takes: 'initial_state=None',
  call: (layer, inputs, given) => {
    const { machine } = layer;
    const [forward, backward] = [innerLayer(layer, 'forward_layer'), innerLayer(layer, 'backward_layer')];
    const mask = given.get('mask');
    const states = unwrap(given.get('initial_state'));
    const items = states.kind === 'list' || states.kind === 'tuple' ? states.items : [];
    const half = items.length / 2;
    const call = (inner: InstanceValue, own: readonly Value[]): readonly TensorValue[] => {
      const keywords = new Map<string, Value>(mask.kind === 'none' ? [] : [['mask', mask]]);
      if (own.length > 0) keywords.set('initial_state', list([...own]));
      return tensorsIn(machine.call(inner, [inputs], keywords));
    };
    const [y, ...after] = call(forward, items.slice(0, half));
    const [back, ...afterBack] = call(backward, items.slice(half));
    if (!y || !back) return none;
    const sequences = machine.getAttribute(forward, 'return_sequences');
    const aligned =
      sequences.kind === 'bool' && sequences.value
        ? layer.apply({ op: 'flip', attributes: { axes: [1] } }, back)
        : back;
    const merged = joined(layer, y, aligned);
    const all = [...after, ...afterBack].map(({ value }) => value);
    if (all.length === 0) return merged;
    return list([...(merged.kind === 'list' ? merged.items : [merged]), ...all]);
  },
};

function joined(layer: Layer, y: TensorValue, back: TensorValue): Value {
  const mode = layer.word('merge_mode');
  if (mode === '') return list([y.value, back.value]);
  if (mode === 'concat') return layer.apply({ op: 'concat', attributes: { axis: -1 } }, y, back).value;
  const both = layer.apply(plainCall(mode === 'mul' ? 'multiply' : 'add'), y, back);
  return mode === 'ave'
    ? layer.apply({ op: 'affine', attributes: { scale: 0.5, shift: 0 } }, both).value
    : both.value;
}

/** One layer at every step: all steps of all samples are one batch, but where the layer follows what it is given in training. */
const timeDistributed: KerasLayer = {
  name: 'TimeDistributed',
  kind: 'time_distributed',
  signature: 'layer',
  made: (layer) => {
    innerLayer(layer, 'layer');
  },
  build: (layer, shape) => {
    if (shape.length < 3)
      throw fail(
        layer.machine,
        'ValueError',
        `\`TimeDistributed\` Layer should be passed an \`input_shape\` with at least 3 dimensions, received: (None, ${shape.slice(1).join(', ')})`,
      );
    const inner = innerLayer(layer, 'layer');
    if (!stateOf(inner).built)
      layer.machine.call(layer.machine.getAttribute(inner, 'build'), [
        shapeValue([shape[0] ?? 1, ...shape.slice(2)]),
      ]);
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const [batch = 1, steps = 1, ...sample] = x.shape;
    const inner = innerLayer(layer, 'layer');
    const folded = layer.apply({ op: 'reshape', attributes: { sizes: [batch * steps, ...sample] } }, x);
    const result = layer.machine.call(inner, [folded.value]);
    const y = tensorIn(result);
    if (!y) return result;
    const { shape } = withShape(layer.recorder, y);
    return layer.apply({ op: 'reshape', attributes: { sizes: [batch, steps, ...shape.slice(1)] } }, y).value;
  },
};

const spectralNormalisation: KerasLayer = {
  name: 'SpectralNormalization',
  kind: 'spectral_normalization',
  signature: 'layer, power_iterations=1',
  made: (layer) => {
    innerLayer(layer, 'layer');
  },
  call: (layer, inputs) => {
    // In inference the kernel is taken as training has left it, which is how it is read.
    const inner = innerLayer(layer, 'layer');
    build(layer.machine, inner, [inputs], new Map());
    return layer.machine.call(inner, [inputs]);
  },
};

/** All of them. */
export const wrapperLayers: readonly KerasLayer[] = [bidirectional, timeDistributed, spectralNormalisation];
