/** Embeddings: a learned vector for every index, alone or folded over bags of indices. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { addAlong, takeAlong } from './alongAxis';
import { checkedIndices } from './positions';

type EmbeddingAttributes = {
  /** The row that learns nothing (PyTorch's padding_idx), or null. */
  readonly paddingIndex: number | null;
};

interface Saved {
  readonly shape: Shape;
  readonly indices: Int32Array;
}

/** Arguments: weight (count, features), int32 indices of any shape. Output: (...indices, features), the rows of the weight. */
export const embedding = defineOp<EmbeddingAttributes, Saved>({
  role: 'weighted',
  shape: (args, { paddingIndex }) => {
    const [weight, indices] = args;
    const error = misfit('embedding', args, paddingIndex);
    if (error || !weight || !indices) return error ?? { error: 'embedding takes a weight and indices' };
    return [{ elementType: weight.elementType, shape: [...indices.shape, weight.shape[1] ?? 0] }];
  },
  forward: (kernels, [weight, given]) => {
    if (!weight || !given) throw new RangeError('embedding takes a weight and indices');
    const [count = 0, features = 0] = weight.shape;
    const indices = checkedIndices('embedding', given, count, 'rows of its weight');
    const y = kernels.allocate([...given.shape, features]);
    takeAlong(weight, { outer: 1, size: count, inner: features }, indices, y, kernels.pace);
    return { outputs: [y], saved: { shape: weight.shape, indices } };
  },
  backward: (kernels, [dy], { shape, indices }, { paddingIndex }, wanted) => {
    if (!dy || wanted[0] !== true) return [null, null];
    const [count = 0, features = 0] = shape;
    const dW = kernels.allocate(shape);
    addAlong(dy, { outer: 1, size: count, inner: features }, indices, dW, kernels.pace);
    if (paddingIndex !== null) dW.data.fill(0, paddingIndex * features, (paddingIndex + 1) * features);
    return [dW, null];
  },
});

function misfit(
  name: string,
  [weight, indices]: readonly TensorType[],
  paddingIndex: number | null,
): ShapeError | undefined {
  if (!weight || !indices) return { error: `${name} takes a weight and indices` };
  if (weight.shape.length !== 2) {
    return { error: `${name} needs a weight of shape (count, features), found ${shapeText(weight.shape)}` };
  }
  if (!isFloat(weight.elementType)) {
    return { error: `${name} needs a weight of floats, found ${weight.elementType} values` };
  }
  if (indices.elementType !== 'int32') {
    return { error: `${name} needs int32 indices, found ${indices.elementType} values` };
  }
  const [count = 0] = weight.shape;
  if (
    paddingIndex !== null &&
    !(Number.isInteger(paddingIndex) && paddingIndex >= 0 && paddingIndex < count)
  ) {
    return { error: `${name} needs a padding index below its ${count} rows, found ${paddingIndex}` };
  }
  return undefined;
}

/** How the vectors of a bag become one. */
export const bagModes = ['sum', 'mean', 'max'] as const;

type BagAttributes = EmbeddingAttributes & { readonly mode: (typeof bagModes)[number] };

interface SavedBags {
  readonly shape: Shape;
  readonly indices: Int32Array;
  /** Bag b holds the indices from starts[b] to before starts[b + 1]. */
  readonly starts: Int32Array;
  /** For `max`: the row of the weight that each output number came from, -1 for none. */
  readonly winners: Int32Array | null;
}

/**
 * Arguments: weight (count, features); int32 indices, either (bags, length) or a list with int32 offsets (bags) where each bag begins.
 * Output: (bags, features), the sum, mean or greatest value of the vectors of a bag; padding is left out, and an empty bag is 0
 * (torch.nn.EmbeddingBag without weights per sample).
 */
export const embeddingBag = defineOp<BagAttributes, SavedBags>({
  role: 'weighted',
  shape: (args, attributes) => bagType(args, attributes),
  work: ([weight, indices]) => sizeOf(indices?.shape ?? []) * (weight?.shape[1] ?? 0),
  forward: (kernels, [weight, given, offsets], { paddingIndex, mode }) => {
    if (!weight || !given) throw new RangeError('embedding-bag takes a weight and indices');
    const indices = checkedIndices('embedding-bag', given, weight.shape[0] ?? 0, 'rows of its weight');
    const starts = offsets ? startsFrom(offsets, indices.length) : evenStarts(given.shape);
    const y = kernels.allocate([starts.length - 1, weight.shape[1] ?? 0]);
    const bags = { shape: weight.shape, indices, starts };
    const winners = mode === 'max' ? greatest(kernels, weight, bags, paddingIndex, y) : null;
    if (mode !== 'max') {
      eachVector(bags, paddingIndex, (bag, row, share) =>
        addRow(kernels, weight, row, mode === 'sum' ? 1 : share, y, bag),
      );
    }
    return { outputs: [y], saved: { ...bags, winners } };
  },
  backward: (kernels, [dy], saved, attributes, wanted) =>
    !dy || wanted[0] !== true
      ? [null, null, null]
      : [bagGradient(kernels, dy, saved, attributes), null, null],
});

