/** Circuits against Python and PyTorch, and against the known answers of the fifth lesson. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { circuitReport } from '../../../src/analysis/circuit/circuit';
import { inspectAll } from '../../../src/inspect/inspect';
import { circuitOf, gateOf, gradientsOf, near, nodeOf, reportOn } from './read';

interface Goldens {
  readonly cases: readonly {
    readonly expression: string;
    readonly at: Readonly<Record<string, number>>;
    readonly value: number;
    readonly gradients: Readonly<Record<string, number>>;
  }[];
}

const goldens = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../goldens/circuits.json'), 'utf8'),
) as Goldens; // written by circuits.py

describe('circuits', () => {
  it('bind signs as Python does and have the gradients of PyTorch', () => {
    for (const { expression, at, value, gradients } of goldens.cases) {
      const report = reportOn(expression, at);
      const f = report.nodes[report.outputs[report.chosen]?.node ?? -1];
      near(f?.value, value, 1e-11, expression);
      const found = gradientsOf(report);
      assert.deepEqual(new Set(Object.keys(found)), new Set(Object.keys(gradients)), expression);
      for (const [name, gradient] of Object.entries(gradients))
        near(found[name], gradient, 1e-10, `${expression}, ${name}:`);
    }
  });

  it('have local gradients whose products along the wires add up to the gradients, folded or not', () => {
    for (const { expression, at } of goldens.cases.slice(0, 150)) {
      const network = circuitOf(expression, at);
      const plain = circuitReport(network);
      for (const id of [null, ...(plain?.foldable ?? []).map((group) => group.id)]) {
        const report = reportOn(expression, at, { folded: id === null ? [] : [id] });
        assert.deepEqual(report.folded, id === null ? [] : [id]);
        report.nodes.forEach((node, index) => {
          const parts = report.nodes.flatMap((user) =>
            user.kind === 'gate' ? user.arguments.filter((arg) => arg.node === index) : [],
          );
          if (parts.length === 0 || node.gradient === null) return;
          const sum = parts.reduce((total, { gradient }) => total + (gradient ?? 0), 0);
          near(sum, node.gradient, 1e-9, `${expression} ${id ?? ''} ${node.name}:`);
        });
      }
    }
  });

  it('(x + y) z at -2, 5, -4', () => {
    const report = reportOn(['q = x + y', 'f = q * z'], { x: -2, y: 5, z: -4 });
    assert.equal(nodeOf(report, 'q').value, 3);
    assert.equal(nodeOf(report, 'f').value, -12);
    assert.equal(nodeOf(report, 'f').gradient, 1);
    assert.equal(nodeOf(report, 'q').gradient, -4);
    assert.deepEqual(gradientsOf(report), { x: -4, y: -4, z: 3 });
    const { arguments: wires, forward, family } = gateOf(report, 'f');
    assert.equal(family, 'multiply');
    assert.equal(forward, 'f = q × z = 3 × (-4) = -12');
    assert.deepEqual(
      wires.map(({ local, chain }) => [local, chain]),
      [
        [-4, 'df/dq = df/df × ∂f/∂q = 1 × (-4) = -4'],
        [3, 'df/dz = df/df × ∂f/∂z = 1 × 3 = 3'],
      ],
    );
    assert.equal(gateOf(report, 'q').family, 'add');
    assert.deepEqual(
      gateOf(report, 'q').arguments.map(({ chain }) => chain),
      ['df/dx = df/dq × ∂q/∂x = -4 × 1 = -4', 'df/dy = df/dq × ∂q/∂y = -4 × 1 = -4'],
    );
  });

  it('the gradient of another expression than the last', () => {
    const report = reportOn(['q = x + y', 'f = q * z'], { x: -2, y: 5, z: -4 }, { output: 'q' });
    assert.equal(report.outputs[report.chosen]?.name, 'q');
    assert.deepEqual(gradientsOf(report), { x: 1, y: 1, z: null });
    assert.equal(nodeOf(report, 'f').gradient, null);
  });

  it('max routes to the larger, and gives half to each at a tie', () => {
    assert.deepEqual(gradientsOf(reportOn('max(x, y)', { x: 3, y: 5 })), { x: 0, y: 1 });
    assert.match(gateOf(reportOn('max(x, y)', { x: 3, y: 5 }), 'f').note, /all of the gradient goes to y/);
    const tie = reportOn('max(x, y)', { x: 4, y: 4 });
    assert.deepEqual(gradientsOf(tie), { x: 0.5, y: 0.5 });
    assert.equal(gateOf(tie, 'f').note, 'Max routes: a tie between x and y, so each gets half.');
    assert.deepEqual(gradientsOf(reportOn('min(x, y)', { x: 3, y: 5 })), { x: 1, y: 0 });
  });

  const neuron = '1 / (1 + e^-(w0*x0 + w1*x1 + w2))';
  const at = { w0: 2, w1: -3, w2: -3, x0: -1, x1: -2 };
  // To the three digits that the lesson gives, and to the last from s = 1 / (1 + e^-1).
  const s = 1 / (1 + Math.exp(-1));
  const slope = (1 - s) * s;
  const known = { w0: -slope, w1: -2 * slope, w2: slope, x0: 2 * slope, x1: -3 * slope };

  it('the sigmoid neuron, gate by gate and folded', () => {
    for (const folded of [[], ['sigmoid:f'], ['group:f'], ['sigmoid:f', 'group:add2']]) {
      const report = reportOn(neuron, at, { folded });
      near(nodeOf(report, 'f').value, s);
      for (const [name, expected] of Object.entries(known)) near(gradientsOf(report)[name], expected);
    }
    near(s, 0.731, 1e-3);
    for (const [name, digits] of Object.entries({ w0: -0.197, w1: -0.393, w2: 0.197, x0: 0.393, x1: -0.59 }))
      near(known[name as keyof typeof known], digits, 5e-4); // the keys of the table above
    const gates = (folded: readonly string[]): readonly string[] =>
      reportOn(neuron, at, { folded }).nodes.flatMap((node) => (node.kind === 'gate' ? [node.op] : []));
    assert.deepEqual(gates([]), ['multiply', 'multiply', 'add', 'add', 'negate', 'exp', 'add', 'divide']);
    assert.deepEqual(gates(['sigmoid:f']), ['multiply', 'multiply', 'add', 'add', 'sigmoid']);
    const sigmoid = gateOf(reportOn(neuron, at, { folded: ['sigmoid:f'] }), 'f');
    near(sigmoid.arguments[0]?.local, slope);
    assert.match(sigmoid.arguments[0]?.rule ?? '', /\(1 - f\) × f = 0\.197/);
  });

  it('knows a sigmoid and a tanh however they are spelled, and nothing else for one', () => {
    const kinds = (expression: string | readonly string[]): readonly string[] =>
      reportOn(expression, { x: 0.3 }).foldable.flatMap(({ kind }) => (kind === 'group' ? [] : [kind]));
    for (const spelled of [
      '1 / (1 + exp(-x))',
      '1 / (exp(-x) + 1)',
      '(1 + e^-x)^-1',
      'reciprocal(1 + exp(-1 * x))',
      '2 * (1 / (1 + exp(-(x * x))))',
    ])
      assert.deepEqual(kinds(spelled), ['sigmoid'], spelled);
    for (const spelled of [
      '(exp(x) - exp(-x)) / (exp(x) + exp(-x))',
      '(e^x - e^-x) / (e^-x + e^x)',
      '(exp(2*x) - 1) / (exp(2*x) + 1)',
    ]) {
      assert.deepEqual(kinds(spelled), ['tanh'], spelled);
      const report = reportOn(spelled, { x: 0.3 }, { folded: ['tanh:f'] });
      near(nodeOf(report, 'f').value, Math.tanh(0.3));
      near(gateOf(report, 'f').arguments[0]?.local, 1 - Math.tanh(0.3) ** 2);
      assert.equal(gateOf(report, 'f').arguments.length, 1);
    }
    for (const other of ['1 / (1 + exp(x))', '2 / (1 + exp(-x))', '1 / (2 + exp(-x))', '1 / (1 - exp(-x))'])
      assert.deepEqual(kinds(other), [], other);
    assert.deepEqual(kinds(['p = exp(-x)', 'f = 1 / (1 + p) + p']), [], 'the exponential is used outside');
  });

  it('a value used twice is one wire whose gradients add up', () => {
    const report = reportOn(['q = x * x', 'f = q + x'], { x: 3 });
    assert.equal(nodeOf(report, 'x').gradient, 7);
    assert.equal(nodeOf(report, 'x').sum, 'df/dx = 3 + 3 + 1 = 7');
    assert.equal(nodeOf(report, 'q').sum, null);
  });

  it('other values than those of the file', () => {
    const report = reportOn(
      ['q = x + y', 'f = q * z'],
      { x: -2, y: 5, z: -4 },
      { values: new Map([['z', 2]]) },
    );
    assert.equal(nodeOf(report, 'f').value, 6);
    assert.deepEqual(gradientsOf(report), { x: 2, y: 2, z: 3 });
  });

  it('numbers that are none are shown as they are', () => {
    const report = reportOn('log(x)', { x: -1 });
    assert.ok(Number.isNaN(nodeOf(report, 'f').value));
    assert.equal(nodeOf(reportOn('1 / x', { x: 0 }), 'f').value, Infinity);
  });

  it('stand in the report of an inspection, without layers and without findings', () => {
    const text = 'expression: [q = x + y, f = q * z]\nat: { x: -2, y: 5, z: -4 }\n';
    const { networks, problems } = inspectAll({ path: 'a.network.yaml', text }).report;
    const [network] = networks;
    assert.ok(network?.circuit);
    assert.deepEqual(problems, []);
    assert.deepEqual(network.findings, []);
    assert.deepEqual(network.layers, []);
    assert.equal(network.loss?.value, -12);
    assert.equal(network.trainableParameters, 3);
    assert.deepEqual(gradientsOf(network.circuit), { x: -4, y: -4, z: 3 });
    near(network.gradientNorm, Math.sqrt(16 + 16 + 9), 1e-6);
  });
});
