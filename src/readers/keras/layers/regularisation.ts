/** Dropout, noise and penalties of keras.layers beside Dropout itself: outside of training they pass on what they are given. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { OpCall } from '../../../ops/table';
import type { KerasLayer, Layer } from './layer';
import { shown } from './places';

/** Keras refuses a rate that is no share. */
export function checkRate(layer: Layer): void {
  const value = unwrap(layer.get('rate'));
  if (value.kind === 'unknown') return;
  const rate = value.kind === 'int' || value.kind === 'float' ? Number(value.value) : NaN;
  if (rate >= 0 && rate <= 1) return;
  throw fail(
    layer.machine,
    'ValueError',
    `Invalid value received for argument \`rate\`. Expected a float value between 0 and 1. Received: rate=${shown(layer.machine, value)}`,
  );
}

/** A layer that draws in training. */
function noise(
  name: string,
  kind: string,
  signature: string,
  call: (layer: Layer, rank: number) => OpCall,
  rank: number | null = null,
): KerasLayer {
  return {
    name,
    kind,
    signature,
    made: signature.startsWith('rate') ? checkRate : checkDeviation,
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      if (rank !== null) layer.checkRank(x.shape, { exact: rank });
      return layer.training ? layer.apply(call(layer, x.shape.length), x).value : x.value;
    },
  };
}

function checkDeviation(layer: Layer): void {
  const value = unwrap(layer.get('stddev'));
  if (value.kind === 'unknown') return;
  const deviation = value.kind === 'int' || value.kind === 'float' ? Number(value.value) : NaN;
  if (deviation >= 0) return;
  throw fail(
    layer.machine,
    'ValueError',
    `Invalid value received for argument \`stddev\`. Expected a float value between 0 and 1. Received: stddev=${shown(layer.machine, value)}`,
  );
}

function channelDropout(axes: number): KerasLayer {
  return noise(
    `SpatialDropout${axes}D`,
    `spatial_dropout${axes}d`,
    `rate, ${axes === 1 ? '' : 'data_format=None, '}seed=None`,
    (layer) => ({
      op: 'feature-dropout',
      attributes: { rate: layer.number('rate'), channelAxis: layer.channelsLast ? -1 : 1 },
    }),
    axes + 2,
  );
}

/** All of them. */
export const regularisationLayers: readonly KerasLayer[] = [
  ...[1, 2, 3].map(channelDropout),
  noise('GaussianNoise', 'gaussian_noise', 'stddev, seed=None', (layer) => ({
    op: 'gaussian-noise',
    attributes: { std: layer.number('stddev') },
  })),
  noise('GaussianDropout', 'gaussian_dropout', 'rate, seed=None', (layer) => ({
    op: 'gaussian-dropout',
    attributes: { rate: layer.number('rate') },
  })),
  noise('AlphaDropout', 'alpha_dropout', 'rate, noise_shape=None, seed=None', (layer) => ({
    op: 'alpha-dropout',
    attributes: { rate: layer.number('rate') },
  })),
  {
    name: 'ActivityRegularization',
    kind: 'activity_regularization',
    signature: 'l1=0.0, l2=0.0',
    call: (layer, inputs) => layer.input(inputs).value,
  },
];
