/** Layers that call a function of the program, or nothing, or hide steps. */
import type { Value } from '../../python/values/value';
import type { KerasLayer } from './layer';

/** What a dict of arguments holds by name. */
function keywordsIn(value: Value): ReadonlyMap<string, Value> {
  if (value.kind !== 'dict') return new Map();
  return new Map(
    [...value.table.entries()].flatMap(({ key, value: item }) =>
      key.kind === 'str' ? [[key.value, item] as const] : [],
    ),
  );
}

export const functionLayers: readonly KerasLayer[] = [
  {
    name: 'Lambda',
    kind: 'lambda',
    signature: 'function, output_shape=None, mask=None, arguments=None',
    call: (layer, inputs) =>
      layer.machine.call(layer.get('function'), [inputs], new Map(keywordsIn(layer.get('arguments')))),
  },
  {
    name: 'Identity',
    kind: 'identity',
    signature: '',
    call: (_layer, inputs) => inputs,
  },
  {
    name: 'Masking',
    kind: 'masking',
    signature: 'mask_value=0.0',
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      const value = layer.recorder.constant(x.flavour, x.dtype, [], [layer.number('mask_value')]);
      const differs = layer.apply({ op: 'not-equal', attributes: {} }, x, value);
      const any = layer.apply({ op: 'any', attributes: { axes: [-1], keepDimensions: true } }, differs);
      const floats = layer.apply({ op: 'cast', attributes: { elementType: 'float' } }, any);
      return layer.apply({ op: 'multiply', attributes: {} }, x, floats).value;
    },
  },
];
