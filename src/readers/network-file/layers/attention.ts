/** Multi-head attention as a layer of network files, spelled in linear layers, movements and scaled dot products. */
import type { Value } from '../../../graph/network';
import type { OpCall } from '../../../ops/table';
import { frameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { TensorType } from '../../../tensor/tensor';
import { row, type Row } from '../fields';
import { flag, number, whole } from '../forms';
import { addParameter, startOptions, type Start } from './parameters';
import { joining, type LayerContext, type Plan } from './statements';

const mostHeads = 1_000_000;

interface Options {
  readonly heads: number;
  readonly causal: boolean;
  readonly bias: boolean;
  readonly dropout: number;
  readonly weightStart: Start;
  readonly biasStart: Start;
}

/** `attention: 8` with its options: PyTorch's MultiheadAttention, batch first. */
export const attentionRow: Row<Plan> = row({
  meaning:
    'Multi-head attention. With `from: [a, b]` queries come from a, keys and values from b; with three names each from its own.',
  main: 'heads',
  required: true,
  options: {
    heads: {
      form: whole({ minimum: 1, maximum: mostHeads }),
      meaning: 'Number of heads that part the features.',
    },
    causal: {
      form: flag,
      meaning: 'Whether each place takes itself and earlier places only.',
      fallback: false,
    },
    bias: { form: flag, meaning: 'Whether the projections have biases.', fallback: true },
    dropout: {
      form: number({ minimum: 0, maximum: 1 }),
      meaning: 'Share of the attention weights that are zeroed in training.',
      fallback: 0,
    },
    init: {
      ...startOptions.init,
      meaning:
        'How the projections start: Xavier uniform into the heads and 1 / sqrt(features) out of them unless written.',
    },
    'bias-init': { ...startOptions['bias-init'], meaning: 'How the biases start: zeros unless written.' },
  },
  make: ({ heads, causal, bias, dropout, init, 'bias-init': biasInit }) =>
    heads &&
    joining((context) =>
      addAttention(context, {
        heads: heads.value,
        causal: causal?.value ?? false,
        bias: bias?.value ?? true,
        dropout: dropout?.value ?? 0,
        weightStart: { init, given: undefined },
        biasStart: { init: biasInit, given: undefined },
      }),
    ),
});

/** What the parts of the layer share. */
interface Attention extends Options {
  readonly context: LayerContext;
  /** Features of queries and of what the layer gives. */
  readonly features: number;
}

function addAttention(context: LayerContext, options: Options): Value {
  const { builder, report, args, layer, span, range } = context;
  const [query, key = query, value = key, ...others] = args;
  const types = [query, key, value].map((each) => builder.typeOf(each)).filter((type) => type !== null);
  if (types.length < 3) return builder.opaque('One of its inputs is not known.', args, layer, span);
  const reason = others.length > 0 ? tooMany(args.length) : faultOf(types, options.heads);
  if (reason !== null) {
    report.error(reason, range);
    return builder.opaque(reason, args, layer, span);
  }
  const [features = 0, keyFeatures = 0, valueFeatures = 0] = types.map(({ shape }) => shape.at(-1) ?? 0);
  const attention: Attention = { ...options, context, features };
  const isSelf = args.length === 1;
  const arePacked = keyFeatures === features && valueFeatures === features;
  const heads = isSelf
    ? packedHeads(attention, query)
    : partedHeads(
        attention,
        [query, key, value],
        arePacked ? packedWeights(attention) : ownWeights(attention, keyFeatures, valueFeatures),
      );
  const { causal, dropout } = options;
  const attributes = { causal, scale: null, dropout };
  const mixed = op(attention, { op: 'scaled-dot-product-attention', attributes }, heads);
  const places = op(attention, { op: 'permute', attributes: { axes: [0, 2, 1, 3] } }, [mixed]);
  const joined = op(attention, { op: 'reshape', attributes: { sizes: [0, 0, -1] } }, [places]);
  const weight = weightOf(attention, 'out-projection-weight', features, features, 'pytorch');
  const bias = options.bias ? [biasOf(attention, 'out-projection-bias', features)] : [];
  return op(attention, { op: 'linear', attributes: {} }, [joined, weight, ...bias]);
}

function tooMany(count: number): string {
  return `Attention takes queries, keys and values, found ${count} names in from.`;
}

function faultOf(types: readonly TensorType[], heads: number): string | null {
  if (types.some(({ shape }) => shape.length !== 3)) {
    return 'Attention needs a sequence of features, (time, features), in each sample.';
  }
  const [query, key, value] = types;
  const features = query?.shape.at(-1) ?? 0;
  if (features % heads !== 0) return `Attention cannot part ${features} features into ${heads} heads.`;
  const [keys, values] = [key?.shape.at(1), value?.shape.at(1)];
  return keys === values ? null : `Attention needs as many keys as values, found ${keys} and ${values}.`;
}

function op({ context: { builder, layer, span } }: Attention, call: OpCall, args: readonly Value[]): Value {
  return builder.op(call, args, layer, span);
}

/** The outputs of an op that parts its input in three. */
function three({ node }: Value): readonly [Value, Value, Value] {
  return [
    { node, output: 0 },
    { node, output: 1 },
    { node, output: 2 },
  ];
}

function weightOf(
  { context, features, weightStart }: Attention,
  part: string,
  outputs: number,
  inputs: number,
  silent: 'pytorch' | 'xavier-uniform',
): Value {
  return addParameter(context, {
    part,
    role: 'weight',
    shape: [outputs, inputs],
    axes: 'outputs x inputs',
    fans: { fanIn: inputs, fanOut: outputs },
    start: weightStart,
    silent: { name: silent },
    defaults:
      silent === 'pytorch'
        ? frameworkDefaults.attentionOutput(features)
        : frameworkDefaults.attentionInput(features),
  });
}

function biasOf({ context, biasStart, features }: Attention, part: string, size: number): Value {
  return addParameter(context, {
    part,
    role: 'bias',
    shape: [size],
    axes: 'one per output',
    fans: { fanIn: features, fanOut: size },
    start: biasStart,
    silent: { name: 'zeros' },
    defaults: frameworkDefaults.attentionBias(),
  });
}

/** Queries, keys and values of one input by one product, as (batch, heads, time, features of a head). */
function packedHeads(attention: Attention, x: Value): readonly Value[] {
  const { features, heads } = attention;
  const weight = weightOf(attention, 'in-projection-weight', 3 * features, features, 'xavier-uniform');
  const bias = attention.bias ? [biasOf(attention, 'in-projection-bias', 3 * features)] : [];
  const projected = op(attention, { op: 'linear', attributes: {} }, [x, weight, ...bias]);
  const sizes = [0, 0, 3, heads, features / heads];
  const parted = op(attention, { op: 'reshape', attributes: { sizes } }, [projected]);
  const moved = op(attention, { op: 'permute', attributes: { axes: [2, 0, 3, 1, 4] } }, [parted]);
  return three(op(attention, { op: 'unbind', attributes: { axis: 0 } }, [moved]));
}

type Triple = readonly [Value, Value, Value];

function packedWeights(attention: Attention): Triple {
  const { features } = attention;
  const weight = weightOf(attention, 'in-projection-weight', 3 * features, features, 'xavier-uniform');
  return thirds(attention, weight);
}

/** Weights of their own where keys or values have other features than queries. */
function ownWeights(attention: Attention, keyFeatures: number, valueFeatures: number): Triple {
  const { features } = attention;
  return [
    weightOf(attention, 'query-projection-weight', features, features, 'xavier-uniform'),
    weightOf(attention, 'key-projection-weight', features, keyFeatures, 'xavier-uniform'),
    weightOf(attention, 'value-projection-weight', features, valueFeatures, 'xavier-uniform'),
  ];
}

function thirds(attention: Attention, value: Value): Triple {
  const { features } = attention;
  const attributes = { sizes: [features, features, features], axis: 0 };
  return three(op(attention, { op: 'split', attributes }, [value]));
}

/** Queries, keys and values of inputs of their own, as (batch, heads, time, features of a head). */
function partedHeads(attention: Attention, inputs: Triple, weights: Triple): readonly Value[] {
  const { features, heads } = attention;
  const biases = attention.bias
    ? thirds(attention, biasOf(attention, 'in-projection-bias', 3 * features))
    : [];
  return inputs.map((input, place) => {
    const weight = weights[place] ?? weights[0];
    const bias = biases[place];
    const projected = op(attention, { op: 'linear', attributes: {} }, [
      input,
      weight,
      ...(bias ? [bias] : []),
    ]);
    const sizes = [0, 0, heads, features / heads];
    const parted = op(attention, { op: 'reshape', attributes: { sizes } }, [projected]);
    return op(attention, { op: 'permute', attributes: { axes: [0, 2, 1, 3] } }, [parted]);
  });
}
