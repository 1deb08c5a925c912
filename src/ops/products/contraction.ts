/** Sums of products of tensors with named axes, pair by pair: each pair is one product of matrices, or elementwise where it has none. */
import type { Kernels } from '../../tensor/kernels';
import { reshaped, sizeOf, type Tensor } from '../../tensor/tensor';
import { stridesOf } from '../movement/axes';

/** The size of each label. */
export type Sizes = ReadonlyMap<string, number>;

/** A tensor with a label for each axis, all different, of the sizes that belong to the labels. */
export interface Term {
  readonly tensor: Tensor;
  readonly labels: readonly string[];
}

/** The sum over all labels that `result` does not have of the product of all terms, its axes in the order of `result`. */
export function contract(
  kernels: Kernels,
  terms: readonly Term[],
  result: readonly string[],
  sizes: Sizes,
): Tensor {
  const rest = [...terms];
  for (const [first, second] of planOf(
    terms.map(({ labels }) => labels),
    result,
    sizes,
  ).pairs) {
    // The later one first, so that the place of the earlier one stays.
    const [right] = rest.splice(second, 1);
    const [left] = rest.splice(first, 1);
    if (!left || !right) throw new RangeError('a plan names terms that exist');
    const needed = new Set([...result, ...rest.flatMap(({ labels }) => labels)]);
    const last = rest.length === 0 ? result.at(-1) : undefined;
    // The columns of a product are its last axes: the term that has the result's last axis alone belongs on the right.
    const swaps = last !== undefined && left.labels.includes(last) && !right.labels.includes(last);
    rest.push(
      swaps ? productOf(kernels, right, left, needed, sizes) : productOf(kernels, left, right, needed, sizes),
    );
  }
  const [last] = rest;
  if (!last) throw new RangeError('a contraction has at least one term');
  return arranged(kernels, summed(kernels, last, new Set(result), sizes), result, sizes);
}

/** Which two terms are multiplied in turn (their product comes last in the list), and the floating-point operations of all. */
export interface Plan {
  readonly pairs: readonly (readonly [first: number, second: number])[];
  readonly work: number;
}

/** Takes at each turn the pair after which the least is to be done, if all the rest were done at once; the best order for three. */
export function planOf(
  labels: readonly (readonly string[])[],
  result: readonly string[],
  sizes: Sizes,
): Plan {
  const rest = [...labels];
  const pairs: (readonly [number, number])[] = [];
  let work = rest.length === 1 ? volume(rest[0] ?? [], sizes) : 0;
  while (rest.length > 1) {
    const best = bestPair(rest, result, sizes);
    work += best.work;
    pairs.push(best.pair);
    rest.splice(best.pair[1], 1);
    rest.splice(best.pair[0], 1);
    rest.push(best.product);
  }
  return { pairs, work };
}

interface Choice {
  readonly pair: readonly [number, number];
  readonly product: readonly string[];
  readonly work: number;
  readonly total: number;
}

function bestPair(rest: readonly (readonly string[])[], result: readonly string[], sizes: Sizes): Choice {
  let best: Choice | null = null;
  for (let second = 1; second < rest.length; second += 1) {
    for (let first = 0; first < second; first += 1) {
      const joint = [...(rest[first] ?? []), ...(rest[second] ?? [])];
      const others = rest.filter((_labels, place) => place !== first && place !== second).flat();
      const needed = new Set([...result, ...others]);
      const product = [...new Set(joint)].filter((label) => needed.has(label));
      const work = 2 * volume(joint, sizes);
      const total = work + (rest.length > 2 ? 2 * volume([...product, ...others], sizes) : 0);
      if (!best || total < best.total) best = { pair: [first, second], product, work, total };
    }
  }
  if (!best) throw new RangeError('a pair needs two terms');
  return best;
}

/** The product of the sizes of different labels. */
function volume(labels: readonly string[], sizes: Sizes): number {
  return [...new Set(labels)].reduce((product, label) => product * (sizes.get(label) ?? 1), 1);
}

/** The product of two terms, summed over the labels that only they have and nobody needs. */
function productOf(kernels: Kernels, a: Term, b: Term, needed: ReadonlySet<string>, sizes: Sizes): Term {
  const left = summed(kernels, a, new Set([...needed, ...b.labels]), sizes);
  const right = summed(kernels, b, new Set([...needed, ...a.labels]), sizes);
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const parts = { batch, inner, rows, columns };
  return inner.length === 0 || volume([...rows, ...columns], sizes) === 1
    ? elementwiseProduct(kernels, left, right, parts, needed, sizes)
    : matrixProductOf(kernels, left, right, parts, sizes);
}

/** Labels of a pair: in both and kept, in both and summed over, in the left one only, in the right one only. */
type Parts = Readonly<Record<'batch' | 'inner' | 'rows' | 'columns', readonly string[]>>;

function elementwiseProduct(
  kernels: Kernels,
  left: Term,
  right: Term,
  { batch, inner, rows, columns }: Parts,
  needed: ReadonlySet<string>,
  sizes: Sizes,
): Term {
  const labels = [...batch, ...rows, ...columns, ...inner];
  const spread = (term: Term): Tensor => {
    const own = labels.filter((label) => term.labels.includes(label));
    const shape = labels.map((label) => (own.includes(label) ? (sizes.get(label) ?? 1) : 1));
    return reshaped(arranged(kernels, term, own, sizes), shape);
  };
  const tensor = kernels.allocate(shapeOf(labels, sizes));
  kernels.pairwise('multiply', spread(left), spread(right), tensor);
  return summed(kernels, { tensor, labels }, needed, sizes);
}

