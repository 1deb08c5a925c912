/** Networks of sequences: transformers of words and of patches of images, mixers, and recurrent classifiers. */
import { LayerList, type Start } from './writing';

/** A transformer's sizes. */
export interface Transformer {
  readonly start: Start;
  readonly features: number;
  readonly depth: number;
  readonly heads: number;
  readonly classes: number;
  readonly batch?: number;
}

const batchOf = (batch: number | undefined): { readonly batch?: number } =>
  batch === undefined ? {} : { batch };

/** A block with norms before its branches: attention, then two layers with GELU between. */
function preNormBlock(
  layers: LayerList,
  x: string,
  { features, heads }: Transformer,
  causal: boolean,
  rate: number,
): string {
  layers.layer('layer-norm', null, { from: x });
  layers.layer('attention', heads, causal ? { causal } : {});
  if (rate > 0) layers.layer('dropout', rate);
  const middle = layers.layer('add', x);
  layers.layer('layer-norm');
  layers.layer('linear', 4 * features);
  layers.layer('gelu');
  layers.layer('linear', features, {}, 'residual-end');
  if (rate > 0) layers.layer('dropout', rate);
  return layers.layer('add', middle);
}

/** GPT as nanoGPT writes it, but for the head, which has weights of its own here. */
export function gpt(sizes: Transformer, length: number, rate = 0): string {
  const { start, features, depth, classes, batch } = sizes;
  const layers = new LayerList(start);
  layers.layer('embedding', features, { tokens: classes });
  let x = layers.layer('position-embedding');
  if (rate > 0) x = layers.layer('dropout', rate);
  for (let block = 0; block < depth; block += 1) x = preNormBlock(layers, x, sizes, true, rate);
  layers.layer('layer-norm');
  layers.layer('linear', classes, { bias: false }, 'head');
  layers.layer('permute', [2, 1]);
  return layers.file([length], 'cross-entropy', batchOf(batch));
}

/** ViT: patches, a class token (the place before them), blocks, and a head on the class token. */
export function vit(sizes: Transformer, size: number, patch: number): string {
  const { start, features, depth, classes, batch } = sizes;
  const layers = new LayerList(start);
  layers.layer('conv2d', features, { kernel: patch, stride: patch }, 'patches', 3 * patch * patch);
  layers.layer('flatten', null, { start: 2 });
  layers.layer('permute', [2, 1]);
  // The token's vector and that of its place are one sum.
  layers.layer('pad', [0, 0, 1, 0]);
  let x = layers.layer('position-embedding');
  for (let block = 0; block < depth; block += 1) x = preNormBlock(layers, x, sizes, false, 0);
  layers.layer('layer-norm');
  layers.layer('select', 0, { axis: 1 });
  layers.layer('linear', classes, {}, 'head');
  return layers.file([3, size, size], 'cross-entropy', batchOf(batch));
}

/** The encoder of Vaswani et al. (2017), with norms behind its branches, as a classifier of words. */
export function encoder(sizes: Transformer, tokens: number, length: number, rate = 0.1): string {
  const { start, features, depth, heads, classes, batch } = sizes;
  const layers = new LayerList(start);
  layers.layer('embedding', features, { tokens });
  let x = layers.layer('positional-encoding');
  for (let block = 0; block < depth; block += 1) {
    layers.layer('attention', heads);
    layers.layer('dropout', rate);
    layers.layer('add', x);
    const middle = layers.layer('layer-norm');
    layers.layer('linear', 4 * features);
    layers.layer('relu');
    layers.layer('dropout', rate);
    layers.layer('linear', features);
    layers.layer('dropout', rate);
    layers.layer('add', middle);
    x = layers.layer('layer-norm');
  }
  layers.layer('mean', 1);
  layers.layer('linear', classes, {}, 'head');
  return layers.file([length], 'cross-entropy', batchOf(batch));
}

/** MLP-Mixer (Tolstikhin et al. 2021): layers over places and over features in turn. */
export function mlpMixer(sizes: Omit<Transformer, 'heads'>, size: number, patch: number): string {
  const { start, features, depth, classes, batch } = sizes;
  const layers = new LayerList(start);
  const places = (size / patch) ** 2;
  layers.layer('conv2d', features, { kernel: patch, stride: patch }, 'patches', 3 * patch * patch);
  layers.layer('flatten', null, { start: 2 });
  let x = layers.layer('permute', [2, 1]);
  const branch = (hidden: number, outputs: number): void => {
    layers.layer('linear', hidden);
    layers.layer('gelu');
    layers.layer('linear', outputs, {}, 'residual-end');
  };
  for (let block = 0; block < depth; block += 1) {
    layers.layer('layer-norm');
    layers.layer('permute', [2, 1]);
    branch(features / 2, places);
    layers.layer('permute', [2, 1]);
    const middle = layers.layer('add', x);
    layers.layer('layer-norm');
    branch(4 * features, features);
    x = layers.layer('add', middle);
  }
  layers.layer('layer-norm');
  layers.layer('mean', 1);
  layers.layer('linear', classes, {}, 'head');
  return layers.file([3, size, size], 'cross-entropy', batchOf(batch));
}

/** A recurrent network's sizes; without tokens it takes sequences of numbers. */
export interface Recurrent {
  readonly start: Start;
  readonly word: 'rnn' | 'lstm' | 'gru';
  readonly units: number;
  readonly depth?: number;
  readonly bidirectional?: boolean;
  readonly length: number;
  readonly tokens?: number;
  readonly features: number;
  readonly outputs: number;
  readonly loss: string;
  /** Whether every step gets an output, or the last step alone. */
  readonly everyStep?: boolean;
}

/** A recurrent classifier, tagger or forecaster. */
export function recurrent(sizes: Recurrent): string {
  const {
    start,
    word,
    units,
    depth = 1,
    bidirectional = false,
    length,
    tokens,
    features,
    outputs,
    loss,
  } = sizes;
  const layers = new LayerList(start);
  if (tokens !== undefined) layers.layer('embedding', features, { tokens });
  const everyStep = sizes.everyStep === true;
  layers.layer(word, units, {
    ...(depth > 1 ? { layers: depth } : {}),
    ...(bidirectional ? { bidirectional } : {}),
    ...(everyStep ? {} : { last: true }),
  });
  layers.layer('linear', outputs, {}, 'head');
  if (everyStep && loss === 'cross-entropy') layers.layer('permute', [2, 1]);
  if (loss === 'binary-cross-entropy') layers.layer('sigmoid');
  return layers.file(tokens === undefined ? [length, features] : [length], loss);
}

/** Bidirectional LSTMs over words as Keras's text classification has them: two in a row, the last one's state to the head. */
export function kerasBidirectional(start: Start): string {
  const layers = new LayerList(start);
  layers.layer('embedding', 128, { tokens: 20_000 });
  layers.layer('lstm', 64, { bidirectional: true });
  layers.layer('lstm', 64, { bidirectional: true, last: true });
  layers.layer('linear', 1, {}, 'head');
  layers.layer('sigmoid');
  return layers.file([50], 'binary-cross-entropy');
}
