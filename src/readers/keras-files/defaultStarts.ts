/** Initialisations that layers of Keras take by themselves: a saved model names them all, whether anybody chose them or not. */
import { fieldOf, textIn, type Json } from './json';

/** Settings that say nothing of the law; a seed would have been chosen. */
const silent = new Set(['seed', 'dtype', 'input_axes', 'output_axes']);

/** A class with the settings that it has as a default. */
type Start = readonly [className: string, settings: Readonly<Record<string, number | string>>];

const glorot: readonly Start[] = [
  ['GlorotUniform', {}],
  // What Keras 2 wrote before its 2.3 for the same.
  ['VarianceScaling', { scale: 1, mode: 'fan_avg', distribution: 'uniform' }],
];
const zeros: readonly Start[] = [['Zeros', {}]];
const ones: readonly Start[] = [['Ones', {}]];

/** By keyword; the signatures of all classes of keras.layers (3.15) agree on them. */
const defaults: Readonly<Record<string, readonly Start[]>> = {
  kernel_initializer: glorot,
  depthwise_initializer: glorot,
  pointwise_initializer: glorot,
  recurrent_initializer: [['Orthogonal', { gain: 1 }]],
  embeddings_initializer: [['RandomUniform', { minval: -0.05, maxval: 0.05 }]],
  bias_initializer: zeros,
  beta_initializer: zeros,
  moving_mean_initializer: zeros,
  alpha_initializer: zeros,
  gamma_initializer: ones,
  moving_variance_initializer: ones,
};

/** Whether a keyword is told what the layer would have taken without it. */
export function isDefaultStart(keyword: string, value: Json): boolean {
  const starts = Object.hasOwn(defaults, keyword) ? defaults[keyword] : undefined;
  const config = fieldOf(value, 'config');
  return (
    starts?.some((start) => textIn(value, 'class_name') === start[0] && agrees(config, start[1])) ?? false
  );
}

function agrees(config: Json | undefined, settings: Start[1]): boolean {
  const fields = config?.kind === 'object' ? [...config.fields] : [];
  const names = new Set(fields.map(([name]) => name));
  if (!Object.keys(settings).every((name) => names.has(name))) return false;
  return fields.every(([name, value]) => {
    if (value.kind === 'nothing') return true;
    if (silent.has(name)) return name === 'dtype';
    const wanted = Object.hasOwn(settings, name) ? settings[name] : undefined;
    return value.kind === 'number'
      ? value.value === wanted
      : value.kind === 'text' && value.text.toLowerCase() === wanted;
  });
}
