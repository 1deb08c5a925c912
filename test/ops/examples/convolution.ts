/** Examples of the ops of `convolution`, away from kinks. A table of data: a row per op, several examples a row. */
import type { ConvolutionAttributes } from '../../../src/ops/convolution/convolution';
import type { TransposedAttributes } from '../../../src/ops/convolution/transposed';
import type { FoldAttributes, UnfoldAttributes } from '../../../src/ops/convolution/unfold';
import { normal } from './draw';

/** The attributes of a convolution over `axes` axes: stride 1 without padding, unless said. */
export function convolutionAttributes(
  axes: number,
  given: Partial<ConvolutionAttributes> = {},
): ConvolutionAttributes {
  const ones = new Array<number>(axes).fill(1);
  const padding = new Array<number>(2 * axes).fill(0);
  return { strides: ones, dilations: ones, padding, paddingMode: 'zeros', groups: 1, ...given };
}

/** The same for a transposed one. */
export function transposedAttributes(
  axes: number,
  given: Partial<TransposedAttributes> = {},
): TransposedAttributes {
  const ones = new Array<number>(axes).fill(1);
  const nothing = new Array<number>(axes).fill(0);
  return {
    strides: ones,
    dilations: ones,
    padding: [...nothing, ...nothing],
    outputPadding: nothing,
    groups: 1,
    ...given,
  };
}

/** The same for unfold. */
export function unfoldAttributes(
  kernel: readonly number[],
  given: Partial<UnfoldAttributes> = {},
): UnfoldAttributes {
  const ones = kernel.map(() => 1);
  return { kernel, dilations: ones, padding: kernel.map(() => 0), strides: ones, ...given };
}

/** The same for fold. */
export function foldAttributes(
  kernel: readonly number[],
  places: readonly number[],
  given: Partial<UnfoldAttributes> = {},
): FoldAttributes {
  return { ...unfoldAttributes(kernel, given), places };
}

const uneven = convolutionAttributes(2, { padding: [1, 0, 2, 1] });

/** Rows of the gradient check. */
export const convolution = {
  convolution: [
    { args: [normal([2, 3, 7]), normal([4, 3, 3]), normal([4])], attributes: convolutionAttributes(1) },
    { args: [normal([2, 2, 5, 4]), normal([3, 2, 3, 2])], attributes: convolutionAttributes(2) },
    { args: [normal([2, 2, 5, 4]), normal([3, 2, 3, 2]), normal([3])], attributes: uneven },
    {
      args: [normal([1, 2, 3, 4, 3]), normal([2, 2, 2, 2, 2]), normal([2])],
      attributes: convolutionAttributes(3, { padding: [1, 0, 1, 0, 1, 1], strides: [1, 2, 1] }),
    },
    {
      args: [normal([2, 4, 6, 5]), normal([6, 2, 2, 2]), normal([6])],
      attributes: convolutionAttributes(2, { groups: 2, strides: [2, 3], dilations: [2, 1] }),
    },
    {
      args: [normal([2, 3, 4, 5]), normal([6, 1, 3, 3]), normal([6])],
      attributes: convolutionAttributes(2, { groups: 3, padding: [1, 1, 1, 1] }),
    },
    ...(['reflect', 'replicate', 'circular'] as const).map((paddingMode) => ({
      args: [normal([2, 2, 4, 3]), normal([2, 2, 3, 3]), normal([2])],
      attributes: { ...uneven, paddingMode },
    })),
  ],
  'transposed-convolution': [
    { args: [normal([2, 3, 5]), normal([3, 2, 3]), normal([2])], attributes: transposedAttributes(1) },
    {
      args: [normal([2, 4, 3, 4]), normal([4, 3, 3, 2]), normal([6])],
      attributes: transposedAttributes(2, {
        strides: [2, 3],
        padding: [1, 0, 1, 1],
        outputPadding: [1, 2],
        groups: 2,
      }),
    },
    {
      args: [normal([1, 2, 2, 3, 2]), normal([2, 2, 2, 2, 3])],
      attributes: transposedAttributes(3, { strides: [2, 1, 1], dilations: [1, 2, 1] }),
    },
  ],
  unfold: [
    { args: [normal([2, 3, 7])], attributes: unfoldAttributes([3], { strides: [2], padding: [1] }) },
    { args: [normal([2, 2, 5, 4])], attributes: unfoldAttributes([2, 3], { dilations: [2, 1] }) },
  ],
  fold: [
    { args: [normal([2, 4, 6])], attributes: foldAttributes([2, 2], [3, 4]) },
    {
      args: [normal([1, 6, 9])],
      attributes: foldAttributes([3], [17], { strides: [2], padding: [1] }),
    },
  ],
};
