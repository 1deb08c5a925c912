/** The comparison of initialisations and activations, held to the known gains of lessons.md and to what each choice must show. */
import { strict as assert } from 'node:assert';
import type { CompareAnswer, CompareCell, CompareLossesAnswer } from '../../../src/studies/compare/answer';
import { compareLossesStudy } from '../../../src/studies/compare/losses';
import { compareStudy } from '../../../src/studies/compare/study';
import { StudyRefused, type Subject } from '../../../src/studies/study';
import type { Kernels } from '../../../src/tensor/kernels';
import { near } from '../../inspect/sources';
import { readNetworkFile } from '../../readers/check';
import { perceptron, stack } from '../../analysis/rules/networks';
import { kernelsOf } from '../../tensor/wasmModules';

/** Those of the product, since a grid is many runs. */
let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

function subjectOf(text: string): Subject {
  const { networks, problems } = readNetworkFile(text);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return {
    ...{ source: { path: 'case.network.yaml', text }, files: new Map(), network, index: 0 },
    ...{ kernels, memoryLimit: 2 ** 30, checkpoint: () => undefined },
  };
}

/** All answers on the way, the last one whole. */
function answers(text: string): readonly CompareAnswer[] {
  const work = compareStudy.answer(subjectOf(text));
  const all: CompareAnswer[] = [];
  for (;;) {
    const step = work.next();
    all.push(step.value);
    if (step.done === true) return all;
  }
}

function cellOf(answer: CompareAnswer, initialisation: string, activation: string): CompareCell {
  const row = answer.initialisations.findIndex(({ name }) => name === initialisation);
  const column = answer.activations.findIndex(({ name }) => name === activation);
  const cell = answer.cells[column]?.[row];
  assert.ok(cell, `${initialisation} with ${activation}`);
  return cell;
}

const depth = 5;

describe('the comparison', () => {
  // Cross-entropy, whose delta hardly depends on the weights before it.
  const text = perceptron({
    ...{ input: 256, hidden: stack(depth - 1), outputs: 256, activation: 'relu' },
    ...{ loss: 'cross-entropy', batch: 64 },
  });
  let whole: CompareAnswer;
  before(() => {
    const all = answers(text);
    const last = all.at(-1);
    assert.ok(last);
    whole = last;
  });

  // He et al. 2015, eq. 14, with the variance of each initialisation and half the units active.
  for (const [name, expected] of [
    ['PyTorch', 1 / Math.sqrt(6)],
    ['He', 1],
    ['Xavier', Math.SQRT1_2],
    ['LeCun', Math.SQRT1_2],
  ] as const) {
    it(`ReLU at width 256 with ${name}: gain ${expected.toFixed(2)} at every layer`, () => {
      const { gain } = cellOf(whole, name, 'relu');
      assert.equal(gain.length, depth);
      for (const each of gain.slice(0, -1)) near(each, expected, 0.08 * expected, 'gain');
      assert.equal(gain.at(-1), null);
    });
  }

  it('sigmoid with Glorot: 0.21 at the first step from the input side, rising to 0.24', () => {
    const { gain } = cellOf(whole, 'Xavier', 'sigmoid');
    near(gain[0], 0.21, 0.01, 'first');
    near(gain.at(-2), 0.24, 0.01, 'last');
  });

  it('tanh with Glorot: 0.68 near the input, rising', () => {
    const { gain } = cellOf(whole, 'Xavier', 'tanh');
    near(gain[0], 0.68, 0.03, 'first');
    assert.ok((gain.at(-2) ?? 0) > 0.8);
  });

  it('names each choice as the rules would if it stood in the file', () => {
    const rules = (initialisation: string, activation: string): string =>
      cellOf(whole, initialisation, activation).verdict?.rule ?? 'healthy';
    assert.equal(rules('He', 'relu'), 'healthy');
    assert.equal(rules('zeros', 'relu'), 'symmetric-init');
    assert.equal(rules('too small', 'relu'), 'vanishing');
    assert.equal(rules('too large', 'relu'), 'exploding');
    assert.equal(rules('too large', 'sigmoid'), 'saturation');
    assert.equal(rules('Xavier', 'tanh'), 'healthy');
    assert.equal(rules('LeCun', 'selu'), 'healthy');
  });

  it('with weights too large nearly all sigmoids are saturated, and what arrives is nearly nothing', () => {
    const { saturated } = cellOf(whole, 'too large', 'sigmoid');
    for (const share of saturated.slice(1, -1)) assert.ok((share ?? 0) > 0.5, String(share));
  });

  it('marks what the file has, and offers it once', () => {
    assert.deepEqual(
      whole.initialisations.filter(({ own }) => own).map(({ name }) => name),
      ['PyTorch'],
    );
    assert.deepEqual(
      whole.activations.filter(({ own }) => own).map(({ name }) => name),
      ['relu'],
    );
    const he = answers(
      perceptron({ input: 4, hidden: [4], outputs: 2, activation: 'softplus', init: '{ normal: 0.3 }' }),
    ).at(-1);
    assert.deepEqual(he?.initialisations[0]?.name, 'as in the file');
    assert.deepEqual(he.activations[0]?.activation, null);
  });

  it('scales too small and too large to the widths: at least a factor of 5 below and 10 above He', () => {
    const argumentOf = (answer: CompareAnswer | undefined, name: string): number | undefined =>
      answer?.initialisations.find((choice) => choice.name === name)?.init?.argument;
    assert.equal(argumentOf(whole, 'too small'), 0.01);
    assert.equal(argumentOf(whole, 'too large'), 1);
    // He for two inputs is 1.
    const narrow = answers(perceptron({ input: 2, hidden: [10, 5], outputs: 1, activation: 'relu' })).at(-1);
    assert.equal(argumentOf(narrow, 'too large'), 10);
  });

  it('grows cell by cell, the own column first', () => {
    const all = answers(perceptron({ input: 3, hidden: [4, 4], outputs: 2, activation: 'tanh' }));
    const counts = all.map(({ cells }) => cells.flat().filter((cell) => cell !== null).length);
    assert.equal(counts[0], 0);
    assert.ok(counts.every((count, index) => index === 0 || count >= (counts[index - 1] ?? 0)));
    assert.equal(counts.at(-1), 8 * 8);
    const first = all[counts.indexOf(1)];
    const own = first?.activations.findIndex((choice) => choice.own) ?? -1;
    assert.ok(first?.cells[own]?.some((cell) => cell !== null));
  });

  it('a single layer with weights has no gain, but losses and verdicts', () => {
    const answer = answers('input: [3]\nlayers: [linear: 1, sigmoid]\nloss: binary-cross-entropy\n').at(-1);
    assert.deepEqual(answer?.layers, ['linear1']);
    assert.deepEqual(answer.activations, [{ name: 'no activation', activation: null, own: true }]);
    near(cellOf(answer, 'zeros', 'no activation').loss, Math.LN2, 1e-6, 'loss');
  });
});

