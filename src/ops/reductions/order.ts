/** Numbers along an axis in their order, with the places they come from. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sizeOf, type Shape, type Tensor } from '../../tensor/tensor';
import type { Parts } from '../movement/axes';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { laneOrder } from './laneOrder';
import { eachLane, knownLanes, lanesOf, resized } from './lanes';

type SortAttributes = {
  readonly axis: number;
  /** Whether the largest comes first. */
  readonly descending: boolean;
};

type TopAttributes = {
  /** How many are taken. */
  readonly count: number;
  readonly axis: number;
  /** Whether the largest ones are taken, the largest first, or the smallest. */
  readonly largest: boolean;
};

type MedianAttributes = {
  readonly axis: number;
  /** Whether the axis stays, with size 1. */
  readonly keepDimensions: boolean;
};

/**
 * Argument: x. Outputs: its numbers along an axis in order, equal ones in the order in which they stand, and their int32 indices. What
 * is not a number counts as largest, as in PyTorch. Gradients go back to where the numbers came from.
 */
export const sort = ordering<SortAttributes>('sort', (lanes, { descending }) => ({
  first: 0,
  count: lanes.size,
  descending,
}));

/** Argument: x. Outputs: the `count` largest or smallest numbers along an axis in order, and their int32 indices (torch.topk). */
export const topk = ordering<TopAttributes>('topk', ({ size }, { count, largest }) =>
  Number.isInteger(count) && count >= 0 && count <= size
    ? { first: 0, count, descending: largest }
    : { error: `topk needs a count from 0 to the ${size} numbers of its axis, found ${count}` },
);

/**
 * Argument: x. Outputs: the middle number along an axis, the lower of two, and its int32 index; where something is not a number, the
 * first such (torch.median).
 */
export const median = ordering<MedianAttributes>('median', ({ size }, { keepDimensions }) =>
  size > 0
    ? {
        first: Math.floor((size - 1) / 2),
        count: 1,
        descending: false,
        dropsAxis: !keepDimensions,
        showsNaN: true,
      }
    : { error: 'median needs at least one number' },
);

/** Which part of the order is taken. */
interface Part {
  readonly first: number;
  readonly count: number;
  readonly descending: boolean;
  readonly dropsAxis?: boolean;
  /** Whether the first of what is not a number is taken in place of the part, where a lane has such. */
  readonly showsNaN?: boolean;
}

type Lanes = Parts & { readonly axis: number };

interface Taken {
  readonly shape: Shape;
  readonly lanes: Lanes;
  readonly indices: Tensor;
  readonly count: number;
}

function ordering<A extends Attributes & { readonly axis: number }>(
  name: string,
  partOf: (lanes: Parts, attributes: A) => Part | ShapeError,
): BoundOp<A> {
  return defineOp<A, Taken>({
    role: 'reduction',
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      const lanes = lanesOf(name, x.shape, attributes.axis);
      if ('error' in lanes) return lanes;
      const part = partOf(lanes, attributes);
      if ('error' in part) return part;
      const shape = takenShape(x.shape, lanes, part);
      return [
        { elementType: x.elementType, shape },
        { elementType: 'int32', shape },
      ];
    },
    work: ([x], { axis }) => {
      const lanes = lanesOf(name, x?.shape ?? [], axis);
      const size = 'error' in lanes ? 1 : lanes.size;
      return Math.ceil(sizeOf(x?.shape ?? []) * Math.log2(size + 1));
    },
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const lanes = knownLanes(name, x.shape, attributes.axis);
      const part = partOf(lanes, attributes);
      if ('error' in part) throw new RangeError(part.error);
      const shape = takenShape(x.shape, lanes, part);
      const indices = kernels.allocate(shape, 'int32');
      const values = kernels.allocate(shape, x.elementType);
      take(kernels, x, lanes, part, values, indices);
      return {
        outputs: [values, indices],
        saved: { shape: x.shape, lanes, indices, count: part.count },
      };
    },
    backward: (kernels, [dy], { shape, lanes, indices, count }, _attributes, wanted) => {
      if (!dy || wanted[0] !== true || !isFloat(dy.elementType)) return [null];
      const { inner } = lanes;
      const dx = kernels.allocate(shape);
      eachLane(lanes, count, (start, place) => {
        for (let n = 0, at = place; n < count; n += 1, at += inner) {
          dx.data[start + (indices.data[at] ?? 0) * inner] = dy.data[at] ?? NaN;
        }
        kernels.pace(count);
      });
      return [dx];
    },
  });
}

function takenShape(shape: Shape, { axis }: Lanes, { count, dropsAxis = false }: Part): Shape {
  return dropsAxis ? shape.filter((_size, other) => other !== axis) : resized(shape, axis, count);
}

function take(
  kernels: Kernels,
  { data }: Tensor,
  lanes: Parts,
  { first, count, descending, showsNaN = false }: Part,
  values: Tensor,
  indices: Tensor,
): void {
  const { size, inner } = lanes;
  const lane = new Float64Array(size);
  const places = laneOrder(size, first + count, descending);
  eachLane(lanes, count, (start, place) => {
    for (let n = 0, at = start; n < size; n += 1, at += inner) lane[n] = data[at] ?? NaN;
    const order = places.of(lane);
    const hidden = showsNaN ? lane.findIndex((value) => Number.isNaN(value)) : -1;
    for (let n = 0, at = place; n < count; n += 1, at += inner) {
      const index = hidden === -1 ? (order[first + n] ?? 0) : hidden;
      indices.data[at] = index;
      values.data[at] = lane[index] ?? NaN;
    }
    kernels.pace(places.steps);
  });
}
