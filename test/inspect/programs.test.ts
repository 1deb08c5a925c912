/** Networks as programs have them, through the whole inspection: one fixed batch, layers called twice, parameters without a use. */
import { strict as assert } from 'node:assert';
import type { NetworkReport } from '../../src/analysis/report';
import type { Network } from '../../src/graph/network';
import { usualTraining } from '../../src/graph/training';
import { defaultOptions, inspectAll, inspectNetwork } from '../../src/inspect/inspect';
import { probeTrainability } from '../../src/inspect/trainability';
import { noOverrides } from '../../src/readers/reader';
import { answersTo, studies } from '../../src/studies/table';
import { StudyRefused, type Subject } from '../../src/studies/study';
import { startTraining } from '../../src/studies/training/training';
import { referenceKernels } from '../../src/tensor/reference';
import { linear, networkOfOps, reshape, span, weightOf } from '../graph/cases';

const kernels = referenceKernels('float64');

function last<T>(steps: Generator<unknown, T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

function reportOf(network: Network): NetworkReport {
  return last(inspectNetwork(network, kernels, defaultOptions));
}

const relu = { op: 'relu', attributes: {} } as const;

describe('a network for one batch only', () => {
  const read = networkOfOps(
    (builder) => {
      const rows = reshape(builder, builder.input('x', [3, 4], span), 15, 4);
      const layer = builder.layer({ kind: 'relu', span });
      const hidden = builder.op(relu, [linear(builder, rows, 6)], layer, span);
      return [reshape(builder, linear(builder, hidden, 2), 5, 6)];
    },
    { batch: 5 },
  );
  const network: Network = { ...read, training: { ...usualTraining, batch: 64, span, length: { steps: 3 } } };
  const subject: Subject = {
    ...{ source: { path: 'case.py', text: '' }, files: new Map(), network, index: 0, kernels },
    ...{ memoryLimit: 2 ** 30, checkpoint: () => undefined },
  };

  it('is inspected with it, controls and first steps with it', () => {
    const report = reportOf(network);
    assert.equal(report.refusal, null);
    assert.equal(report.batch, 5);
    assert.equal(report.controls?.batch, 5);
    assert.equal(report.firstSteps?.batch, 5);
    assert.ok((report.loss?.value ?? 0) > 0);
  });

  it('is trained and tried with it', () => {
    const run = startTraining(subject);
    while (run.advance());
    assert.equal(run.snapshot().batch, 5);
    assert.equal(run.end.kind, 'finished');
    const found = last(probeTrainability(subject, { budget: 1e12, untilTrains: true, least: 1 }));
    assert.ok(!('refusal' in found));
    assert.equal(found.samples, 5);
  });

  it('has an answer or a refusal for every question', () => {
    const questions = [
      ...[
        { study: 'normalisation', batch: 2, steps: 3 },
        { study: 'compare' },
        { study: 'gradient-check', elements: 4 },
      ],
      ...[
        { study: 'compare-losses', steps: 2 },
        { study: 'decision', size: 16 },
        { study: 'product', parameter: 'linear1.weight', element: [0, 0] },
        { study: 'scan', target: null, halfRange: 7, unit: null },
      ],
      ...[
        { study: 'clipping', by: 'norm', limit: 0.1, steps: 2 },
        { study: 'sequence' },
        { study: 'trainability' },
      ],
    ];
    const misread: string[] = [];
    for (const question of questions) {
      assert.ok(Object.hasOwn(studies, question.study));
      try {
        last(answersTo(subject, question));
      } catch (error) {
        if (!(error instanceof StudyRefused)) throw error;
        if (error.message.includes('not understood')) misread.push(question.study);
      }
    }
    assert.deepEqual(misread, []);
  });
});

describe('networks of programs', () => {
  it('may call one layer twice', () => {
    const report = reportOf(
      networkOfOps((builder) => {
        const layer = builder.layer({ kind: 'linear', span });
        const weight = weightOf(builder, layer, [4, 4]);
        const call = { op: 'linear', attributes: {} } as const;
        const first = builder.op(call, [builder.input('x', [4], span), weight], layer, span);
        const between = builder.op(relu, [first], builder.layer({ kind: 'relu', span }), span);
        return [linear(builder, builder.op(call, [between, weight], layer, span), 2)];
      }),
    );
    assert.equal(report.refusal, null);
    assert.deepEqual(
      report.layers.map(({ name }) => name),
      ['linear1', 'relu1', 'linear2'],
    );
    assert.deepEqual(
      report.layers.map(({ runs }) => runs),
      [2, undefined, undefined],
    );
    assert.ok((report.layers[0]?.parameterReports[0]?.gradientRms ?? 0) > 0);
  });

  it('may have parameters that nothing uses, of layers with ops and without', () => {
    const report = reportOf(
      networkOfOps((builder) => {
        const empty = builder.layer({ kind: 'linear', span, name: 'unused' });
        weightOf(builder, empty, [5, 4]);
        const y = linear(builder, builder.input('x', [4], span), 2);
        weightOf(builder, 1, [3], 'spare');
        return [y];
      }),
    );
    assert.equal(report.parameters, 20 + 8 + 3);
    const found = report.findings.filter(({ rule }) => rule === 'no-gradient');
    assert.equal(found.length, 2);
    assert.ok(found.some(({ message }) => message.startsWith('unused is never used')));
    assert.ok(found.some(({ message, cause }) => message.includes('spare') && cause.includes('never used')));
  });

  it('may have several outputs, weighted ops of no layer, and inputs without a batch axis', () => {
    const report = reportOf(
      networkOfOps((builder) => {
        const table = linear(builder, builder.input('table', [7, 4], span, 0, true), 4);
        const layer = builder.layer({ kind: 'parameter', span });
        const weight = weightOf(builder, layer, [2, 4], 'head.weight');
        const x = builder.input('x', [4], span);
        return [table, builder.op({ op: 'linear', attributes: {} }, [x, weight], null, span)];
      }),
    );
    assert.equal(report.refusal, null);
    assert.deepEqual(report.outputShapes, [
      [7, 4],
      [report.batch, 2],
    ]);
    assert.ok((report.layers[0]?.delta ?? 0) > 0);
    assert.ok(Number.isFinite(report.layers[0]?.deltaPerSample ?? 0));
    assert.deepEqual(
      report.findings.filter(({ rule }) => rule === 'no-gradient'),
      [],
    );
  });
});

describe('the mode that a program is read in', () => {
  const program = (comment: string): string =>
    `import torch\nfrom torch import nn\n\n${comment}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.norm = nn.BatchNorm1d(4)\n        self.last = nn.Linear(4, 2)\n    def forward(self, x):\n        return self.last(self.norm(10 * x))\n\nNet()(torch.randn(64, 4))\n`;
  const stdOfNorm = (comment: string, mode: 'train' | null = null): number => {
    const source = { path: 'net.py', text: program(comment) };
    const { report } = inspectAll(source, new Map(), { overrides: { ...noOverrides, mode } });
    return report.networks[0]?.layers.find(({ name }) => name === 'norm')?.output.std ?? NaN;
  };
  const near = (found: number, expected: number): void =>
    assert.ok(Math.abs(found / expected - 1) < 0.1, `${found} is not near ${expected}`);

  it('is the one that it is run in: a comment asks for running statistics, which are 0 and 1 at the start', () => {
    near(stdOfNorm(''), 1);
    near(stdOfNorm('# backprop-lens: mode=eval\n'), 10);
    near(stdOfNorm('# backprop-lens: mode=eval\n', 'train'), 1);
  });
});
