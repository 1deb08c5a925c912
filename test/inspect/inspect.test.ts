/** Inspection as a whole: pure, complete in two steps, and unmoved by hostile input. */
import { strict as assert } from 'node:assert';
import { defaultOptions, inspect } from '../../src/inspect/inspect';
import { float64, inspectExample, inspectText, near, onlyNetwork } from './sources';

const healthy = `input: [20]
layers:
  - { linear: 32, init: he-normal }
  - relu
  - linear: 5
loss: cross-entropy
`;

describe('inspection', () => {
  it('gives the same report to the bit for the same input', () => {
    assert.deepEqual(inspectText(healthy).report, inspectText(healthy).report);
    assert.equal(JSON.stringify(inspectText(healthy).report), JSON.stringify(inspectText(healthy).report));
  });

  it('gives other numbers for another seed', () => {
    const losses = [1, 2].map((seed) => onlyNetwork(inspectText(healthy, { seed })).loss?.value);
    assert.notEqual(losses[0], losses[1]);
  });

  it('shows all numbers first, and controls with their findings second', () => {
    const source = { path: 'case.network.yaml', text: healthy };
    const steps = inspect(source, new Map(), defaultOptions);
    const first = steps.next();
    assert.equal(first.done, false);
    assert.equal(first.value.report.complete, false);
    assert.equal(first.value.report.networks[0]?.controls, null);
    let last = steps.next();
    for (; last.done !== true; last = steps.next()) assert.equal(last.value, first.value);
    assert.equal(last.value.report.complete, true);
    assert.equal(last.value.report.networks[0]?.controls?.seeds, 7);
    assert.deepEqual(last.value.report.networks[0].layers, first.value.report.networks[0].layers);
  });

  it('only reads a source that needs files', () => {
    const { report } = inspectText(
      'input: [2]\nlayers: [{ linear: 1 }]\nloss: mse\ndata: { file: a.csv, target: y }\n',
    );
    assert.deepEqual([report.needs, report.networks], [['a.csv'], []]);
  });

  it('starts the digits network within 10 % of ln 10', () => {
    const network = onlyNetwork(inspectExample('digits.network.yaml'));
    near(network.loss?.value, Math.LN10, 0.1 * Math.LN10, 'loss');
    near(network.loss?.chance, Math.LN10, 0.1, 'label entropy of 64 digits');
    assert.equal(network.parameters, 64 * 32 + 32 + 32 * 10 + 10);
    assert.deepEqual(network.inputShapes, [[64, 64]]);
    assert.deepEqual(network.outputShapes, [[64, 10]]);
  });

  it('gives the pictures of every layer', () => {
    const inspection = inspectExample('digits.network.yaml');
    const pictures = inspection.pictures(0, 0);
    assert.deepEqual([pictures?.weightGradient?.rows, pictures?.weightGradient?.columns], [32, 64]);
    assert.deepEqual([pictures?.delta?.rows, pictures?.delta?.columns], [64, 32]);
    const { counts, below, above, notANumber, infinite } = pictures?.preActivation ?? assert.fail();
    assert.equal(
      counts.reduce((sum, count) => sum + count, below + above + notANumber + infinite),
      64 * 32,
    );
    const units = inspection.deltaByUnit(0);
    assert.deepEqual([units?.lengths, units?.heatmap.zeros], [[32, 10], 0]);
    assert.equal(inspection.pictures(0, 7), null);
    assert.equal(inspection.pictures(3, 0), null);
  });

  it('has no factor where nothing arrives, and no NaN anywhere', () => {
    const text = `input: [1]
layers:
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
  - { linear: 1, weights: 0, biases: 0 }
loss: mse
data: { inputs: [[1]], targets: [1] }
`;
    const { layers, flow } = onlyNetwork(inspectText(text));
    assert.deepEqual(
      layers.map(({ gain }) => gain?.total ?? null),
      [null, 0, null],
    );
    assert.deepEqual(
      [flow?.ratio, flow?.activationProduct, flow?.weightsProduct, flow?.halfLife],
      [0, 1, 0, null],
    );
  });

  it('ends where the checkpoint throws', () => {
    const stop = new Error('newer revision');
    const checkpoint = (stage: string): void => {
      if (stage === 'backward') throw stop;
    };
    assert.throws(() => inspectText(healthy, { checkpoint }), stop);
  });

  it('refuses a million units by the memory limit, with the number, and reads the rest', () => {
    const { report } = inspectText('input: [1000000]\nlayers: [{ linear: 1000000 }, relu]\nloss: mse\n');
    const [problem] = report.problems;
    assert.equal(problem?.severity, 'error');
    // 1e12 weights and as many gradients of four bytes: 7.28 TiB.
    assert.match(problem.message, /needs 7\.28 TiB .* for linear1\.weight .*memory limit is 2 GiB/);
    assert.equal(problem.span.start.line, 1);
    assert.equal(report.networks[0]?.parameters, 1e12 + 1e6);
    assert.match(report.networks[0].refusal ?? '', /memory limit/);
  });

  it('finds NaN in the data and says where it came from', () => {
    const text = `input: [2]
layers: [{ linear: 4 }, relu, { linear: 1 }]
loss: mse
data: { inputs: [[1, .nan], [2, 3]], targets: [1, 2] }
`;
    const { report } = inspectText(text);
    const finding = report.networks[0]?.findings[0];
    assert.equal(finding?.rule, 'non-finite');
    assert.equal(finding.severity, 'error');
  });

  for (const [title, text] of [
    ['an empty file', ''],
    ['a comment', '# nothing'],
    ['binary rubbish', '\u0000\u0001\u0002PNG\uFFFD\u0000'],
    ['a list', '- 1\n- 2\n'],
    [
      'a circular from',
      'input: [2]\nlayers:\n  - { linear: 2, id: a, from: b }\n  - { linear: 2, id: b, from: a }\nloss: mse\n',
    ],
    ['duplicate ids', 'input: [2]\nlayers:\n  - { linear: 2, id: a }\n  - { linear: 2, id: a }\nloss: mse\n'],
  ] as const) {
    it(`has a problem, not an exception, for ${title}`, () => {
      const { report } = inspectText(text);
      assert.ok(report.problems.length > 0);
    });
  }

  it('runs a network of a thousand layers', () => {
    const text =
      'input: [8]\nlayers:\n  - repeat: 1000\n    layers: [{ linear: 8, init: orthogonal }, tanh]\nloss: mse\nbatch: 8\n';
    const network = onlyNetwork(inspectText(text));
    assert.equal(network.layers.length, 1000);
  });

  it('computes in float64 when asked', () => {
    const { report } = inspectText(healthy, float64);
    assert.equal(report.kernels, 'reference float64');
  });
});

