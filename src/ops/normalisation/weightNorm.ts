/** Weight normalisation (Salimans and Kingma 2016): a weight as a length times a direction, each learned. */
import { isFloat, sizeOf, type Shape, type Tensor } from '../../tensor/tensor';
import { axisIn, partsAround } from '../movement/axes';
import { defineOp } from '../op';

type WeightNormAttributes = {
  /** The axis that keeps its lengths apart, 0 in PyTorch; null: one length for the whole weight. */
  readonly axis: number | null;
};

interface Saved {
  readonly v: Tensor;
  readonly g: Tensor;
  readonly norms: Float64Array;
}

/** Arguments: the direction v, the lengths g (one per index of the axis, any shape of that size). w = g v / ||v||, PyTorch's weight_norm. */
export const weightNorm = defineOp<WeightNormAttributes, Saved>({
  role: 'normalisation',
  shape: ([v, g], { axis }) => {
    if (!v || !g) return { error: 'weight-norm takes a direction and lengths' };
    const odd = [v, g].find(({ elementType }) => !isFloat(elementType));
    if (odd) return { error: `weight-norm needs floats, found ${odd.elementType} values` };
    if (axis !== null && axisIn(axis, v.shape.length) === null) {
      return {
        error: `weight-norm needs an axis that the direction has, found ${axis} for ${v.shape.length} axes`,
      };
    }
    const { size } = slicesOf(v.shape, axis);
    return sizeOf(g.shape) === size
      ? [v]
      : { error: `weight-norm needs one length for each of ${size} slices, found ${sizeOf(g.shape)}` };
  },
  work: ([v]) => 3 * sizeOf(v?.shape ?? []),
  forward: (kernels, [v, g], { axis }) => {
    if (!v || !g) throw new RangeError('weight-norm takes a direction and lengths');
    kernels.pace(2 * v.data.length);
    const norms = sliceLengths(v, axis);
    const w = kernels.allocate(v.shape);
    eachElement(v.shape, axis, (element, slice) => {
      w.data[element] = (v.data[element] ?? NaN) * ((g.data[slice] ?? NaN) / (norms[slice] ?? NaN));
    });
    return { outputs: [w], saved: { v, g, norms } };
  },
  // dg = dw v / ||v||; dv = g / ||v|| (dw - v (dw v) / ||v||^2), the products summed over a slice.
  backward: (kernels, [dw], { v, g, norms }, { axis }, wanted) => {
    if (!dw) return [null, null];
    kernels.pace(4 * v.data.length);
    const products = sliceSums(dw, v, axis);
    const dg = wanted[1] === true ? kernels.allocate(g.shape) : null;
    dg?.data.set(products.map((product, slice) => product / (norms[slice] ?? NaN)));
    const dv = wanted[0] === true ? kernels.allocate(v.shape) : null;
    if (!dv) return [null, dg];
    eachElement(v.shape, axis, (element, slice) => {
      const norm = norms[slice] ?? NaN;
      const along = (v.data[element] ?? NaN) * ((products[slice] ?? NaN) / norm ** 2);
      dv.data[element] = ((g.data[slice] ?? NaN) / norm) * ((dw.data[element] ?? NaN) - along);
    });
    return [dv, dg];
  },
});

function slicesOf(shape: Shape, axis: number | null): ReturnType<typeof partsAround> {
  const place = axis === null ? null : axisIn(axis, shape.length);
  return place === null ? { outer: 1, size: 1, inner: sizeOf(shape) } : partsAround(shape, place);
}

/** The Euclidean length of every slice of a direction, with which weight normalisation starts. */
export function sliceLengths(v: Tensor, axis: number | null): Float64Array {
  return sliceSums(v, v, axis).map(Math.sqrt);
}

function sliceSums(a: Tensor, b: Tensor, axis: number | null): Float64Array {
  const sums = new Float64Array(slicesOf(a.shape, axis).size);
  eachElement(a.shape, axis, (element, slice) => {
    sums[slice] = (sums[slice] ?? NaN) + (a.data[element] ?? NaN) * (b.data[element] ?? NaN);
  });
  return sums;
}

function eachElement(
  shape: Shape,
  axis: number | null,
  visit: (element: number, slice: number) => void,
): void {
  const { outer, size, inner } = slicesOf(shape, axis);
  let element = 0;
  for (let before = 0; before < outer; before += 1) {
    for (let slice = 0; slice < size; slice += 1) {
      for (let place = 0; place < inner; place += 1, element += 1) visit(element, slice);
    }
  }
}
