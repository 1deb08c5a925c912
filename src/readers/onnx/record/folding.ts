/** Numbers that are computed while reading: shapes, sizes and what follows from them, in the same ops as the network. */
import { holdsBatch } from '../../../graph/batchSizes';
import { ops, type OpCall } from '../../../ops/table';
import { randomStream } from '../../../tensor/random';
import { referenceKernels } from '../../../tensor/reference';
import { sizeOf, zeros, type Tensor, type TensorType } from '../../../tensor/tensor';
import type { Kernels } from '../../../tensor/kernels';

/** How much is computed while reading; what is more is left to the network. */
export interface FoldingLimits {
  /** Elements of one tensor. */
  readonly elements: number;
  /** Steps of a loop in all. */
  readonly work: number;
}

/** For shapes and what follows from them: about a second. */
const usual: FoldingLimits = { elements: 2 ** 20, work: 2 ** 26 };

/** For weights that are cut and put together: those of four layers with 2048 units, which takes a second or two. */
export const largestWeights: FoldingLimits = { elements: 2 ** 25, work: 2 ** 28 };

class TooMuch extends Error {}

/** Computes what is known, as long as it is little. */
export class Folding {
  private work = 0;
  private readonly limits: FoldingLimits;
  private readonly kernels = wholeInFloat64(
    referenceKernels('float64', (steps) => {
      this.work += steps;
      if (this.work > this.limits.work) throw new TooMuch();
    }),
  );

  constructor(limits = usual) {
    this.limits = limits;
  }

  /** The outputs of an op; null where they depend on the batch, on chance, or are too many. Callers have checked that the arguments fit. */
  outputs(call: OpCall, args: readonly Tensor[], types: readonly TensorType[]): readonly Tensor[] | null {
    // The table's attributes fit the name: both come from one call.
    const op = ops[call.op] as (typeof ops)['identity'];
    const sizes = [...types, ...args].map(({ shape }) => sizeOf(shape));
    if (op.role === 'noise' || holdsBatch(call.attributes) || Math.max(0, ...sizes) > this.limits.elements)
      return null;
    this.work += 64;
    if (this.work > this.limits.work) return null;
    try {
      const run = { training: false, random: randomStream(0, 0) };
      return op.forward(this.kernels, args, call.attributes as never, run).outputs;
    } catch (error) {
      if (error instanceof TooMuch) return null;
      throw error;
    }
  }
}

/** Whole numbers stand in float64, so that sizes times a nominal batch do not overflow. */
function wholeInFloat64(kernels: Kernels): Kernels {
  return {
    ...kernels,
    allocate: (shape, elementType = 'float64') =>
      elementType === 'int32'
        ? { elementType, shape, data: new Float64Array(sizeOf(shape)) }
        : zeros(elementType, shape),
  };
}