describe('chance', () => {
  const loss = (text: string): number | null => onlyNetwork(inspectText(text, float64)).loss?.chance ?? null;

  it('is taken from all training samples, whatever the batch', () => {
    const small = onlyNetwork(inspectExample('digits.network.yaml', { batch: 2 }));
    // The ten digits are nearly equally frequent.
    near(small.loss?.chance, Math.LN10, 0.01, 'label entropy');
  });

  it('of several columns is the mean over them: ((0, 2), variance 1) and ((5, 5), variance 0) give 0.5', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 2 }]\nloss: mse\ndata: { inputs: [[1], [2]], targets: [[0, 5], [2, 5]] }\n';
    near(loss(text), 0.5, 1e-15, 'variance');
  });

  it('of labels at several places is that of all of them: places 0 and 1 of two samples, (0, 1) and (0, 1), are ln 2', () => {
    const text =
      'input: [2, 2]\nlayers: [identity]\nloss: cross-entropy\ndata: { inputs: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], targets: [[0, 1], [0, 1]] }\n';
    near(loss(text), Math.LN2, 1e-15, 'entropy');
  });

  it('of hinge is 2 min(p, 1 - p): 0.5 for one in four', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 1 }]\nloss: hinge\ndata: { inputs: [[1], [2], [3], [4]], targets: [1, 0, 0, 0] }\n';
    near(loss(text), 0.5, 1e-15, 'hinge');
  });

  const levels: readonly (readonly [why: string, loss: string, outputs: number, targets: string, number])[] =
    [
      ['the mean distance from the median 1', 'l1', 1, '[0, 1, 5]', 5 / 3],
      [
        'ln 2 where weights make two labels equal',
        '{ cross-entropy: , weight: [1, 3] }',
        2,
        '[0, 0, 0, 1]',
        Math.LN2,
      ],
      [
        'that of (0.9, 0.1) for smoothing of 0.2',
        '{ cross-entropy: , label-smoothing: 0.2 }',
        2,
        '[0, 0]',
        0.3250829733914482,
      ],
      ['without ignored labels', '{ nll: , ignore-index: 7 }', 2, '[0, 1, 7]', Math.LN2],
      [
        'that of the mean of soft targets',
        '{ cross-entropy: , targets: probabilities }',
        2,
        '[[1, 0], [0, 1]]',
        Math.LN2,
      ],
      [
        '1.5 ln 2 where one in four weighs three',
        '{ bce-logits: , pos-weight: [3] }',
        1,
        '[1, 0, 0, 0]',
        1.5 * Math.LN2,
      ],
      [
        'that of (0.9, 0.1) for smoothed bits',
        '{ binary-cross-entropy: , label-smoothing: 0.2 }',
        1,
        '[1, 1]',
        0.3250829733914482,
      ],
      ['that of (1/4, 3/4) for signs', 'soft-margin', 1, '[1, -1, -1, -1]', 0.5623351446188083],
      ['4 p (1 - p)', 'squared-hinge', 1, '[1, 0, 0, 0]', 0.75],
      ['(1 - sqrt(1/2)) / (1/2)', 'generalized-cross-entropy', 2, '[0, 1]', 2 - Math.SQRT2],
      ['1/4 for three in four and q = 1', '{ generalized-cross-entropy: 1 }', 2, '[0, 1, 0, 0]', 0.25],
      ['ln 2 between two sure targets and their mean', 'kl', 2, '[[1, 0], [0, 1]]', Math.LN2],
      [
        'half of that as a mean over elements',
        '{ kl: , reduction: mean }',
        2,
        '[[1, 0], [0, 1]]',
        Math.LN2 / 2,
      ],
    ];
  for (const [why, name, outputs, targets, expected] of levels) {
    it(`of ${name} is ${why}`, () => {
      const samples: unknown[] = JSON.parse(targets) as unknown[]; // a list, as the table has it
      const rows = samples.map((_, row) => `[${row}]`).join(', ');
      const text = `input: [1]\nlayers: [{ linear: ${outputs} }]\nloss: ${name}\ndata: { inputs: [${rows}], targets: ${targets} }\n`;
      near(loss(text), expected, 1e-14, name);
    });
  }

  it('of sums and of likelihoods without a zero is not known', () => {
    for (const name of ['{ mse: , reduction: sum }', 'poisson-nll', 'huber']) {
      const text = `input: [1]\nlayers: [{ linear: 1 }]\nloss: ${name}\ndata: { inputs: [[1], [2]], targets: [1, 2] }\n`;
      assert.equal(loss(text), null, name);
    }
  });
});

