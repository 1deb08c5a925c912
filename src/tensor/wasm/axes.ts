/** Kernels that walk over the axes of tensors. Each gives false, with nothing done, where the loops have to do it. */
import { broadcastStrides } from '../broadcast';
import type { Layout, PairwiseName, ReductionName } from '../kernels';
import { inPieces } from '../pace';
import type { Shape, Tensor } from '../tensor';
import { pairwiseFunctions, reductionFunctions } from './module';
import { inRows, walkRows } from './rows';
import { allFloat32, type Storage } from './storage';

/** out = name(a, b) under broadcasting; false where the module does not know the function. */
export function paired(storage: Storage, name: PairwiseName, a: Tensor, b: Tensor, out: Tensor): boolean {
  const fast = pairwiseFunctions[name];
  if (fast === null || !allFloat32(a, b, out)) return false;
  const strides = [
    broadcastStrides(a.shape, out.shape),
    broadcastStrides(b.shape, out.shape),
    broadcastStrides(out.shape, out.shape),
  ] as const;
  return storage.run([a, b], out, 0, ({ arena: { functions }, inputs: [left = 0, right = 0], out: into }) =>
    walkRows(out.shape, strides, storage.pace, (starts, rowSteps, steps, rows, count) =>
      functions[fast](
        left + 4 * starts[0],
        4 * steps[0],
        4 * rowSteps[0],
        right + 4 * starts[1],
        4 * steps[1],
        4 * rowSteps[1],
        into + 4 * starts[2],
        4 * steps[2],
        4 * rowSteps[2],
        count,
        rows,
      ),
    ),
  );
}

/** Folds axes, every number of the result gathered in float64; false where the module does not know the reduction. */
export function reduced(storage: Storage, name: ReductionName, x: Tensor, out: Tensor): boolean {
  const fast = reductionFunctions[name];
  if (fast === null || !allFloat32(x, out)) return false;
  const strides = [broadcastStrides(x.shape, x.shape), broadcastStrides(out.shape, x.shape)] as const;
  const count = out.data.length;
  return storage.run([x], out, 8 * count, ({ arena: { functions }, inputs: [from = 0], out: into, work }) => {
    inPieces(count, storage.pace, (first, to) =>
      functions.fillDoubles(fast.start, work + 8 * first, to - first),
    );
    const gather = functions[fast.gather];
    walkRows(x.shape, strides, storage.pace, (starts, rowSteps, steps, rows, columns) =>
      gather(
        from + 4 * starts[0],
        4 * steps[0],
        4 * rowSteps[0],
        work + 8 * starts[1],
        8 * steps[1],
        8 * rowSteps[1],
        columns,
        rows,
      ),
    );
    inPieces(count, storage.pace, (first, to) =>
      functions.roundDoubles(work + 8 * first, into + 4 * first, to - first),
    );
  });
}

/** Moves elements from one layout to another; any type of four bytes. */
export function copied(
  storage: Storage,
  shape: Shape,
  x: Tensor,
  from: Layout,
  out: Tensor,
  into: Layout,
): boolean {
  if (x.data.BYTES_PER_ELEMENT !== 4 || out.elementType !== x.elementType) return false;
  const long = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  const strides = [from.strides, into.strides].map((each) => long.map((axis) => each[axis] ?? 0));
  const [sourceStrides = [], targetStrides = []] = strides;
  const sizes = long.map((axis) => shape[axis] ?? 1);
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [source = 0], out: target }) =>
    walkRows(
      sizes,
      [sourceStrides, targetStrides] as const,
      storage.pace,
      ([i, o], [rowI, rowO], [di, dO], rows, count) =>
        functions.moveRows(
          source + 4 * (from.start + i),
          4 * di,
          4 * rowI,
          target + 4 * (into.start + o),
          4 * dO,
          4 * rowO,
          count,
          rows,
        ),
    ),
  );
}

/** Softmax or its logarithm over the last axis. */
export function rowsDone(storage: Storage, name: 'softmax' | 'logSoftmax', x: Tensor, out: Tensor): boolean {
  const columns = x.shape.at(-1) ?? 1;
  if (columns === 0 || !allFloat32(x, out)) return columns === 0;
  return storage.run([x], out, 8 * columns, ({ arena: { functions }, inputs: [from = 0], out: into, work }) =>
    inRows(x.data.length / columns, columns, storage.pace, (first, rows) =>
      functions[name](from + 4 * first * columns, into + 4 * first * columns, rows, columns, work),
    ),
  );
}
