/** Numbers that are computed while reading: shapes, sizes and what follows from them, in the same ops as the network. */
import { holdsBatch } from '../../../graph/batchSizes';
import { ops, type OpCall } from '../../../ops/table';
import { randomStream } from '../../../tensor/random';
import { referenceKernels } from '../../../tensor/reference';
import { sizeOf, zeros, type Tensor, type TensorType } from '../../../tensor/tensor';
import type { Kernels } from '../../../tensor/kernels';

/** Elements of one tensor that is computed while reading; what is larger is left to the network. */
const mostElements = 2 ** 20;
/** Work that is done while reading in all, in steps of a loop: about a second. */
const mostWork = 2 ** 26;

class TooMuch extends Error {}

/** Computes what is known, as long as it is little. */
export class Folding {
  private work = 0;
  private readonly kernels = wholeInFloat64(
    referenceKernels('float64', (steps) => {
      this.work += steps;
      if (this.work > mostWork) throw new TooMuch();
    }),
  );

  /** The outputs of an op; null where they depend on the batch, on chance, or are too many. Callers have checked that the arguments fit. */
  outputs(call: OpCall, args: readonly Tensor[], types: readonly TensorType[]): readonly Tensor[] | null {
    // The table's attributes fit the name: both come from one call.
    const op = ops[call.op] as (typeof ops)['identity'];
    const sizes = [...types, ...args].map(({ shape }) => sizeOf(shape));
    if (op.role === 'noise' || holdsBatch(call.attributes) || Math.max(0, ...sizes) > mostElements)
      return null;
    this.work += 64;
    if (this.work > mostWork) return null;
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
