/** Ops whose output is their input seen in other steps: each is one strided copy there, and one back. */
import type { Layout } from '../../tensor/kernels';
import type { Shape, TensorType } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { stridesOf } from './axes';

/** Output index (i, j, ...) is the element of the input at `from`; no element stands in it twice. */
export interface View {
  readonly shape: Shape;
  readonly from: Layout;
}

/** An op of one input that is a view of it; `name` is its name in messages. Elements outside of the view have a gradient of 0. */
export function viewing<A extends Attributes>(
  name: string,
  viewOf: (shape: Shape, attributes: A) => View | ShapeError,
  unitAxis: (attributes: A, axis: number) => number = (_attributes, axis) => axis,
): BoundOp<A> {
  const known = (shape: Shape, attributes: A): View => {
    const view = viewOf(shape, attributes);
    if ('error' in view) throw new RangeError(view.error);
    return view;
  };
  return defineOp<A, TensorType>({
    role: 'movement',
    unitAxis,
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      const view = viewOf(x.shape, attributes);
      return 'error' in view ? view : [{ elementType: x.elementType, shape: view.shape }];
    },
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const { shape, from } = known(x.shape, attributes);
      const y = kernels.allocate(shape, x.elementType);
      kernels.copy(shape, x, from, y, { start: 0, strides: stridesOf(shape) });
      return { outputs: [y], saved: { elementType: x.elementType, shape: x.shape } };
    },
    backward: (kernels, [dy], x, attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const { shape, from } = known(x.shape, attributes);
      const dx = kernels.allocate(x.shape);
      kernels.copy(shape, dy, { start: 0, strides: stridesOf(shape) }, dx, from);
      return [dx];
    },
  });
}