function bagType(
  args: readonly TensorType[],
  { paddingIndex, mode }: BagAttributes,
): readonly TensorType[] | ShapeError {
  const [weight, indices, offsets] = args;
  const error = misfit('embedding-bag', args, paddingIndex);
  if (error || !weight || !indices) return error ?? { error: 'embedding-bag takes a weight and indices' };
  if (!bagModes.includes(mode))
    return { error: `embedding-bag needs one of the modes ${bagModes.join(', ')}, found ${mode}` };
  const wanted = offsets ? 1 : 2;
  if (indices.shape.length !== wanted) {
    return {
      error: `embedding-bag needs indices of shape ${offsets ? '(count) beside offsets' : '(bags, length)'}, found ${shapeText(indices.shape)}`,
    };
  }
  if (offsets && (offsets.elementType !== 'int32' || offsets.shape.length !== 1)) {
    return {
      error: `embedding-bag needs a list of int32 offsets, found ${offsets.elementType} values of shape ${shapeText(offsets.shape)}`,
    };
  }
  const bags = (offsets ?? indices).shape[0] ?? 0;
  return [{ elementType: weight.elementType, shape: [bags, weight.shape[1] ?? 0] }];
}

function evenStarts([bags = 0, length = 0]: Shape): Int32Array {
  return Int32Array.from({ length: bags + 1 }, (_, bag) => bag * length);
}

/** @throws RangeError when the offsets do not ascend from 0 within the indices, as PyTorch does */
function startsFrom({ data }: Tensor, count: number): Int32Array {
  let before = 0;
  data.forEach((offset, bag) => {
    if (offset < before || offset > count || (bag === 0 && offset !== 0)) {
      throw new RangeError(
        `embedding-bag: offset ${offset} of bag ${bag} does not ascend from 0 to the ${count} indices`,
      );
    }
    before = offset;
  });
  return Int32Array.of(...data, count);
}

type Bags = Pick<SavedBags, 'shape' | 'indices' | 'starts'>;

/** Visits every index of every bag but padding; `share` is one over the number of those in the bag. */
function eachVector(
  { indices, starts }: Bags,
  paddingIndex: number | null,
  visit: (bag: number, row: number, share: number) => void,
): void {
  for (let bag = 0; bag + 1 < starts.length; bag += 1) {
    const [first = 0, end = 0] = [starts[bag], starts[bag + 1]];
    let count = 0;
    for (let place = first; place < end; place += 1) if (indices[place] !== paddingIndex) count += 1;
    for (let place = first; place < end; place += 1) {
      const row = indices[place] ?? 0;
      if (row !== paddingIndex) visit(bag, row, 1 / count);
    }
  }
}

/** out[into] += share * x[from], rows of features. */
function addRow(
  { pace }: Kernels,
  { shape, data: x }: Tensor,
  from: number,
  share: number,
  { data: out }: Tensor,
  into: number,
): void {
  const features = shape[1] ?? 0;
  const [source, target] = [from * features, into * features];
  for (let at = 0; at < features; at += 1) {
    out[target + at] = (out[target + at] ?? NaN) + share * (x[source + at] ?? NaN);
  }
  pace(features);
}

/** Writes the greatest values of every bag; gives the rows that they came from. */
function greatest(
  { pace }: Kernels,
  weight: Tensor,
  bags: Bags,
  paddingIndex: number | null,
  out: Tensor,
): Int32Array {
  const features = weight.shape[1] ?? 0;
  const winners = new Int32Array(out.data.length).fill(-1);
  eachVector(bags, paddingIndex, (bag, row) => {
    for (let at = 0; at < features; at += 1) {
      const place = bag * features + at;
      const value = weight.data[row * features + at] ?? NaN;
      if (winners[place] === -1 || value > (out.data[place] ?? NaN)) {
        winners[place] = row;
        out.data[place] = value;
      }
    }
    pace(features);
  });
  return winners;
}

function bagGradient(
  kernels: Kernels,
  dy: Tensor,
  saved: SavedBags,
  { paddingIndex, mode }: BagAttributes,
): Tensor {
  const { shape, winners } = saved;
  const dW = kernels.allocate(shape);
  const features = shape[1] ?? 0;
  if (!winners) {
    eachVector(saved, paddingIndex, (bag, row, share) =>
      addRow(kernels, dy, bag, mode === 'sum' ? 1 : share, dW, row),
    );
    return dW;
  }
  for (let place = 0; place < winners.length; place += 1) {
    const row = winners[place] ?? -1;
    if (row === -1) continue;
    const target = row * features + (place % features);
    dW.data[target] = (dW.data[target] ?? NaN) + (dy.data[place] ?? NaN);
  }
  kernels.pace(winners.length);
  return dW;
}
