/** The bilinear layer: a number for each output from every pair of two inputs' features. */
import { isFloat, sameShape, sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import type { Kernels } from '../../tensor/kernels';
import { reshaped } from '../../tensor/tensor';
import { defineOp, type NoAttributes, type ShapeError } from '../op';
import { contract, type Sizes, type Term } from './contraction';

interface Saved {
  readonly x: Term;
  readonly y: Term;
  readonly weight: Term;
  readonly sizes: Sizes;
  readonly args: readonly Tensor[];
}

const result = ['n', 'o'];

/**
 * Arguments: x1 (..., in1), x2 (..., in2), weight (outputs, in1, in2), optionally bias (outputs). Output (..., outputs):
 * sum over i, j of x1_i weight_oij x2_j, plus bias (torch.nn.functional.bilinear).
 */
export const bilinear = defineOp<NoAttributes, Saved>({
  role: 'weighted',
  shape: (args) => bilinearShape(args),
  work: ([x, , weight]) => {
    const [outputs = 0, first = 0, second = 0] = weight?.shape ?? [];
    return first === 0 ? 0 : 2 * (sizeOf(x?.shape ?? []) / first) * outputs * second * (first + 1);
  },
  forward: (kernels, args) => {
    const [x1, x2, weight, bias] = args;
    if (!x1 || !x2 || !weight) throw new RangeError('bilinear takes two inputs and a weight');
    const samples = sizeOf(x1.shape.slice(0, -1));
    const [outputs = 0, first = 0, second = 0] = weight.shape;
    const sizes = new Map([
      ['n', samples],
      ['o', outputs],
      ['i', first],
      ['j', second],
    ]);
    const saved = {
      x: { tensor: reshaped(x1, [samples, first]), labels: ['n', 'i'] },
      y: { tensor: reshaped(x2, [samples, second]), labels: ['n', 'j'] },
      weight: { tensor: weight, labels: ['o', 'i', 'j'] },
      sizes,
      args,
    };
    const out = reshaped(contract(kernels, [saved.x, saved.weight, saved.y], result, sizes), [
      ...x1.shape.slice(0, -1),
      outputs,
    ]);
    if (bias) kernels.pairwise('add', out, bias, out);
    return { outputs: [out], saved };
  },
  backward: (kernels, [given], saved, _attributes, wanted) => {
    const { x, y, weight, sizes, args } = saved;
    if (!given) return args.map(() => null);
    const dy = {
      tensor: reshaped(given, [sizes.get('n') ?? 0, sizes.get('o') ?? 0]),
      labels: result,
    };
    const gradientOf = (which: number, own: Term, others: readonly Term[]): Tensor | null => {
      const arg = args[which];
      if (!arg || wanted[which] !== true) return null;
      return reshaped(contract(kernels, [...others, dy], own.labels, sizes), arg.shape);
    };
    return [
      gradientOf(0, x, [weight, y]),
      gradientOf(1, y, [x, weight]),
      gradientOf(2, weight, [x, y]),
      args[3] && wanted[3] === true ? biasGradient(kernels, given, args[3]) : null,
    ].slice(0, args.length);
  },
});

function biasGradient(kernels: Kernels, dy: Tensor, bias: Tensor): Tensor {
  const db = kernels.allocate(bias.shape);
  kernels.reduce('sum', dy, db);
  return db;
}

function bilinearShape([x1, x2, weight, bias]: readonly TensorType[]): readonly TensorType[] | ShapeError {
  if (!x1 || !x2 || !weight) return { error: 'bilinear takes two inputs and a weight' };
  const strange = [x1, x2, weight].find(({ elementType }) => !isFloat(elementType));
  if (strange) return { error: `bilinear takes floats, found ${strange.elementType} values` };
  const [outputs = 0, first, second] = weight.shape;
  if (weight.shape.length !== 3) {
    return {
      error: `bilinear needs a weight of shape (outputs, first, second), this one has ${weight.shape.length} axes`,
    };
  }
  if (x1.shape.length === 0 || !sameShape(x1.shape.slice(0, -1), x2.shape.slice(0, -1))) {
    return {
      error: `bilinear needs inputs that differ in their features only, found shapes (${x1.shape.join(', ')}) and (${x2.shape.join(', ')})`,
    };
  }
  if (x1.shape.at(-1) !== first || x2.shape.at(-1) !== second) {
    return {
      error: `bilinear expects ${first} and ${second} features, the inputs have ${x1.shape.at(-1)} and ${x2.shape.at(-1)}`,
    };
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outputs)) {
    return { error: `bilinear has ${outputs} outputs, its bias has ${sizeOf(bias.shape)}` };
  }
  return [{ elementType: x1.elementType, shape: [...x1.shape.slice(0, -1), outputs] }];
}
