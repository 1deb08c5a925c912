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

const none: readonly string[] = [];

/**
 * Widths are 256 where the title names none, with 10 outputs; "x n" counts the hidden layers, the head comes on top. rules.md's
 * N(0, 0.01) x 5 agrees with 5 steps between hidden layers, that is with 6 of them.
 */
const calibrations: readonly Calibration[] = [
  {
    title: "healthy: PyTorch's default, ReLU 784-512-512-512-10",
    input: 784,
    hidden: stack(3, 512),
    activation: 'relu',
    raw: 9.6e-3,
    relative: 6.8e-2,
    fires: none,
  },
  {
    title: "healthy: PyTorch's default, ReLU 8-256x5-1",
    input: 8,
    hidden: stack(5),
    outputs: 1,
    activation: 'relu',
    raw: 7.1e-4,
    relative: 1.1e-2,
    fires: none,
  },
  {
    title: 'healthy: He ReLU x 20',
    hidden: stack(20),
    activation: 'relu',
    init: 'he-normal',
    raw: 0.28,
    relative: 0.72,
    fires: none,
  },
  {
    title: 'healthy: Glorot tanh x 20',
    hidden: stack(20),
    activation: 'tanh',
    init: 'xavier-normal',
    raw: 8e-2,
    relative: 0.25,
    fires: none,
  },
  {
    title: 'healthy: Glorot sigmoid x 3',
    hidden: stack(3),
    activation: 'sigmoid',
    init: 'xavier-normal',
    raw: 5e-3,
    relative: 1.7e-2,
    fires: none,
  },
  {
    title: "stuck: PyTorch's default, ReLU x 10",
    hidden: stack(10),
    activation: 'relu',
    raw: 3.7e-5,
    relative: 1e-4,
    fires: ['error vanishing'],
  },
  {
    title: 'stuck: Glorot sigmoid x 5',
    hidden: stack(5),
    activation: 'sigmoid',
    init: 'xavier-normal',
    raw: 2.8e-4,
    relative: 8.1e-4,
    fires: ['error vanishing'],
  },
  {
    title: 'stuck: N(0, 0.01) ReLU x 6',
    hidden: stack(6),
    activation: 'relu',
    init: '{ normal: 0.01 }',
    raw: 5e-7,
    relative: 1.7e-6,
    fires: ['error vanishing'],
  },
  {
    title: "stuck: PyTorch's default, tanh x 20",
    hidden: stack(20),
    activation: 'tanh',
    raw: 3.5e-6,
    relative: 8.9e-6,
    fires: ['error vanishing'],
  },
];

/** Ratios of networks this wide hardly depend on the number of samples. */
const batch = 8;

/** Seeds and probes differ from the calibration's; its medians are held to this factor. */
const tolerance = 3;

describe('calibration of vanishing and exploding', () => {
  for (const { title, raw, relative, fires, ...shape } of calibrations) {
    it(title, () => {
      const report = inspected(perceptron({ input: 256, outputs: 10, batch, ...shape }));
      const all = report.findings.flatMap((finding) => [finding, ...finding.consequences]);
      const flow = all.filter(({ rule }) => rule === 'vanishing' || rule === 'exploding');
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
