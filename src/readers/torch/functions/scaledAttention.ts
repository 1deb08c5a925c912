/** Attention as PyTorch has it: scaled dot products with masks, and several heads between projections. */
import type { OpCall } from '../../../ops/table';
import { fail } from '../../python/values/exceptions';
import { plainCall, pair } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { torchFlavour } from '../values/flavour';
import { linear } from './linear';

const flavour = torchFlavour;

/** What attention between heads that are there can be asked for. */
export interface Attending {
  readonly mask: TensorValue | null;
  readonly causal: boolean;
  readonly scale: number | null;
  readonly dropout: number;
}

/** F.scaled_dot_product_attention: axes in front are stretched against each other. */
export function attended(
  recorder: Recorder,
  queries: TensorValue,
  keys: TensorValue,
  values: TensorValue,
  { mask, causal, scale, dropout }: Attending,
  grouped = false,
): TensorValue {
  const call: OpCall = { op: 'scaled-dot-product-attention', attributes: { causal, scale, dropout } };
  const [q, k, v] = aligned(recorder, [queries, keys, values], grouped);
  checkProducts(recorder, q.shape, k.shape, v.shape);
  const fitting = mask && fittingMask(recorder, mask, q, k);
  return recorder.apply(call, fitting ? [q, k, v, fitting] : [q, k, v], { flavour });
}

type Sizes = readonly number[] | null;

/** Queries and keys must have the same features, keys and values the same places: PyTorch says it of the products of all heads. */
function checkProducts({ machine }: Recorder, q: Sizes, k: Sizes, v: Sizes): void {
  if (!q || !k || !v) return;
  const heads = q.slice(0, -2).reduce((product, size) => product * size, 1);
  const [features, places] = [k.at(-1), k.at(-2)];
  const [wanted, found] = q.at(-1) === features ? [places, v.at(-2)] : [q.at(-1), features];
  if (wanted === found) return;
  const message = `Expected size for first two dimensions of batch2 tensor to be: [${heads}, ${wanted ?? 0}] but got: [${heads}, ${found ?? 0}].`;
  throw fail(machine, 'RuntimeError', message);
}

type Three = readonly [TensorValue, TensorValue, TensorValue];

/** Queries, keys and values of one rank, with the same axes in front. */
function aligned(recorder: Recorder, [q, k, v]: Three, grouped: boolean): Three {
  if (!q.shape || !k.shape || !v.shape) return [q, k, v];
  const kept = grouped ? 3 : 2;
  const fronts = [q.shape, k.shape, v.shape].map((shape) => shape.slice(0, -kept));
  const rank = Math.max(...fronts.map(({ length }) => length));
  const front = Array.from({ length: rank }, (_, axis) =>
    Math.max(...fronts.map((shape) => shape[axis - rank + shape.length] ?? 1)),
  );
  const stretch = (of: TensorValue): TensorValue => {
    const shape = of.shape ?? [];
    const sizes = [...front, ...shape.slice(-kept)];
    if (sizes.join() === shape.join()) return of;
    return recorder.apply({ op: 'expand', attributes: { sizes } }, [of], { flavour });
  };
  return [stretch(q), stretch(k), stretch(v)];
}

/** A mask whose axes in front of queries and keys are those of the products, or of size 1. */
function fittingMask(recorder: Recorder, mask: TensorValue, q: TensorValue, k: TensorValue): TensorValue {
  const { machine } = recorder;
  if (mask.dtype !== 'bool' && !isFloating(mask.dtype)) {
    throw fail(
      machine,
      'RuntimeError',
      'Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: long int and  query.dtype: float instead.',
    );
  }
  if (!mask.shape || !q.shape || !k.shape) return mask;
  const wanted = [...q.shape.slice(0, -1), k.shape.at(-2) ?? 0];
  const surplus = mask.shape.length - wanted.length;
  const own = surplus > 0 ? mask.shape.slice(surplus) : mask.shape;
  const offset = wanted.length - own.length;
  const odd = own.findLastIndex((size, axis) => size !== 1 && size !== wanted[axis + offset]);
  if (odd === -1) return mask;
  const message = `The expanded size of the tensor (${wanted[odd + offset]}) must match the existing size (${own[odd]}) at non-singleton dimension ${odd + offset}.  Target sizes: [${wanted.join(', ')}].  Tensor sizes: [${mask.shape.join(', ')}]`;
  throw fail(machine, 'RuntimeError', message);
}