describe('what cannot be compared', () => {
  const refused = (text: string, why: RegExp): void => {
    assert.throws(
      () => answers(text),
      (error) => error instanceof StudyRefused && why.test(error.message),
    );
  };

  it('says why: no weights, or too large', () => {
    refused('input: [3]\nlayers: [relu]\nloss: mse\n', /no weights/);
    const wide = perceptron({
      input: 20_000,
      hidden: [20_000],
      outputs: 1000,
      activation: 'relu',
      batch: 64,
    });
    refused(wide, /needs|takes/);
  });

  it('leaves out other activations where the network is large, and says so', () => {
    const large = perceptron({ input: 2048, hidden: [2048, 2048], outputs: 10, activation: 'relu' });
    const work = compareStudy.answer(subjectOf(large));
    const { left, cells } = work.next().value;
    assert.match(left[0] ?? '', /only its own activation is compared: \d/);
    assert.match(left[1] ?? '', /orthogonal weights takes too long/);
    assert.equal(cells.length, 8);
  });

  it('takes whole numbers of steps up to 500', () => {
    assert.deepEqual(compareLossesStudy.read({ steps: 100 }), { steps: 100 });
    for (const steps of [-1, 501, 1.5, '20', null, NaN]) {
      assert.equal(compareLossesStudy.read({ steps }), null);
    }
  });
});

describe('the losses of a comparison', () => {
  const last = (text: string, steps: number): CompareLossesAnswer => {
    const work = compareLossesStudy.answer(subjectOf(text), { steps });
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
  };
  const circles = `input: [2]
layers:
  - { linear: 10, init: he-normal }
  - relu
  - { linear: 5, init: he-normal }
  - relu
  - { linear: 1, init: he-normal }
loss: bce-logits
batch: 300
data: { circles: 300, noise: 0.05 }
train: { optimizer: sgd, rate: 0.01 }
`;

  it('on two circles zeros stay at ln 2, and weights that are too large start over 100 ln 2 (lessons.md)', () => {
    const { cells, how, left } = last(circles, 20);
    assert.deepEqual(left, []);
    assert.match(how, /^sgd at rate 0.01, 300 samples a step$/);
    const [grid] = answers(circles).slice(-1);
    assert.ok(grid);
    const at = (initialisation: string): CompareLossesAnswer['cells'][number][number] =>
      cells[grid.activations.findIndex(({ own }) => own)]?.[
        grid.initialisations.findIndex(({ name }) => name === initialisation)
      ] ?? null;
    const zeros = at('zeros');
    assert.ok(zeros);
    for (const loss of zeros.losses) near(loss, Math.LN2, 1e-6, 'loss');
    near(zeros.accuracy, 0.5, 1e-12, 'accuracy');
    const large = at('too large');
    assert.ok(large);
    const [start = NaN] = large.losses;
    assert.ok(!Number.isFinite(start) || start > 100 * Math.LN2, String(start));
  });

  it('with 0 steps gives the losses before training alone', () => {
    const { cells } = last(circles, 0);
    for (const cell of cells.flat()) assert.deepEqual(cell?.steps, [0]);
  });
});
