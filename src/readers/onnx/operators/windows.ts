/** What convolutions and pools share: strides, dilations and the padding that a file gives in one of four ways. */
import type { Shape } from '../../../tensor/tensor';
import type { Asked } from '../record/asked';
import { Unspellable } from '../record/operands';

/** The geometry of windows over `places`, padding before and behind every axis. */
export interface Windows {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly behind: readonly number[];
}

/** The windows that the attributes of a node say. */
export function windowsOf(asked: Asked, places: Shape, kernel: readonly number[]): Windows {
  const strides = asked.wholes('strides') ?? kernel.map(() => 1);
  const dilations = asked.wholes('dilations') ?? kernel.map(() => 1);
  const pads = asked.wholes('pads') ?? kernel.flatMap(() => [0, 0]);
  const automatic = asked.text('auto_pad', 'NOTSET');
  if (automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER') {
    const totals = places.map((size, axis) => {
      const [stride = 1, dilation = 1, width = 1] = [strides[axis], dilations[axis], kernel[axis]];
      return Math.max(0, (Math.ceil(size / stride) - 1) * stride + (width - 1) * dilation + 1 - size);
    });
    const small = totals.map((total) => Math.floor(total / 2));
    const large = totals.map((total) => Math.ceil(total / 2));
    const [before, behind] = automatic === 'SAME_UPPER' ? [small, large] : [large, small];
    return { strides, dilations, before, behind };
  }
  if (automatic !== 'NOTSET' && automatic !== 'VALID' && automatic !== '') {
    throw new Unspellable(`${asked.node.operator} has an unknown auto_pad, ${automatic}.`);
  }
  const given = automatic === 'VALID' ? kernel.flatMap(() => [0, 0]) : pads;
  return {
    strides,
    dilations,
    before: given.slice(0, kernel.length),
    behind: given.slice(kernel.length, 2 * kernel.length),
  };
}

/** Amounts for the op `pad`: the last axis first, before and behind. */
export function padAmounts(before: readonly number[], behind: readonly number[]): readonly number[] {
  return before.flatMap((amount, axis) => [amount, behind[axis] ?? 0].toReversed()).toReversed();
}
