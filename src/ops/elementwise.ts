/** Makes an op of a function of one number: the curve that is drawn is the function that the kernels differentiate with. */
import type { Elementwise } from '../tensor/kernels';
import { isFloat, type Tensor } from '../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type Curve, type Interval, type OpRole } from './op';

/** The mathematics of a function of one number; see Curve for the meaning of the intervals and points. */
export interface ElementwiseDefinition {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
  readonly saturated?: readonly Interval[];
  readonly silent?: readonly Interval[];
  readonly kinks?: readonly number[];
  readonly jumps?: readonly number[];
  /** The constants for the kernels, where they are not the numbers of the attributes. */
  readonly constants?: readonly number[];
  /** Why the attributes make no function, as one sentence; absent when they do. */
  readonly problem?: string;
}

/** An op with a curve that can always be drawn. */
export type CurvedOp<A extends Attributes> = BoundOp<A> & { curve(attributes: A): Curve };

/**
 * An op of a function of one number. `define` gives its mathematics for given attributes, whose numbers, in the order of `parameters`,
 * name it to the kernels. Argument: x of any shape; output: the same shape.
 */
export function elementwise<A extends Attributes>(
  name: string,
  parameters: readonly (keyof A & string)[],
  define: (attributes: A) => ElementwiseDefinition,
  role: OpRole = 'activation',
): CurvedOp<A> {
  const curve = (attributes: A): Curve => {
    const {
      value,
      derivative,
      saturated = [],
      silent = [],
      kinks = [],
      jumps = [],
      constants,
    } = define(attributes);
    const f: Elementwise = {
      name,
      parameters: constants ?? parameters.map((key) => Number(attributes[key])),
      value,
      derivative,
    };
    return { f, saturated, silent, kinks, jumps };
  };
  const op = defineOp<A, Tensor>({
    role,
    shape: ([x], attributes) => {
      if (!x) return { error: `${name} takes one input` };
      if (!isFloat(x.elementType)) return { error: `${name} takes floats, found ${x.elementType} values` };
      const { problem } = define(attributes);
      return problem === undefined ? [x] : { error: problem };
    },
    forward: (kernels, [x], attributes) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const y = kernels.allocate(x.shape);
      kernels.map(curve(attributes).f, x, y);
      return { outputs: [y], saved: x };
    },
    backward: (kernels, [dy], x, attributes, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const dx = kernels.allocate(dy.shape);
      kernels.mapGradient(curve(attributes).f, dy, x, dx);
      return [dx];
    },
  });
  return { ...op, curve };
}
