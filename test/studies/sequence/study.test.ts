/** The study of time: closed formulas, other lengths, other cells, and everything that it refuses. */
import { strict as assert } from 'node:assert';
import {
  sequenceStudy,
  mostSteps,
  type CellCourse,
  type SequenceAnswer,
} from '../../../src/studies/sequence/study';
import { withWeights } from '../../../src/graph/givenWeights';
import { StudyRefused } from '../../../src/studies/study';
import { tensorOf } from '../../../src/tensor/tensor';
import { answered, plainQuestion, subjectOf } from './check';

const ownOf = ({ cells }: SequenceAnswer): CellCourse => {
  const own = cells.find((course) => course.own);
  assert.ok(own);
  return own;
};

const near = (actual: number | undefined, expected: number, tolerance = 1e-9): void =>
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= tolerance * Math.abs(expected),
    `${actual} is not ${expected}`,
  );

/** One unit without bias whose states stay positive, so that ReLU is the identity: h = x + w h. */
const linearUnit = (weight: number, steps: number): string => `input: [${steps}, 1]
layers:
  - { rnn: 1, nonlinearity: relu, last: true, bias: false, init: ones, recurrent-init: { constant: ${weight} } }
loss: output-energy
data: { inputs: [[${Array.from({ length: steps }, (_, step) => 1 + (step % 3)).join(', ')}]] }
`;

const random = (cell: string, steps = 12): string =>
  `input: [${steps}, 3]\nlayers:\n  - { ${cell}, last: true }\n  - linear: 2\nloss: mse\nbatch: 8\n`;

