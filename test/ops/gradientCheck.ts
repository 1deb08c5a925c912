/** The gradient check: an op's backward pass against centred differences of its forward pass, in float64. */
import type { Attributes, BoundOp, Run } from '../../src/ops/op';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { isFloat, tensorOf, type Tensor } from '../../src/tensor/tensor';

const kernels = referenceKernels('float64');

/** The width of a difference, for inputs of about 1: the error of rounding, 1e-16 / 1e-5, and of the third derivative, 1e-10, balance. */
const width = 1e-5;

/** Random weights for the outputs: the checked number is the weighted sum of everything that the op returns, but for detached outputs. */
function weightsFor(outputs: readonly Tensor[], detached: readonly number[]): Tensor[] {
  return outputs.map(({ shape, data }, index) => {
    const random = randomStream(77, index);
    return tensorOf(
      'float64',
      shape,
      Array.from(data, (_, position) => (detached.includes(index) ? 0 : random.normal(position))),
    );
  });
}

function weighted(outputs: readonly Tensor[], weights: readonly Tensor[]): number {
  let sum = 0;
  outputs.forEach((output, index) => {
    output.data.forEach((value, position) => (sum += value * (weights[index]?.data[position] ?? NaN)));
  });
  return sum;
}

/**
 * For each argument |backward - difference| / max(|backward|, |difference|) in the Euclidean norm, 0 where both vanish; null where it
 * holds no floats or backward gives nothing. Outputs in `detached` are left out of account.
 */
export function gradientErrors(
  op: BoundOp<Attributes>,
  args: readonly Tensor[],
  attributes: Attributes,
  run: Run,
  detached: readonly number[] = [],
): (number | null)[] {
  const forward = (tensors: readonly Tensor[]): readonly Tensor[] =>
    op.forward(kernels, tensors, attributes, run).outputs.filter(({ elementType }) => isFloat(elementType));
  const pass = op.forward(kernels, args, attributes, run);
  const weights = weightsFor(pass.outputs, detached);
  const gradients = pass.backward(
    weights,
    args.map(({ elementType }) => isFloat(elementType)),
  );
  return args.map((arg, index) => {
    const gradient = gradients[index];
    if (!isFloat(arg.elementType) || !gradient) return null;
    const differences = Array.from(arg.data, (value, position) => {
      const at = (moved: number): number => {
        const data = Float64Array.from(arg.data);
        data[position] = moved;
        return weighted(forward(args.with(index, { ...arg, data })), weights);
      };
      return (at(value + width) - at(value - width)) / (value + width - (value - width));
    });
    return relativeDistance([...gradient.data], differences);
  });
}

function relativeDistance(a: readonly number[], b: readonly number[]): number {
  const distance = Math.hypot(...a.map((value, index) => value - (b[index] ?? NaN)));
  return distance === 0 ? 0 : distance / Math.max(Math.hypot(...a), Math.hypot(...b));
}
