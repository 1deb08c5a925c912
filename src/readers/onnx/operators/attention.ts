/** Attention: that of the standard, rotary positions, and what exporters write as products and a softmax. */
import type { Shape, Tensor } from '../../../tensor/tensor';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** Adding this or less to a product leaves no weight in float32. */
const nothing = -1e30;

/** Queries, turned keys, values, two scales, and a mask that is added: see network/patterns/attention. */
function fused(asked: Asked): Operand {
  const [q, turned, v, mask] = [asked.input(0), asked.input(1), asked.input(2), asked.optional(5)];
  const scales = [3, 4].map((place) => asked.record.known(asked.input(place))?.data[0]);
  const [first, second] = scales;
  asked.record.joinLayer();
  if (first === undefined || second === undefined) return asProducts(asked, mask);
  const rank = shapeOf(turned).length;
  const axes = [...Array(rank).keys()].with(-1, rank - 2).with(-2, rank - 1);
  const k = asked.apply({ op: 'permute', attributes: { axes } }, turned);
  return attended(asked, [q, k, v], { mask, scale: first * second, causal: false });
}

/** As the file has it, where the scales are computed by the network. */
function asProducts(asked: Asked, mask: Given | null): Operand {
  const product = { op: 'matrix-product', attributes: {} } as const;
  const times = { op: 'multiply', attributes: {} } as const;
  const q = asked.apply(times, asked.input(0), asked.input(3));
  const k = asked.apply(times, asked.input(1), asked.input(4));
  const scores = asked.apply(product, q, k);
  const masked = mask ? asked.apply({ op: 'add', attributes: {} }, scores, mask) : scores;
  const weights = asked.apply({ op: 'softmax', attributes: { axis: shapeOf(masked).length - 1 } }, masked);
  return asked.apply(product, weights, asked.input(2));
}

interface Attending {
  readonly mask: Given | null;
  readonly scale: number;
  readonly causal: boolean;
}

/** Attention with a mask, which is none where it says no more than which places come later. */
function attended(
  asked: Asked,
  [q, k, v]: readonly [Given, Given, Given],
  { mask, scale, causal }: Attending,
): Given {
  const usual = 1 / Math.sqrt(Math.max(1, shapeOf(q).at(-1) ?? 1));
  const known = mask && asked.record.known(mask);
  const isCausal = !causal && known !== null && hidesLater(known, shapeOf(q).at(-2), shapeOf(k).at(-2));
  const attributes = {
    causal: causal || isCausal,
    scale: Math.abs(scale - usual) < 1e-6 * usual ? null : scale,
    dropout: 0,
  };
  const added = mask && !isCausal ? [maskOf(asked, mask)] : [];
  return asked.apply({ op: 'scaled-dot-product-attention', attributes }, q, k, v, ...added);
}

/** A mask of the file is no weight; where it is the same for every sample of the file's batch it holds for any batch. */
function maskOf(asked: Asked, mask: Given): Given {
  const tensor = asked.record.known(mask);
  if (!tensor) return mask;
  const [samples = 1, ...rest] = tensor.shape;
  const each = tensor.data.length / samples;
  const { bakedBatch } = asked.around;
  const isAlike =
    samples === bakedBatch &&
    tensor.shape.length === 4 &&
    tensor.data.every((value, at) => value === tensor.data[at % each]);
  const shape: Shape = isAlike ? [1, ...rest] : tensor.shape;
  const data = Array.from(isAlike ? tensor.data.subarray(0, each) : tensor.data);
  return asked.known(computedOf(mask), shape, data);
}

/** Whether a mask takes away what stands later, and nothing else. */
function hidesLater({ shape, data, elementType }: Tensor, queries = 0, keys = 0): boolean {
  const isPlain = shape.slice(0, -2).every((size) => size === 1) && queries > 1 && queries === keys;
  if (!isPlain || shape.at(-1) !== keys || shape.at(-2) !== queries) return false;
  return data.every((value, at) => {
    const later = at % keys > Math.floor(at / keys);
    if (elementType === 'bool') return (value === 0) === later;
    return later ? value <= nothing : value === 0;
  });
}

/** Attributes that are read, or change nothing that a network of ours computes. */
const understood: ReadonlySet<string> = new Set([
  ...['is_causal', 'q_num_heads', 'kv_num_heads', 'scale'],
  ...['softmax_precision', 'qk_matmul_output_mode'],
]);

/** The operator of version 23: several heads, side by side in three axes or apart in four. */
function attention(asked: Asked): readonly Operand[] {
  const unusual = [...asked.node.attributes].find(([name, { float, whole }]) => {
    const value = float ?? whole ?? 0;
    return !understood.has(name) && value !== (name.endsWith('_size') ? -1 : 0);
  });
  if (unusual) throw new Unspellable(`Attention has ${unusual[0]}.`);
  if (asked.optional(4) ?? asked.optional(5) ?? asked.optional(6)) {
    throw new Unspellable('Attention takes keys and values of earlier calls.');
  }
  if (asked.node.outputs.slice(1).some((name) => name !== '')) {
    throw new Unspellable('Attention gives more than its result.');
  }
  const inputs = [asked.input(0), asked.input(1), asked.input(2)] as const;
  const counts = [asked.whole('q_num_heads', 0), ...Array<number>(2).fill(asked.whole('kv_num_heads', 0))];
  const isFlat = shapeOf(inputs[0]).length === 3;
  const [q, k, v] = inputs.map((x, place) => (isFlat ? inHeads(asked, x, counts[place] ?? 0) : x));
  if (!q || !k || !v) throw new Unspellable('Attention lacks an input.');
  const usual = 1 / Math.sqrt(Math.max(1, shapeOf(q).at(-1) ?? 1));
  const scale = asked.has('scale') ? asked.float('scale', usual) : usual;
  const causal = asked.whole('is_causal', 0) === 1;
  asked.record.joinLayer();
  const y = attended(asked, [q, k, v], { mask: asked.optional(3), scale, causal });
  if (!isFlat) return [y];
  const joined = asked.apply({ op: 'permute', attributes: { axes: [0, 2, 1, 3] } }, y);
  return [asked.apply({ op: 'flatten', attributes: { startAxis: 2, endAxis: 3 } }, joined)];
}

/** (batch, places, heads x features) as (batch, heads, places, features). */
function inHeads(asked: Asked, x: Given, heads: number): Given {
  const [batch = 1, places = 1, width = 0] = shapeOf(x);
  if (!(heads > 0) || width % heads !== 0)
    throw new Unspellable(`Attention cannot part ${width} features into ${heads} heads.`);
  const sizes = [batch, places, heads, width / heads];
  const parted = asked.apply({ op: 'reshape', attributes: { sizes } }, x);
  return asked.apply({ op: 'permute', attributes: { axes: [0, 2, 1, 3] } }, parted);
}

/** Attention of the standard by its names. */
export const attentionOperators = {
  Attention: { since: 23, spell: attention },
} as const satisfies Record<string, Operator>;

/** What patterns put in the place of several nodes, by the names that they have among ourselves. */
export const fusedOperators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['ScaledDotProductAttention', { since: 1, spell: fused }],
]);