describe('controls', () => {
  it('end for the greatest seed', () => {
    const text = `${healthy}seed: ${Number.MAX_SAFE_INTEGER}\n`;
    assert.equal(onlyNetwork(inspectText(text)).controls?.seeds, 7);
  });

  it('keep delta in a linear stack: twenty layers are not called vanishing', () => {
    const text =
      'input: [64]\nlayers:\n  - repeat: 20\n    layers: [{ linear: 64, init: xavier-normal }]\n  - linear: 10\nloss: cross-entropy\nbatch: 16\n';
    const { controls, findings } = onlyNetwork(inspectText(text));
    assert.ok((controls?.geometry.ratio ?? 0) < 3);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['linear-stack'],
    );
  });

  it('do not blame a layer for a loss that is not finite', () => {
    const text =
      'input: [1]\nlayers: [{ linear: 4, id: innocent }, { linear: 1 }]\nloss: mse\ndata: { inputs: [[1], [2]], targets: [1, .nan] }\n';
    const [finding] = inspectText(text).report.networks[0]?.findings ?? [];
    assert.equal(finding?.rule, 'non-finite');
    assert.equal(finding.layer, null);
    assert.match(finding.message, /^The targets hold 1 number that is NaN or infinite /);
  });
});

describe('deep networks', () => {
  it('with forty residual blocks and a zero head are judged in one sweep, not along each of 2^40 ways', () => {
    const blocks = Array.from(
      { length: 40 },
      (_, block) => `  - linear: 4\n  - relu\n  - { add: block${block}, id: block${block + 1} }\n`,
    );
    const text = `input: [4]
layers:
  - { linear: 4, id: block0 }
${blocks.join('')}  - { linear: 2, init: zeros }
loss: cross-entropy
batch: 8
`;
    const { findings } = onlyNetwork(inspectText(text));
    assert.ok(findings.every(({ rule, severity }) => rule !== 'no-gradient' || severity === 'information'));
  });
});
