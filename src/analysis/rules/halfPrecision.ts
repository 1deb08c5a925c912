/** Half precision: gradients so small that float16 rounds them to zero. */
import { percent, shortNumber } from '../../base/numbers';
import { above } from './limits';
import type { Rule } from './rule';

/** The share of the gradient's elements, zeros left out, that float16 rounds to zero. */
export const halfPrecision: Rule = {
  title: 'Half precision',
  why: 'Trained in float16 without scaling the loss, these weights would stand still; in float32 and bfloat16 nothing is lost.',
  *check({ report, limits, controls }) {
    const { halfPrecision: counts } = report;
    // What the gradient vanishes by is known behind the controls, and this stands under it.
    if (!counts || !controls || counts.of === 0 || !Number.isFinite(report.gradientNorm)) return;
    const value = counts.flushed / counts.of;
    const passed = above(value, limits['half-precision']);
    if (!passed) return;
    yield {
      ...passed,
      layer: null,
      value,
      message: `In float16 ${percent(value)} of the gradient would be zero (limit ${percent(passed.limit)}).`,
      cause: `These elements are at most ${shortNumber(2 ** -25)}, half of the smallest number that float16 has, and are rounded to 0.`,
      remedies: [
        'Scale the loss before the backward pass and the gradients back behind it, as a gradient scaler does.',
        'Train in bfloat16 or float32.',
      ],
    };
  },
};
