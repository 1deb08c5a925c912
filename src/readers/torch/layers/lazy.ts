/** Lazy layers of torch.nn: the first input says how many features they take, and makes their parameters. */
import { fail } from '../../python/values/exceptions';
import { int, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { Tracing } from '../../tensors/tracing';
import { tensorIn } from '../../tensors/tensorValue';
import { joined } from '../module/state';
import { batchNormLayers } from './batchNorms';
import { basicLayers } from './basic';
import { convolutionLayers } from './convolutions';
import type { Layer, TorchLayer } from './layer';

/** What a lazy layer was made with, and while what it got its parameters. */
interface Waiting {
  readonly bound: readonly Value[];
  /** Null: by the program itself, which holds from then on; undefined: not yet. */
  within: Tracing | null | undefined;
}

const waiting = new WeakMap<object, Waiting>();

/** A layer without its first argument, which is the size of an axis of the input; `axisOf` counts from the end for negative ones. */
function lazy(base: TorchLayer, axisOf: (rank: number) => number): TorchLayer {
  // Lazy normalisations learn and keep statistics unless they are told not to (_LazyNormBase).
  const [feature = '', ...rest] = base.signature
    .replaceAll(/(affine|track_running_stats)=False/g, '$1=True')
    .split(', ');
  const names = rest.filter((name) => name !== '*').map((name) => name.replace(/=.*/, ''));
  return {
    ...{ name: `Lazy${base.name}`, kind: base.kind, base: base.name },
    signature: rest.join(', '),
    ...(base.takes !== undefined && { takes: base.takes }),
    build: (layer, ...bound) => {
      waiting.set(layer.self, { bound, within: undefined });
      layer.set(feature, int(0));
      for (const name of ['weight', 'bias']) layer.parameter(name, null);
    },
    forward: (layer, ...bound) => {
      const [input = none] = bound;
      const { tracing } = layer.recorder;
      const state = waiting.get(layer.self);
      // What one trace has found of the sizes does not hold for the next, which may try another input.
      if (state && state.within !== null && (state.within === undefined || state.within !== tracing)) {
        const size = sizeFrom(layer, input, axisOf);
        if (size !== null) {
          layer.set(feature, int(size));
          for (const [place, name] of names.entries()) layer.set(name, state.bound[place] ?? none);
          base.build?.(layer, int(size), ...state.bound);
          state.within = tracing;
          adopt(layer, tracing);
        }
      }
      return base.forward(layer, ...bound);
    },
  };
}

function sizeFrom(layer: Layer, input: Value, axisOf: (rank: number) => number): number | null {
  const shape = tensorIn(input)?.shape;
  if (!shape) return null;
  const size = shape.at(axisOf(shape.length));
  if (size !== undefined) return size;
  throw fail(layer.machine, 'IndexError', 'tuple index out of range');
}

/** The network that is being traced hears of parameters and buffers that were not there when it began. */
function adopt({ state }: Layer, tracing: Tracing | null): void {
  const scope = tracing?.scopes.at(-1);
  if (!tracing || !scope) return;
  for (const [name, tensor] of [...state.parameters, ...state.buffers])
    if (tensor) tracing.adopt(tensor, { name: joined(scope.path, name), scope });
}

function among(layers: readonly TorchLayer[], name: string): readonly TorchLayer[] {
  return layers.filter((layer) => layer.name.startsWith(name));
}

/** The channels of an image with or without a batch (_infer_in_channels). */
const channels =
  (axes: number) =>
  (rank: number): number =>
    rank === axes + 1 ? 0 : 1;

const axesOf = ({ name }: TorchLayer): number => Number(/\d/.exec(name)?.[0] ?? 1);

export const lazyLayers: readonly TorchLayer[] = [
  ...among(basicLayers, 'Linear').map((layer) => lazy(layer, () => -1)),
  ...among(convolutionLayers, 'Conv').map((layer) => lazy(layer, channels(axesOf(layer)))),
  ...among(batchNormLayers, 'BatchNorm').map((layer) => lazy(layer, () => 1)),
  ...among(batchNormLayers, 'InstanceNorm').map((layer) => lazy(layer, channels(axesOf(layer)))),
];
