/** The larger or smaller of several values under broadcasting, and the product of several. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, type Tensor } from '../../tensor/tensor';
import { summedTo } from '../broadcast';
import { defineOp, type BoundOp, type NoAttributes } from '../op';
import { joinedType, paired } from './pairs';

/** The arguments, and what had been folded together before each of them: nothing before the first. */
interface Folded {
  readonly args: readonly Tensor[];
  readonly before: readonly (Tensor | null)[];
}

/** Arguments: any number of values. Output: the largest at each place; two equal ones share the gradient half and half, as in PyTorch. */
export const maximum = extreme('maximum');

/** Arguments: any number of values. Output: the smallest at each place; two equal ones share the gradient half and half, as in PyTorch. */
export const minimum = extreme('minimum');

/** Arguments: any number of values. Output: their product; each argument's gradient is dy times the product of the others. */
export const multiply = defineOp<NoAttributes, Folded>({
  role: 'join',
  shape: (args) => joinedType('multiply', args),
  work: (args) => workOf(args.map(({ shape }) => shape)),
  forward: (kernels, args) => folded(kernels, 'multiply', args),
  backward: (kernels, [dy], { args, before }, _attributes, wanted) => {
    if (!dy) return args.map(() => null);
    const gradients = new Array<Tensor | null>(args.length).fill(null);
    // dy times all arguments behind the one at `which`.
    let behind = dy;
    for (let which = args.length - 1; which >= 0; which -= 1) {
      const arg = args[which];
      const left = before[which] ?? null;
      if (!arg) continue;
      if (wanted[which] === true && isFloat(arg.elementType)) {
        const gradient = left ? paired(kernels, 'multiply', behind, left) : behind;
        gradients[which] = summedTo(kernels, gradient, arg.shape);
      }
      if (left) behind = paired(kernels, 'multiply', behind, arg);
    }
    return gradients;
  },
});

function extreme(name: 'maximum' | 'minimum'): BoundOp<NoAttributes> {
  return defineOp<NoAttributes, Folded>({
    role: 'join',
    shape: (args) => joinedType(name, args),
    work: (args) => workOf(args.map(({ shape }) => shape)),
    forward: (kernels, args) => folded(kernels, name, args),
    backward: (kernels, [dy], { args, before }, _attributes, wanted) => {
      if (!dy) return args.map(() => null);
      const gradients = new Array<Tensor | null>(args.length).fill(null);
      let flow = dy;
      for (let which = args.length - 1; which >= 0; which -= 1) {
        const arg = args[which];
        const left = before[which] ?? null;
        if (!arg) continue;
        if (wanted[which] === true && isFloat(arg.elementType)) {
          const gradient = left ? wonBy(kernels, name, arg, left, flow) : flow;
          gradients[which] = summedTo(kernels, gradient, arg.shape);
        }
        if (left) flow = wonBy(kernels, name, left, arg, flow);
      }
      return gradients;
    },
  });
}

/** dy where `own` wins against `other`, half of it where they are equal, 0 elsewhere; all of it where one is not a number. */
function wonBy(
  kernels: Kernels,
  name: 'maximum' | 'minimum',
  own: Tensor,
  other: Tensor,
  dy: Tensor,
): Tensor {
  const [small, large] = name === 'maximum' ? [own, other] : [other, own];
  const share = kernels.allocate(dy.shape);
  const even = kernels.allocate(dy.shape);
  // 2 where it loses, 1 where they are equal.
  kernels.pairwise('less', small, large, share);
  kernels.pairwise('lessEqual', small, large, even);
  kernels.pairwise('add', share, even, share);
  kernels.affine(share, -0.5, 1, share);
  kernels.pairwise('multiply', share, dy, share);
  return share;
}

/** Folds the arguments from the first on and keeps what lies between. */
function folded(
  kernels: Kernels,
  name: 'maximum' | 'minimum' | 'multiply',
  args: readonly Tensor[],
): { outputs: readonly Tensor[]; saved: Folded } {
  const before: (Tensor | null)[] = [];
  let result: Tensor | null = null;
  for (const arg of args) {
    before.push(result);
    result = result ? paired(kernels, name, result, arg) : arg;
  }
  if (!result) throw new RangeError(`${name} takes at least one value`);
  return { outputs: [result], saved: { args, before } };
}

/** One operation per element of each value behind the first, at least one. */
function workOf(shapes: readonly (readonly number[])[]): number {
  const largest = Math.max(0, ...shapes.map((shape) => shape.reduce((product, size) => product * size, 1)));
  return Math.max(1, shapes.length - 1) * largest;
}
