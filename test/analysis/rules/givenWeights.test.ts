/** Weights that come from a file: what they do to the gradient is found, and no law of initialisation is blamed for it, offered against it or drawn beside it. */
import { strict as assert } from 'node:assert';
import type { Finding, NetworkReport } from '../../../src/analysis/report';
import { inspectAll } from '../../../src/inspect/inspect';

const width = 16;
const layers = 7;

/** Numbers between -1 and 1 whose order has no pattern (a linear congruence). */
function ramble(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
}

/** A safetensors file of as many square layers, each number that many times He's standard deviation in the mean. */
function weightsFile(overHe: number): Uint8Array {
  const scale = overHe * Math.sqrt(2 / width) * Math.sqrt(3);
  const header: Record<string, unknown> = {};
  const values: number[] = [];
  const add = (name: string, shape: readonly number[], own: readonly number[]): void => {
    const start = 4 * values.length;
    values.push(...own);
    header[name] = { dtype: 'F32', shape, data_offsets: [start, 4 * values.length] };
  };
  const all = ramble(layers * width * width);
  for (let layer = 0; layer < layers; layer += 1) {
    const own = all.slice(layer * width * width, (layer + 1) * width * width);
    add(
      `fc${layer}.weight`,
      [width, width],
      own.map((value) => value * scale),
    );
    add(`fc${layer}.bias`, [width], Array<number>(width).fill(0));
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + 4 * values.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  values.forEach((value, index) => {
    view.setFloat32(8 + text.length + 4 * index, value, true);
  });
  return bytes;
}

function reportOf(overHe: number, activation: string): NetworkReport {
  const body = Array.from({ length: layers }, (_, layer) => [
    `  - { linear: ${width}, id: fc${layer} }`,
    ...(layer < layers - 1 ? [`  - ${activation}`] : []),
  ]).flat();
  const text = [`input: [${width}]`, 'layers:', ...body, 'loss: mse', 'weights: w.safetensors', ''].join(
    '\n',
  );
  const files = new Map([['w.safetensors', weightsFile(overHe)]]);
  const { report } = inspectAll({ path: 'a.network.yaml', text }, files);
  assert.deepEqual(report.problems, []);
  return report.networks[0] ?? assert.fail('a network');
}

function finding({ findings }: NetworkReport, rule: string): Finding {
  return (
    findings.flatMap((each) => [each, ...each.consequences]).find((each) => each.rule === rule) ??
    assert.fail(findings.map((each) => each.rule).join(', '))
  );
}

describe('weights that come from a file', () => {
  const cases = [
    {
      rule: 'vanishing',
      overHe: 0.1,
      activation: 'relu',
      cause: /weights of w\.safetensors are at 0\.1\d* times He/,
    },
    { rule: 'vanishing', overHe: 0.3, activation: 'sigmoid', cause: /sigmoid passes on at most 0\.25/ },
    {
      rule: 'exploding',
      overHe: 4,
      activation: 'relu',
      cause: /weights of w\.safetensors are at \d[\d.]* times He/,
    },
    { rule: 'saturation', overHe: 12, activation: 'tanh', cause: /pre-activations/ },
  ];
  for (const { rule, overHe, activation, cause } of cases)
    it(`${rule} under ${activation} blames the weights as they are`, () => {
      const found = finding(reportOf(overHe, activation), rule);
      assert.match(found.cause, cause);
      assert.doesNotMatch([found.cause, ...found.remedies].join(' '), /[Ii]nitialis|start at|even with/);
    });

  it('nothing that is drawn by chance is shown beside them', () => {
    const { controls } = reportOf(1, 'relu');
    assert.ok(controls);
    assert.deepEqual(controls.bands.textbook.delta, []);
    assert.ok(controls.bands.own.delta.length > 0);
  });
});
