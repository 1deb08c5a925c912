/** Embeddings and products that are spelled by an equation. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { Fans } from '../../../tensor/initialisations';
import type { TensorValue } from '../../tensors/tensorValue';
import { whole, word } from '../../tensors/arguments';
import type { KerasLayer, Layer, Sizes } from './layer';

/** Indices as whole numbers: Keras casts what is none. */
function indicesOf(layer: Layer, x: TensorValue): TensorValue {
  return x.dtype === 'int32' || x.dtype === 'int64'
    ? x
    : layer.apply({ op: 'cast', attributes: { elementType: 'int32' } }, x);
}

function lookedUp(layer: Layer, inputs: Value): Value {
  const x = layer.input(inputs);
  return layer.apply(
    { op: 'embedding', attributes: { paddingIndex: null } },
    layer.required('embeddings'),
    indicesOf(layer, x),
  ).value;
}

const embedding: KerasLayer = {
  name: 'Embedding',
  kind: 'embedding',
  signature:
    'input_dim, output_dim, embeddings_initializer="uniform", embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False, weights=None, lora_rank=None, lora_alpha=None, quantization_config=None, input_length=None',
  build: (layer) => {
    const shape = [layer.whole('input_dim'), layer.whole('output_dim')];
    layer.weight({ name: 'embeddings', shape, start: 'embeddings_initializer', role: 'embedding' });
  },
  call: lookedUp,
};

const reversibleEmbedding: KerasLayer = {
  name: 'ReversibleEmbedding',
  kind: 'embedding',
  signature:
    'input_dim, output_dim, tie_weights=True, embeddings_initializer="uniform", embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False, reverse_dtype=None, logit_soft_cap=None',
  build: (layer) => {
    const [count, features] = [layer.whole('input_dim'), layer.whole('output_dim')];
    layer.weight({
      name: 'embeddings',
      shape: [count, features],
      start: 'embeddings_initializer',
      role: 'embedding',
    });
    if (!layer.flag('tie_weights'))
      layer.weight({
        name: 'reverse_embeddings',
        shape: [features, count],
        start: 'embeddings_initializer',
        role: 'weight',
      });
  },
  takes: 'reverse=False',
  call: (layer, inputs, given) => {
    const reverse = unwrap(given.get('reverse'));
    if (reverse.kind !== 'bool' || !reverse.value) return lookedUp(layer, inputs);
    const untied = layer.tensor('reverse_embeddings');
    const weight = untied ? layer.permuted(untied, [1, 0]) : layer.required('embeddings');
    const scores = layer.apply({ op: 'linear', attributes: {} }, layer.input(inputs), weight);
    if (layer.isNone('logit_soft_cap')) return scores.value;
    const cap = layer.number('logit_soft_cap');
    const scaled = (tensor: TensorValue, scale: number): TensorValue =>
      layer.apply({ op: 'affine', attributes: { scale, shift: 0 } }, tensor);
    return scaled(layer.apply({ op: 'tanh', attributes: {} }, scaled(scores, 1 / cap)), cap).value;
  },
};

/** An equation `ab,bc->ac` with its parts; ellipses are written out for the rank of the input. */
interface Equation {
  readonly input: string;
  readonly weight: string;
  readonly output: string;
}

function equationOf(layer: Layer, rank: number): Equation {
  const text = word(layer.machine, layer.get('equation')).replaceAll(' ', '');
  const match = /^([a-zA-Z.]*),([a-zA-Z.]*)->([a-zA-Z.]*)$/.exec(text);
  if (!match)
    throw fail(
      layer.machine,
      'ValueError',
      `Invalid einsum equation '${text}'. Equations must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]....`,
    );
  const [, input = '', weight = '', output = ''] = match;
  const named = input.replace('...', '').length;
  const letters = Array.from('zyxwvutsrqponmlkjihgfedcba')
    .filter((letter) => !text.includes(letter))
    .slice(0, Math.max(0, rank - named));
  const spelled = (part: string): string => part.replace('...', letters.join(''));
  return { input: spelled(input), weight, output: spelled(output) };
}