/** The parameters of several heads. */
export interface HeadParameters {
  readonly heads: number;
  /** Of queries, keys and values below each other, or null where each has its own. */
  readonly joint: TensorValue | null;
  readonly separate: Three | null;
  readonly inputBias: TensorValue | null;
  readonly keyBias: TensorValue | null;
  readonly valueBias: TensorValue | null;
  readonly zeroAttention: boolean;
  readonly outputWeight: TensorValue;
  readonly outputBias: TensorValue | null;
}

/** What a call of several heads asks for; masks say true, or minus infinity, where a key is not to be taken. */
export interface HeadOptions {
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly mask: TensorValue | null;
  readonly keyPadding: TensorValue | null;
  readonly needsWeights: boolean;
  readonly averages: boolean;
  readonly causal: boolean;
}

/** Multi-head attention of batches: (batch, places, features) or with places first. Gives the output and the weights. */
export function multiHeadAttention(
  recorder: Recorder,
  inputs: Three,
  parameters: HeadParameters,
  options: HeadOptions,
  within: <Result>(run: () => Result) => Result = (run) => run(),
): readonly [TensorValue, TensorValue | null] {
  const { batchFirst, needsWeights, averages } = options;
  const on = (call: OpCall, args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour });
  const [joined, weights] = within(() => {
    const [q, k, v] = headsOf(recorder, inputs, parameters, batchFirst);
    const attending = { ...masks(recorder, options, parameters, q), scale: null };
    const explicit = needsWeights && attending.mask !== null;
    const shares = needsWeights ? sharesOf(recorder, q, k, attending, explicit) : null;
    const heads =
      explicit && shares
        ? on(plainCall('matrix-product'), [dropped(recorder, shares, options), v])
        : attended(recorder, q, k, v, attending);
    const axes = batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3];
    const places = on({ op: 'permute', attributes: { axes } }, [heads]);
    const merged = on({ op: 'flatten', attributes: { startAxis: 2, endAxis: 3 } }, [places]);
    return [merged, shares] as const;
  });
  const output = linear(recorder, joined, parameters.outputWeight, parameters.outputBias);
  if (!weights) return [output, null];
  return [output, averages ? averaged(recorder, weights) : weights];
}

function dropped(recorder: Recorder, shares: TensorValue, { dropout }: HeadOptions): TensorValue {
  if (dropout === 0) return shares;
  return recorder.apply({ op: 'dropout', attributes: { rate: dropout } }, [shares], { flavour });
}

/** Queries, keys and values of all heads, (batch, heads, places, features of a head). */
function headsOf(recorder: Recorder, inputs: Three, parameters: HeadParameters, batchFirst: boolean): Three {
  const { heads, keyBias, valueBias, zeroAttention } = parameters;
  const on = (call: OpCall, args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour });
  const [q, k, v] = projected(recorder, inputs, parameters);
  const longer = (of: TensorValue, bias: TensorValue | null): TensorValue => {
    if (!bias) return of;
    const [first = 1, second = 1, features = 1] = of.shape ?? [];
    const sizes = batchFirst ? [first, 1, features] : [1, second, features];
    const row = on({ op: 'expand', attributes: { sizes } }, [bias]);
    return on({ op: 'concat', attributes: { axis: batchFirst ? 1 : 0 } }, [of, row]);
  };
  const split = (of: TensorValue): TensorValue => {
    const [, second = 1, features = 1] = of.shape ?? [];
    // -1: keys may be more than the batch that they are counted by.
    const sizes = [-1, second, heads, features / heads];
    const apart = on({ op: 'reshape', attributes: { sizes } }, [of]);
    return on({ op: 'permute', attributes: { axes: batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3] } }, [apart]);
  };
  const ended = (of: TensorValue): TensorValue =>
    zeroAttention
      ? on({ op: 'pad', attributes: { mode: 'constant', amounts: [0, 0, 0, 1], value: 0 } }, [of])
      : of;
  return [split(q), ended(split(longer(k, keyBias))), ended(split(longer(v, valueBias)))];
}

