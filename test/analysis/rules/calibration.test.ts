/** Calibration: the ratios of rules.md's healthy and stuck networks, measured again by our own engine and told apart by the limits. */
import assert from 'node:assert/strict';
import { inspected, messages } from './check';
import { perceptron, stack, type Perceptron } from './networks';

interface Calibration extends Partial<Perceptron> {
  readonly title: string;
  readonly activation: string;
  readonly hidden: readonly number[];
  /** Median delta(first) / delta(last), and the same over the geometry control, as PyTorch measured them. */
  readonly raw: number;
  readonly relative: number;
  readonly fires: readonly string[];
}

/** Widths are 256 where the title names none; "x n" counts the hidden layers. */
const calibrations: readonly Calibration[] = [];

/** Seeds and probes differ from the calibration's; its medians are held to this factor. */
const tolerance = 3;

describe('calibration of vanishing and exploding', () => {
  for (const { title, raw, relative, fires, ...shape } of calibrations) {
    it(title, () => {
      const report = inspected(perceptron({ input: 256, outputs: 10, ...shape }));
      const flow = report.findings.filter(({ rule }) => rule === 'vanishing' || rule === 'exploding');
      assert.deepEqual(
        flow.map(({ rule, severity }) => `${severity} ${rule}`),
        fires,
        messages(report.findings),
      );
      const own = report.controls?.own.ratio ?? NaN;
      const geometry = report.controls?.geometry.ratio ?? NaN;
      assertNear(own, raw);
      assertNear(own / geometry, relative);
    });
  }
});

function assertNear(value: number, expected: number): void {
  assert.ok(
    value > expected / tolerance && value < expected * tolerance,
    `measured ${value.toExponential(2)}, calibrated ${expected.toExponential(2)}`,
  );
}
