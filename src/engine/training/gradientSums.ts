/** Gradients that nobody sets to zero between two steps: each step's are added to what the last one left, as PyTorch's `.grad` does. */
import type { Kernels } from '../../tensor/kernels';
import { inPieces } from '../../tensor/pace';
import type { Tensor, TensorData } from '../../tensor/tensor';
import type { ParameterGradients } from '../clipping';

/** What is left of the gradients of all steps so far. */
export interface GradientSums {
  /** The gradients of this step on top of what is left, in tensors of their own. */
  with(gradients: ParameterGradients): ParameterGradients;
  /** Remembers what a step leaves: clipping changes it in place there, so these are the clipped ones. */
  keep(gradients: ParameterGradients): void;
}

/** Sums that are empty at first; they live in storage of their own. */
export function gradientSums(kernels: Kernels): GradientSums {
  const left = new Map<string, TensorData>();
  const added = (name: string, gradient: Tensor): Tensor => {
    const before = left.get(name);
    if (!before) return gradient;
    const sum = kernels.allocate(gradient.shape);
    inPieces(sum.data.length, kernels.pace, (from, to) => {
      for (let place = from; place < to; place += 1) {
        sum.data[place] = (before[place] ?? NaN) + (gradient.data[place] ?? NaN);
      }
    });
    return sum;
  };
  return {
    with: (gradients) =>
      new Map([...gradients].map(([name, gradient]) => [name, gradient && added(name, gradient)])),
    keep: (gradients) => {
      for (const [name, gradient] of gradients) {
        if (!gradient) continue;
        const known = left.get(name);
        if (known) known.set(gradient.data);
        else left.set(name, gradient.data.slice());
      }
    },
  };
}