describe('the study of time', () => {
  for (const weight of [0.5, 0.9, 1, 1.2]) {
    it(`gives w^(T - t) for a linear unit with w = ${weight}`, () => {
      const steps = 30;
      const answer = answered(subjectOf(linearUnit(weight, steps)));
      const own = ownOf(answer);
      assert.equal(answer.steps, steps);
      const last = own.hidden[steps - 1] ?? NaN;
      // L = h_T^2, so dL/dh_T = 2 h_T, and h_T = sum of w^(T - t) x_t.
      const state = Array.from({ length: steps }, (_, t) => weight ** (steps - 1 - t) * (1 + (t % 3)));
      near(last, 2 * state.reduce((sum, value) => sum + value, 0));
      own.hidden.forEach((delta, t) => near(delta, last * weight ** (steps - 1 - t)));
      own.factors.forEach((factor) => near(factor, weight));
      near(own.decay.ratio, weight ** (steps - 1));
      near(own.decay.perStep, weight);
      if (weight < 1) near(own.decay.halfLife ?? NaN, Math.log(0.5) / Math.log(weight));
      if (weight > 1) assert.equal(own.decay.halfLife, null);
      near(own.spectra?.[0]?.norm, weight, 1e-6);
      near(own.spectra?.[0]?.radius, weight, 1e-6);
      assert.equal(own.largestSlope, 1);
    });
  }

  it('never sees more arrive than the spectral norm times the largest slope allows (Pascanu et al. 2013)', () => {
    for (const cell of [
      'rnn: 8',
      'rnn: 8, recurrent-init: orthogonal',
      'rnn: 8, recurrent-init: { normal: 1 }',
    ]) {
      const own = ownOf(answered(subjectOf(random(cell))));
      const bound = (own.spectra?.[0]?.norm ?? NaN) * (own.largestSlope ?? NaN);
      own.factors.forEach((factor) => assert.ok(factor <= bound * (1 + 1e-6), `${factor} over ${bound}`));
    }
  });

  it('tells what later steps send back from what the loss asks of a step itself', () => {
    const text = 'input: [6, 3]\nlayers:\n  - { rnn: 4, init: orthogonal }\nloss: output-energy\n';
    const own = ownOf(answered(subjectOf(text)));
    own.hidden.slice(0, -1).forEach((delta, t) => assert.notEqual(delta, own.hiddenAhead[t]));
    const only = ownOf(answered(subjectOf(text.replace('rnn: 4', 'rnn: 4, last: true'))));
    only.hidden.slice(0, -1).forEach((delta, t) => assert.equal(delta, only.hiddenAhead[t]));
    assert.equal(only.hiddenAhead.at(-1), 0);
  });

  it('tries the other two cells with the same hidden size and leaves everything else as it is', () => {
    const answer = answered(subjectOf(random('gru: 5, layers: 2, bidirectional: true')), { pass: 2 });
    assert.deepEqual(
      answer.cells.map(({ cell, own }) => [cell, own]),
      [
        ['gru', true],
        ['rnn', false],
        ['lstm', false],
      ],
    );
    assert.deepEqual(
      answer.cells.map(({ gates, gateNames }) => [gates.length, gateNames.length]),
      [
        [3, 3],
        [1, 1],
        [4, 4],
      ],
    );
    assert.deepEqual(answer.layers, [
      {
        name: 'gru1',
        passes: [
          { level: 0, reverse: false },
          { level: 0, reverse: true },
          { level: 1, reverse: false },
          { level: 1, reverse: true },
        ],
      },
    ]);
    for (const { hidden } of answer.cells) assert.ok(hidden.every((delta) => delta > 0));
    // The same as the file that spells the other cell.
    const spelled = ownOf(
      answered(subjectOf(random('lstm: 5, layers: 2, bidirectional: true')), { pass: 2 }),
    );
    assert.deepEqual(answer.cells[2]?.hidden, spelled.hidden);
  });

  it('starts the recurrent weights orthogonal, gate by gate', () => {
    for (const cell of ['rnn: 6', 'lstm: 6', 'gru: 6']) {
      const { cells } = answered(subjectOf(random(cell)), { start: 'orthogonal' });
      assert.equal(cells.length, 3);
      for (const { spectra, gateNames } of cells) {
        assert.equal(spectra?.length, gateNames.length);
        for (const { norm, radius } of spectra) {
          near(norm, 1, 1e-6);
          near(radius, 1, 1e-6);
        }
      }
    }
  });

  it('reads the source again for another length', () => {
    const subject = subjectOf(random('lstm: 5'));
    const longer = answered(subject, { steps: 40 });
    assert.equal(longer.steps, 40);
    assert.equal(longer.written, 12);
    assert.equal(longer.longest, mostSteps);
    const spelled = answered(subjectOf(random('lstm: 5', 40)));
    assert.deepEqual(ownOf(longer).hidden, ownOf(spelled).hidden);
  });

  it('keeps weights that were put in after reading when the length changes', () => {
    const weights = new Map([
      ['rnn1.weight-ih-l0', tensorOf('float64', [1, 1], [1])],
      ['rnn1.weight-hh-l0', tensorOf('float64', [1, 1], [0.7])],
    ]);
    const subject = subjectOf(linearUnit(0.2, 10), (network) => withWeights(network, weights).network);
    near(ownOf(answered(subject, { steps: 5 })).decay.ratio, 0.7 ** 4);
  });

  it('reads token inputs of another length', () => {
    const text = (steps: number): string =>
      `input: [${steps}]\nlayers:\n  - { embedding: 4, tokens: 11 }\n  - { gru: 3 }\n  - linear: 11\nloss: { cross-entropy: , axis: -1 }\nbatch: 4\n`;
    const subject = subjectOf(text(9));
    const shorter = answered(subject, { steps: 5 });
    assert.equal(shorter.steps, 5);
    assert.deepEqual(ownOf(shorter).hidden, ownOf(answered(subjectOf(text(5)))).hidden);
  });

  it('cuts given data, and their targets where those have a time too', () => {
    const rows = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ];
    const text = (count: number, targets: readonly (readonly number[])[]): string =>
      `input: [${count}, 1]\nlayers:\n  - { rnn: 1 }\nloss: mse\ndata: { inputs: ${JSON.stringify(rows.map((row) => row.slice(0, count)))}, targets: ${JSON.stringify(targets)} }\n`;
    const whole = subjectOf(
      text(4, [
        [1, 0, 1, 0],
        [0, 1, 1, 1],
      ]),
    );
    const cut = answered(whole, { steps: 2 });
    assert.deepEqual(cut.notes, ['Of each sample of the file itself the first 2 of 4 steps are used.']);
    const spelled = answered(
      subjectOf(
        text(2, [
          [1, 0],
          [0, 1],
        ]),
      ),
    );
    assert.deepEqual(ownOf(cut).hidden, ownOf(spelled).hidden);
    assert.equal(cut.longest, 4);
    const longer = answered(whole, { steps: 5 });
    assert.equal(longer.steps, 4);
    assert.deepEqual(longer.notes, [
      'A sample of the file itself has 4 steps; longer sequences would need other data.',
    ]);
  });

  it('says how far it unrolls', () => {
    const text = `input: [${mostSteps + 100}, 2]\nlayers:\n  - { rnn: 2, last: true }\nloss: output-energy\nbatch: 2\n`;
    const answer = answered(subjectOf(text));
    assert.equal(answer.steps, mostSteps);
    assert.deepEqual(answer.notes, ['At most 500 steps are unrolled, 600 were asked for.']);
  });

  it('takes fewer samples where the steps would not fit, or says what they take', () => {
    const subject = subjectOf('input: [20, 4]\nlayers:\n  - { lstm: 32, last: true }\nloss: output-energy\n');
    const answer = answered({ ...subject, memoryLimit: 2 ** 22 });
    assert.ok(answer.batch < 256);
    assert.match(answer.notes.join(' '), /Tried on \d+ samples? in place of/);
    assert.throws(() => answered({ ...subject, memoryLimit: 1e5 }), StudyRefused);
  });

  it('refuses what has no time, with a sentence', () => {
    const dense = subjectOf('input: [4]\nlayers:\n  - linear: 2\nloss: output-energy\n');
    assert.throws(() => answered(dense), /has no rnn, lstm or gru layer, so there are no time steps/);
    const fixed = subjectOf(
      'input: [4]\nlayers:\n  - reshape: [2, 2]\n  - { rnn: 2 }\nloss: output-energy\n',
    );
    assert.equal(answered(fixed).longest, 2);
    const asked = answered(fixed, { steps: 3 });
    assert.equal(asked.steps, 2);
    assert.match(asked.notes.join(), /no axis of the input/);
  });

  it('takes a layer that is none for the first, and a pass that is none for the first', () => {
    const subject = subjectOf(random('rnn: 4'));
    assert.equal(answered(subject, { layer: 'nothing', pass: 9 }).layer, 'rnn1');
  });

  it('reads questions field by field', () => {
    assert.deepEqual(sequenceStudy.read({ study: 'sequence' }), plainQuestion);
    const asked = { layer: 'a', pass: 1, steps: 5, start: 'orthogonal' };
    assert.deepEqual(sequenceStudy.read(asked), asked);
    for (const wrong of [
      { layer: 3 },
      { pass: -1 },
      { pass: 0.5 },
      { steps: 0 },
      { steps: '5' },
      { start: 'x' },
    ])
      assert.equal(sequenceStudy.read(wrong), null);
  });

  it('ends when it is told to', () => {
    const subject = subjectOf(random('rnn: 4'));
    const stop = new Error('stop');
    assert.throws(
      () =>
        answered({
          ...subject,
          checkpoint: () => {
            throw stop;
          },
        }),
      stop,
    );
  });
});
