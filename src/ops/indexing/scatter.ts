/** Ops that write elements at indices along one axis. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { inPieces } from '../../tensor/pace';
import { sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { axisIn, noAxis } from '../movement/axes';
import { defineOp, type ShapeError } from '../op';
import { indexed } from './gather';
import { addAt, positionsAlong, positionsWithin } from './positions';
import { copied } from '../copies';

type AxisAttributes = { readonly axis: number };

interface Saved {
  readonly shape: Shape;
  readonly sourceShape: Shape;
  /** Where the elements of the source that are used stand in it, and where they go. */
  readonly from: Int32Array;
  readonly into: Int32Array;
}

/**
 * Arguments: x, int32 indices, source; indices no longer than the source, nor than x along the other axes. Output: x with the source's
 * elements added, for axis 0 of three: out[indices[i, j, k], j, k] += source[i, j, k] (torch.scatter_add).
 */
export const scatterAdd = defineOp<AxisAttributes, Saved>({
  role: 'movement',
  shape: (args, { axis }) => scatteredType('scatter-add', args, axis),
  forward: (kernels, args, { axis }) => {
    const { y, source, saved } = prepared(kernels, 'scatter-add', args, axis);
    addAt(source, saved.from, saved.into, y, kernels.pace);
    return { outputs: [y], saved };
  },
  backward: (kernels, [dy], { sourceShape, from, into }, _attributes, wanted) => {
    if (!dy) return [null, null, null];
    return [
      wanted[0] === true ? dy : null,
      null,
      wanted[2] === true ? moved(kernels, dy, into, sourceShape, from) : null,
    ];
  },
});

/**
 * Arguments and output as of `scatter-add`, but x's elements are replaced (torch.scatter). Where several are written to one place the
 * last one stays, and only that one has a gradient.
 */
export const scatter = defineOp<AxisAttributes, Saved>({
  role: 'movement',
  shape: (args, { axis }) => scatteredType('scatter', args, axis),
  forward: (kernels, args, { axis }) => {
    const { y, source, saved } = prepared(kernels, 'scatter', args, axis);
    const { from, into } = saved;
    inPieces(into.length, kernels.pace, (first, end) => {
      for (let at = first; at < end; at += 1) y.data[into[at] ?? 0] = source.data[from[at] ?? 0] ?? NaN;
    });
    return { outputs: [y], saved };
  },
  backward: (kernels, [dy], { shape, sourceShape, from, into }, _attributes, wanted) => {
    if (!dy) return [null, null, null];
    const dx = wanted[0] === true ? copied(kernels, dy) : null;
    if (dx) for (const place of into) dx.data[place] = 0;
    const replaced = wanted[2] === true ? lastOnly(shape, from, into) : null;
    return [dx, null, replaced && moved(kernels, dy, replaced.into, sourceShape, replaced.from)];
  },
});

function scatteredType(
  name: string,
  args: readonly TensorType[],
  given: number,
): readonly TensorType[] | ShapeError {
  const source = args[2];
  if (!source) return { error: `${name} takes an input, indices and a source` };
  const found = indexed(name, args);
  if ('error' in found) return found;
  const { x, indices } = found;
  const axis = axisIn(given, x.shape.length);
  if (axis === null) return noAxis(name, given, x.shape);
  if (source.elementType !== x.elementType) {
    return { error: `${name} needs a source of ${x.elementType} values, found ${source.elementType} values` };
  }
  const rank = x.shape.length;
  const fits =
    indices.shape.length === rank &&
    source.shape.length === rank &&
    indices.shape.every(
      (size, at) => size <= (source.shape[at] ?? 0) && (at === axis || size <= (x.shape[at] ?? 0)),
    );
  if (fits) return [x];
  return {
    error: `${name} needs indices no longer than its source, nor than its input but along axis ${axis}; found the shapes ${shapeText(indices.shape)}, ${shapeText(source.shape)} and ${shapeText(x.shape)}`,
  };
}

function prepared(
  kernels: Kernels,
  name: string,
  args: readonly Tensor[],
  given: number,
): { readonly y: Tensor; readonly source: Tensor; readonly saved: Saved } {
  const [x, indices, source] = args;
  if (!x || !indices || !source) throw new RangeError(`${name} takes an input, indices and a source`);
  const axis = axisIn(given, x.shape.length) ?? 0;
  const saved = {
    shape: x.shape,
    sourceShape: source.shape,
    from: positionsWithin(indices.shape, source.shape, kernels.pace),
    into: positionsAlong(name, indices, indices.shape, x.shape, axis, kernels.pace),
  };
  return { y: copied(kernels, x), source, saved };
}

/** A tensor of zeros with dy's elements at `from` written to `into`. */
function moved(kernels: Kernels, dy: Tensor, from: Int32Array, shape: Shape, into: Int32Array): Tensor {
  const out = kernels.allocate(shape);
  inPieces(from.length, kernels.pace, (first, end) => {
    for (let at = first; at < end; at += 1) out.data[into[at] ?? 0] = dy.data[from[at] ?? 0] ?? NaN;
  });
  return out;
}

/** Those of the written elements that were not overwritten by a later one. */
function lastOnly(shape: Shape, from: Int32Array, into: Int32Array): Pick<Saved, 'from' | 'into'> {
  const writer = new Int32Array(sizeOf(shape)).fill(-1);
  for (let at = 0; at < into.length; at += 1) writer[into[at] ?? 0] = at;
  const stays = (_: number, at: number): boolean => writer[into[at] ?? 0] === at;
  return { from: from.filter(stays), into: into.filter(stays) };
}
