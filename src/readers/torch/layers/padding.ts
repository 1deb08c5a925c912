/** Layers that pad. */
import { fail } from '../../python/values/exceptions';
import { float, none, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { tensorIn } from '../../tensors/tensorValue';
import { ntuple } from '../functions/places';
import { paddingFunctions } from '../functions/padding';
import type { Layer, TorchLayer } from './layer';
import { through } from './through';

const pad = through(paddingFunctions, 'pad');

/** Zeros, a constant or the input's own numbers around the last `axes` axes. */
function paddingLayer(axes: number, word: string, mode: string): TorchLayer {
  const isConstant = word === 'Constant';
  return {
    name: `${word}Pad${axes}d`,
    kind: 'pad',
    signature: isConstant ? 'padding, value' : 'padding',
    build: (layer) => {
      layer.set('padding', ntuple(layer.machine, layer.get('padding'), 2 * axes));
      if (word === 'Zero') layer.set('value', float(0));
    },
    forward: (layer, input) => {
      if (mode === 'circular') checkCircular(layer, input, axes);
      const value = mode === 'constant' ? layer.get('value') : none;
      return pad(layer, input, layer.get('padding'), str(mode), value);
    },
  };
}

function checkCircular({ machine }: Layer, input: Value, axes: number): void {
  const rank = tensorIn(input)?.shape?.length;
  if (rank === undefined || rank === axes + 1 || rank === axes + 2) return;
  throw fail(machine, 'ValueError', `expected ${axes + 1}D or ${axes + 2}D input (got ${rank}D input)`);
}

export const paddingLayers: readonly TorchLayer[] = [1, 2, 3].flatMap((axes) => [
  paddingLayer(axes, 'Zero', 'constant'),
  paddingLayer(axes, 'Constant', 'constant'),
  paddingLayer(axes, 'Reflection', 'reflect'),
  paddingLayer(axes, 'Replication', 'replicate'),
  paddingLayer(axes, 'Circular', 'circular'),
]);
