/** Half precision: gradients so small that float16 rounds them to zero. */
import { percent, shortNumber } from '../../base/numbers';
import { above } from './limits';
import type { Rule } from './rule';
import { vanishing } from './vanishing';

/** The share of the gradient's elements, zeros left out, that float16 rounds to zero. */
export const halfPrecision: Rule = {
  title: 'Half precision',
  why: 'Trained in float16 without scaling the loss, these weights would stand still; in float32 and bfloat16 nothing is lost.',
  *check(subject) {
    const { report, limits, controls } = subject;
    const { halfPrecision: counts } = report;
    // Where the gradient vanishes nothing more is to be said, which is known behind the controls.
    if (!counts || !controls || counts.of === 0 || !Number.isFinite(report.gradientNorm)) return;
    if ([...vanishing.check(subject)].length > 0) return;
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