/** The sizes of weight and bias, from the input's and the asked output's (keras EinsumDense._analyze_einsum_string). */
function shapesOf(
  layer: Layer,
  shape: Sizes,
): { readonly kernel: Sizes; readonly bias: Sizes | null; readonly fans: Fans } {
  const { input, weight, output } = equationOf(layer, shape.length);
  const value = unwrap(layer.self.attributes.get('output_shape') ?? none);
  const items: readonly Value[] = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
  const asked = items.map((item) => (item.kind === 'none' ? null : whole(layer.machine, item)));
  const sizes = new Map(Array.from(input).map((letter, axis) => [letter, shape[axis] ?? 1] as const));
  const text = word(layer.machine, layer.get('equation')).replaceAll(' ', '');
  // Behind an ellipsis the asked sizes are the last ones, else those behind the batch.
  const from = text.split('->')[1]?.startsWith('...') ? output.length - asked.length : 1;
  for (const [place, size] of asked.entries()) {
    const letter = output[from + place];
    if (letter === undefined || size === null) continue;
    const known = sizes.get(letter);
    if (known !== undefined && known !== size && input.includes(letter))
      throw fail(
        layer.machine,
        'ValueError',
        `Input shape and output shape do not match at shared dimension '${letter}'. Input shape is ${known}, and output shape is ${size}.`,
      );
    sizes.set(letter, size);
  }
  const kernel = Array.from(weight).map((letter) => {
    const size = sizes.get(letter);
    if (size !== undefined) return size;
    throw fail(
      layer.machine,
      'ValueError',
      `Weight dimension '${letter}' did not have a match in either the input spec '${input}' or the output spec '${output}'.`,
    );
  });
  const product = (made: boolean): number =>
    Array.from(weight).reduce(
      (total, letter, axis) => (output.includes(letter) === made ? total * (kernel[axis] ?? 1) : total),
      1,
    );
  const fans = { fanIn: product(false), fanOut: product(true) };
  if (layer.isNone('bias_axes')) return { kernel, bias: null, fans };
  const axes = word(layer.machine, layer.get('bias_axes'));
  const stray = Array.from(axes).find((letter) => !output.includes(letter));
  if (stray !== undefined)
    throw fail(
      layer.machine,
      'ValueError',
      `Bias dimension '${stray}' was requested, but is not part of the output spec '${output}'`,
    );
  const first = Math.min(...Array.from(axes).map((letter) => output.indexOf(letter)));
  return {
    kernel,
    fans,
    bias: Array.from(output)
      .slice(first)
      .map((letter) => (axes.includes(letter) ? (sizes.get(letter) ?? 1) : 1)),
  };
}

const einsumDense: KerasLayer = {
  name: 'EinsumDense',
  kind: 'einsum_dense',
  signature:
    'equation, output_shape, activation=None, bias_axes=None, kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None, lora_alpha=None, gptq_unpacked_column_size=None, quantization_config=None',
  build: (layer, shape) => {
    const { kernel, bias, fans } = shapesOf(layer, shape);
    layer.weight({ name: 'kernel', shape: kernel, start: 'kernel_initializer', role: 'weight', fans });
    if (bias) layer.weight({ name: 'bias', shape: bias, start: 'bias_initializer', role: 'bias' });
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const { input, weight, output } = equationOf(layer, x.shape.length);
    const equation = `${input},${weight}->${output}`;
    const y = layer.apply({ op: 'einsum', attributes: { equation } }, x, layer.required('kernel'));
    const bias = layer.tensor('bias');
    return layer.finished(bias ? layer.apply({ op: 'add', attributes: {} }, y, bias) : y);
  },
};

/** All of them. */
export const lookUpLayers: readonly KerasLayer[] = [embedding, reversibleEmbedding, einsumDense];
