/** Scaled dot-product attention (Vaswani et al. 2017): every query takes the mean of the values, weighted by how its keys fit. */
import type { Kernels } from '../../tensor/kernels';
import type { RandomStream } from '../../tensor/random';
import { isFloat, reshaped, sameShape, sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { stretches } from '../broadcast';

type AttentionAttributes = {
  /** Whether a query at place t takes only the keys at places 0 to t. */
  readonly causal: boolean;
  /** What the products are multiplied by; null: 1 / sqrt(features). */
  readonly scale: number | null;
  /** Share of the weights that are zeroed in training. */
  readonly dropout: number;
};

interface Saved {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
  readonly mask: Tensor | null;
  readonly scale: number;
  /** The weights of the values for every query, (..., queries, keys), before dropout. */
  readonly weights: Tensor;
  /** What they were multiplied by, or null where nothing was dropped. */
  readonly drops: Tensor | null;
}

const name = 'scaled-dot-product-attention';

/**
 * Arguments: q (..., heads, queries, features), k (..., heads, keys, features), v (..., heads, keys, outputs), optionally a mask that
 * broadcasts to (..., heads, queries, keys): bool, true where a query takes a key, or float, added to the products. Output: (...,
 * heads, queries, outputs). k and v may have fewer heads than q, a divisor: neighbouring heads of q then share one (grouped queries).
 * Queries that take no key get zeros, as in PyTorch's scaled_dot_product_attention (2.5 and later).
 */
export const scaledDotProductAttention = defineOp<AttentionAttributes, Saved>({
  role: 'join',
  shape: attentionShape,
  work: ([q, k, v]) => {
    const products = sizeOf(q?.shape.slice(0, -1) ?? []) * (k?.shape.at(-2) ?? 1);
    return products * (2 * (q?.shape.at(-1) ?? 1) + 2 * (v?.shape.at(-1) ?? 1) + 5);
  },
  extra: ([q, k], { dropout }) => {
    const weights = sizeOf(q?.shape.slice(0, -1) ?? []) * (k?.shape.at(-2) ?? 1);
    return { saved: weights * (dropout > 0 ? 3 : 1), passing: weights * (dropout > 0 ? 2 : 1) };
  },
  forward: (kernels, args, attributes, run) => {
    const [q, k, v, mask = null] = args;
    if (!q || !k || !v) throw new RangeError(`${name} takes queries, keys and values`);
    const scale = attributes.scale ?? 1 / Math.sqrt(Math.max(1, q.shape.at(-1) ?? 1));
    const weights = kernels.allocate([...q.shape.slice(0, -1), k.shape.at(-2) ?? 0]);
    kernels.matrixProduct(grouped(q, k), k, grouped(weights, k), { transposeB: true });
    kernels.maskedSoftmax(weights, { scale, causal: attributes.causal, mask }, weights);
    const drops =
      run.training && attributes.dropout > 0 ? drawn(kernels, weights, attributes.dropout, run.random) : null;
    const y = kernels.allocate([...q.shape.slice(0, -1), v.shape.at(-1) ?? 0]);
    kernels.matrixProduct(grouped(dropped(kernels, weights, drops), v), v, grouped(y, v));
    return { outputs: [y], saved: { q, k, v, mask, scale, weights, drops } };
  },
  backward: (kernels, [dy], saved, _attributes, wanted) => {
    const { q, k, v, mask, weights, drops } = saved;
    const none: (Tensor | null)[] = [null, null, null, ...(mask ? [null] : [])];
    if (!dy) return none;
    const dv = wanted[2] === true ? kernels.allocate(v.shape) : null;
    const flow = grouped(dy, v);
    if (dv)
      kernels.matrixProduct(grouped(dropped(kernels, weights, drops), v), flow, dv, { transposeA: true });
    const wantsMask = wanted[3] === true && mask !== null && isFloat(mask.elementType);
    if (wanted[0] !== true && wanted[1] !== true && !wantsMask) return none.with(2, dv);
    const dScores = kernels.allocate(weights.shape);
    kernels.matrixProduct(flow, v, grouped(dScores, v), { transposeB: true });
    if (drops) kernels.pairwise('multiply', dScores, drops, dScores);
    kernels.softmaxGradient(dScores, weights, 1, dScores);
    const dMask = wantsMask ? kernels.allocate(mask.shape) : null;
    if (dMask) kernels.reduce('sum', dScores, dMask);
    kernels.affine(dScores, saved.scale, 0, dScores);
    const dq = wanted[0] === true ? kernels.allocate(q.shape) : null;
    if (dq) kernels.matrixProduct(grouped(dScores, k), k, grouped(dq, k));
    const dk = wanted[1] === true ? kernels.allocate(k.shape) : null;
    if (dk) kernels.matrixProduct(grouped(dScores, k), grouped(q, k), dk, { transposeA: true });
    return [dq, dk, dv, ...(mask ? [dMask] : [])];
  },
});

/** With the heads that share keys or values below each other: (..., heads of `shared`, queries of them all, size of the last axis). */
function grouped(tensor: Tensor, shared: Tensor): Tensor {
  const leading = shared.shape.slice(0, -2);
  const last = tensor.shape.at(-1) ?? 1;
  const heads = sizeOf(leading);
  const rows = heads === 0 ? (tensor.shape.at(-2) ?? 0) : sizeOf(tensor.shape.slice(0, -1)) / heads;
  return reshaped(tensor, [...leading, rows, last]);
}

function drawn(kernels: Kernels, weights: Tensor, rate: number, random: RandomStream): Tensor {
  const drops = kernels.allocate(weights.shape);
  const kept = rate === 1 ? 0 : 1 / (1 - rate);
  kernels.draw({ kind: 'coins', share: rate, one: 0, other: kept }, random, drops);
  return drops;
}

function dropped(kernels: Kernels, weights: Tensor, drops: Tensor | null): Tensor {
  if (!drops) return weights;
  const remaining = kernels.allocate(weights.shape);
  kernels.pairwise('multiply', weights, drops, remaining);
  return remaining;
}

function attentionShape(
  [q, k, v, mask]: readonly TensorType[],
  { scale, dropout }: AttentionAttributes,
): readonly TensorType[] | ShapeError {
  if (!q || !k || !v) return { error: `${name} takes queries, keys and values` };
  const odd = [q, k, v].find(({ elementType }) => !isFloat(elementType));
  if (odd) return { error: `${name} needs floats, found ${odd.elementType} values` };
  if (scale !== null && !Number.isFinite(scale)) return { error: `${name} needs a scale, found ${scale}` };
  if (!(dropout >= 0 && dropout <= 1)) {
    return { error: `${name} needs a dropout between 0 and 1, found ${dropout}` };
  }
  const fault = leadingFault(q, k, v);
  if (fault !== null) return { error: fault };
  const scores = [...q.shape.slice(0, -1), k.shape.at(-2) ?? 0];
  if (mask && !stretches(mask.shape, scores)) {
    return {
      error: `${name} needs a mask that fits queries and keys, (${scores.join(', ')}), found (${mask.shape.join(', ')})`,
    };
  }
  if (mask && mask.elementType === 'int32')
    return { error: `${name} needs a mask of bools or floats, found int32` };
  return [{ elementType: q.elementType, shape: [...q.shape.slice(0, -1), v.shape.at(-1) ?? 0] }];
}

function leadingFault(q: TensorType, k: TensorType, v: TensorType): string | null {
  const shapes = [q, k, v].map(({ shape }) => `(${shape.join(', ')})`).join(', ');
  if ([q, k, v].some(({ shape }) => shape.length < 2)) {
    return `${name} needs queries, keys and values with places and features, found ${shapes}`;
  }
  if (q.shape.at(-1) !== k.shape.at(-1)) {
    return `${name} needs queries and keys of as many features, found ${q.shape.at(-1)} and ${k.shape.at(-1)}`;
  }
  if (k.shape.at(-2) !== v.shape.at(-2)) {
    return `${name} needs as many keys as values, found ${k.shape.at(-2)} and ${v.shape.at(-2)}`;
  }
  const batches = (type: TensorType): readonly number[] => type.shape.slice(0, -3);
  const heads = ({ shape }: TensorType): number => shape.at(-3) ?? 1;
  const fits = (type: TensorType): boolean =>
    type.shape.length === q.shape.length &&
    sameShape(batches(type), batches(q)) &&
    (heads(type) === heads(q) || (heads(type) > 0 && heads(q) % heads(type) === 0));
  return fits(k) && fits(v)
    ? null
    : `${name} needs queries, keys and values of one batch, with as many heads or a divisor of them, found ${shapes}`;
}