/** The projections of queries, keys and values; one product where they are made of the same. */
function projected(
  recorder: Recorder,
  [query, key, value]: Three,
  { joint, separate, inputBias }: HeadParameters,
): Three {
  const pieces = (of: TensorValue, count: number, axis: number): readonly TensorValue[] =>
    recorder.applyAll({ op: 'chunk', attributes: { chunks: count, axis } }, [of], { flavour });
  const part = (of: TensorValue | null, from: number, to: number): TensorValue | null => {
    if (!of) return null;
    const size = (of.shape?.[0] ?? 0) / 3;
    const attributes = { axis: 0, start: from * size, end: to * size, step: 1 };
    return recorder.apply({ op: 'slice', attributes }, [of], { flavour });
  };
  const product = (of: TensorValue, from: number, to: number): TensorValue => {
    const own = separate?.[from] ?? part(joint, from, to);
    if (!own)
      throw fail(
        recorder.machine,
        'AssertionError',
        'use_separate_proj_weight is False but in_proj_weight is None',
      );
    return linear(recorder, of, own, part(inputBias, from, to));
  };
  const three = (list: readonly TensorValue[]): Three => {
    const [q = query, k = q, v = q] = list;
    return [q, k, v];
  };
  if (joint && query === key && key === value) {
    return three(pieces(linear(recorder, query, joint, inputBias), 3, -1));
  }
  if (joint && key === value) return three([product(query, 0, 1), ...pieces(product(key, 1, 3), 2, -1)]);
  return [product(query, 0, 1), product(key, 1, 2), product(value, 2, 3)];
}

/** Both masks as one that attention takes, longer by the keys that were added; a causal one as a word where that is all. */
function masks(
  recorder: Recorder,
  { mask, keyPadding, causal, needsWeights, dropout }: HeadOptions,
  { keyBias, zeroAttention, heads }: HeadParameters,
  q: TensorValue,
): Omit<Attending, 'scale'> {
  if (causal && !keyPadding && !needsWeights) return { mask: null, causal: true, dropout };
  const on = (call: OpCall, args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour });
  const added = (keyBias ? 1 : 0) + (zeroAttention ? 1 : 0);
  const longer = (of: TensorValue): TensorValue =>
    added > 0 ? on({ op: 'pad', attributes: { mode: 'constant', amounts: [0, added], value: 0 } }, [of]) : of;
  const [batch = 1] = q.shape ?? [];
  const shaped = (of: TensorValue, sizes: readonly number[]): TensorValue =>
    on({ op: 'reshape', attributes: { sizes } }, [of]);
  const found: TensorValue[] = [];
  if (mask) {
    const all = longer(asFloats(recorder, mask));
    const [, rows = 1, columns = 1] = all.shape ?? [];
    found.push(all.shape?.length === 3 ? shaped(all, [batch, heads, rows, columns]) : all);
  }
  if (keyPadding) {
    const all = longer(asFloats(recorder, keyPadding));
    found.push(shaped(all, [batch, 1, 1, all.shape?.at(-1) ?? 1]));
  }
  const [first, second] = found;
  if (!first) return { mask: null, causal: false, dropout };
  return { mask: second ? pair(recorder, 'add', first, second) : first, causal: false, dropout };
}

/** A mask of what is left out as numbers that are added to the products. */
function asFloats(recorder: Recorder, mask: TensorValue): TensorValue {
  if (mask.dtype !== 'bool') return mask;
  const nothing = recorder.apply({ op: 'full-like', attributes: { value: 0 } }, [mask], { flavour });
  return recorder.apply({ op: 'masked-fill', attributes: { value: -Infinity } }, [nothing, mask], {
    flavour,
  });
}

/**
 * The share of every key for every query. Where the attention itself is made by one op, they are only computed if something uses them, and
 * without the zeros that dropout puts into them in training.
 */
function sharesOf(
  recorder: Recorder,
  q: TensorValue,
  k: TensorValue,
  { mask }: Omit<Attending, 'scale'>,
  now: boolean,
): TensorValue {
  const features = q.shape?.at(-1) ?? 1;
  const made = now ? atOnce(recorder) : whenUsed(recorder);
  const turned = made({ op: 'transpose', attributes: { firstAxis: -2, secondAxis: -1 } }, [k]);
  const scaled = made({ op: 'affine', attributes: { scale: 1 / Math.sqrt(features), shift: 0 } }, [q]);
  const products = made(plainCall('matrix-product'), [scaled, turned]);
  const masked = mask ? made(plainCall('add'), [products, mask]) : products;
  return made({ op: 'softmax', attributes: { axis: -1 } }, [masked]);
}

function averaged(recorder: Recorder, weights: TensorValue): TensorValue {
  const call: OpCall = { op: 'mean', attributes: { axes: [1], keepDimensions: false } };
  return (weights.content.kind === 'call' ? whenUsed(recorder) : atOnce(recorder))(call, [weights]);
}

type Making = (call: OpCall, args: readonly TensorValue[]) => TensorValue;

function atOnce(recorder: Recorder): Making {
  return (call, args) => recorder.apply(call, args, { flavour });
}

/** Nodes that come into the network where something uses them. */
function whenUsed(recorder: Recorder): Making {
  return (call, args) => recorder.later(call, args, { flavour });
}