function matrixProductOf(
  kernels: Kernels,
  left: Term,
  right: Term,
  { batch, inner, rows, columns }: Parts,
  sizes: Sizes,
): Term {
  const transposeA = isOrder(left.labels, [...batch, ...inner, ...rows]);
  const transposeB = isOrder(right.labels, [...batch, ...columns, ...inner]);
  const matrices = (term: Term, first: readonly string[], second: readonly string[]): Tensor => {
    const leading = batch.length === 0 ? [] : [volume(batch, sizes)];
    return reshaped(arranged(kernels, term, [...batch, ...first, ...second], sizes), [
      ...leading,
      volume(first, sizes),
      volume(second, sizes),
    ]);
  };
  const a = transposeA ? matrices(left, inner, rows) : matrices(left, rows, inner);
  const b = transposeB ? matrices(right, columns, inner) : matrices(right, inner, columns);
  const labels = [...batch, ...rows, ...columns];
  const out = kernels.allocate(shapeOf(labels, sizes));
  const leading = a.shape.slice(0, -2);
  const matrix = reshaped(out, [...leading, volume(rows, sizes), volume(columns, sizes)]);
  kernels.matrixProduct(a, b, matrix, { transposeA, transposeB });
  return { tensor: out, labels };
}

function isOrder(labels: readonly string[], order: readonly string[]): boolean {
  return labels.every((label, axis) => label === order[axis]);
}

function shapeOf(labels: readonly string[], sizes: Sizes): readonly number[] {
  return labels.map((label) => sizes.get(label) ?? 1);
}

/** The term summed over the labels that nobody needs. */
function summed(kernels: Kernels, { tensor, labels }: Term, needed: ReadonlySet<string>, sizes: Sizes): Term {
  const kept = labels.filter((label) => needed.has(label));
  if (kept.length === labels.length) return { tensor, labels };
  const sum = kernels.allocate(labels.map((label) => (needed.has(label) ? (sizes.get(label) ?? 1) : 1)));
  kernels.reduce('sum', tensor, sum);
  return { tensor: reshaped(sum, shapeOf(kept, sizes)), labels: kept };
}

/** The term with its axes in an order that has all of its labels; other labels of the order repeat it. Copies only where it must. */
function arranged(
  kernels: Kernels,
  { tensor, labels }: Term,
  order: readonly string[],
  sizes: Sizes,
): Tensor {
  const shape = shapeOf(order, sizes);
  const long = (label: string): boolean => sizes.get(label) !== 1;
  const [present, wanted] = [labels.filter(long), order.filter(long)];
  if (present.length === wanted.length && isOrder(present, wanted)) return reshaped(tensor, shape);
  const strides = stridesOf(tensor.shape);
  const from = order.map((label) => strides[labels.indexOf(label)] ?? 0);
  const out = kernels.allocate(shape);
  kernels.copy(shape, tensor, { start: 0, strides: from }, out, { start: 0, strides: stridesOf(shape) });
  return out;
}

/**
 * A tensor as a term: axes of one label become the diagonal, axes of size 1 that stand for a longer label are left out. `labels` has
 * one for each axis.
 */
export function termOf(kernels: Kernels, tensor: Tensor, labels: readonly string[], sizes: Sizes): Term {
  const { own, strides } = ownAxes(tensor, labels, sizes);
  const shape = shapeOf(own, sizes);
  if (sizeOf(shape) === tensor.data.length) return { tensor: reshaped(tensor, shape), labels: own };
  const out = kernels.allocate(shape);
  kernels.copy(shape, tensor, { start: 0, strides }, out, { start: 0, strides: stridesOf(shape) });
  return { tensor: out, labels: own };
}

/** The gradient of the tensor that `termOf` made a term of: what does not lie on the diagonal has none. */
export function fromTerm(
  kernels: Kernels,
  gradient: Tensor,
  tensor: Tensor,
  labels: readonly string[],
  sizes: Sizes,
): Tensor {
  if (gradient.data.length === tensor.data.length) return reshaped(gradient, tensor.shape);
  const { own, strides } = ownAxes(tensor, labels, sizes);
  const shape = shapeOf(own, sizes);
  const out = kernels.allocate(tensor.shape);
  kernels.copy(shape, gradient, { start: 0, strides: stridesOf(shape) }, out, { start: 0, strides });
  return out;
}

/** The different labels of a tensor that are as long as their label, and how far apart their elements stand. */
function ownAxes(
  { shape }: Tensor,
  labels: readonly string[],
  sizes: Sizes,
): { readonly own: readonly string[]; readonly strides: readonly number[] } {
  const steps = new Map<string, number>();
  const dense = stridesOf(shape);
  labels.forEach((label, axis) => {
    if (shape[axis] === sizes.get(label)) steps.set(label, (steps.get(label) ?? 0) + (dense[axis] ?? 0));
  });
  return { own: [...steps.keys()], strides: [...steps.values()] };
}
