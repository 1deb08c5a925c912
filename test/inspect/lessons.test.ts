/** The lessons' known answers, by closed formulas: one-unit chains, error terms, the bound of the vanishing sigmoid. */
import { strict as assert } from 'node:assert';
import { float64, inspectText, near, onlyNetwork } from './sources';

const depth = 4;

/** A chain of one-unit layers with weights 1 and biases 0 on the sample x = 1, y = 1 under log loss. */
function chain(hidden: string): string {
  const layer = (activation: string): string =>
    `  - { linear: 1, weights: 1, biases: 0 }\n  - ${activation}\n`;
  return `input: [1]
layers:
${layer(hidden).repeat(depth - 1)}${layer('sigmoid')}
loss: binary-cross-entropy
data: { inputs: [[1]], targets: [1] }
`;
}

const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

/** Activations a[0..4], and for y = 1 the loss, delta[1..4] and dL/dW[1..4], by the chain rule written out for all-sigmoid layers. */
function byHand(x: number): { loss: number; delta: number[]; dW: number[]; a: number[] } {
  const a = [x];
  for (let layer = 1; layer <= depth; layer += 1) a.push(sigma(a[layer - 1] ?? NaN));
  const delta: number[] = [];
  delta[depth] = (a[depth] ?? NaN) - 1;
  for (let layer = depth - 1; layer >= 1; layer -= 1) {
    const out = a[layer] ?? NaN;
    delta[layer] = (delta[layer + 1] ?? NaN) * out * (1 - out);
  }
  const dW = delta.map((value, layer) => value * (a[layer - 1] ?? NaN));
  return { loss: -Math.log(a[depth] ?? NaN), delta, dW, a };
}

describe('the lessons', () => {
  for (const [floatType, options, tolerance] of [
    ['float64', float64, 1e-14],
    ['float32', {}, 1e-6],
  ] as const) {
    it(`four sigmoid layers of one unit: loss, delta and dL/dW as the formulas give them (${floatType})`, () => {
      const network = onlyNetwork(inspectText(chain('sigmoid'), options));
      const expected = byHand(1);
      near(network.loss?.value, expected.loss, tolerance, 'loss');
      network.layers.forEach((layer, index) => {
        near(layer.delta, Math.abs(expected.delta[index + 1] ?? NaN), tolerance, `delta of ${layer.name}`);
        const weight = layer.parameterReports.find(({ role }) => role === 'weight');
        near(
          weight?.gradientMaximum,
          Math.abs(expected.dW[index + 1] ?? NaN),
          tolerance,
          `dW of ${layer.name}`,
        );
      });
      assert.equal(network.layers.length, depth);
    });
  }

  it('holds the bound 0.25^3 beside the measured product 0.00964 (lessons.md, L1)', () => {
    const { flow } = onlyNetwork(inspectText(chain('sigmoid'), float64));
    assert.equal(flow?.steps, 3);
    near(flow.activationBound, 0.25 ** 3, 1e-15, 'bound');
    near(flow.activationProduct, 0.00964, 5e-6, 'measured');
    near(flow.weightsProduct, 1, 1e-15, 'weights');
  });

  it('scans x over [-7, 7]: dW peaks at 0.0045, 0.0145, 0.054 and 0.228, and follows the formulas at every x (L3)', () => {
    const { scan } = onlyNetwork(inspectText(chain('sigmoid'), float64));
    assert.ok(scan);
    assert.equal(scan.x.length, 100);
    assert.deepEqual([scan.x[0], scan.x.at(-1)], [-7, 7]);
    [0.0045, 0.0145, 0.054, 0.228].forEach((peak, layer) => {
      const gradients = scan.layers[layer]?.gradient.map(Math.abs) ?? [];
      near(Math.max(...gradients), peak, 5e-4, `peak of dW in layer ${layer + 1}`);
    });
    scan.x.forEach((x, step) => {
      const expected = byHand(x);
      scan.layers.forEach((layer, index) => {
        near(layer.gradient[step], expected.dW[index + 1] ?? NaN, 1e-14, `dW of layer ${index + 1} at ${x}`);
        near(
          layer.activation[step],
          expected.a[index + 1] ?? NaN,
          1e-14,
          `activation of layer ${index + 1} at ${x}`,
        );
      });
    });
  });

  it('with ReLU the four dW curves coincide exactly: (sigma(x) - 1) x for positive x, 0 for negative (L3)', () => {
    const { scan } = onlyNetwork(inspectText(chain('relu'), float64));
    assert.ok(scan);
    const [first, ...others] = scan.layers;
    for (const other of others) assert.deepEqual(other.gradient.map(Math.abs), first?.gradient.map(Math.abs));
    scan.x.forEach((x, step) =>
      near(first?.gradient[step], x < 0 ? 0 : (sigma(x) - 1) * x, 1e-14, `dW at ${x}`),
    );
  });

  it('gains telescope: their product is the ratio of the deltas at both ends (L4)', () => {
    const text = `input: [16]
layers:
  - repeat: 6
    layers: [{ linear: 16, init: xavier-normal }, tanh]
  - linear: 3
loss: cross-entropy
`;
    const { layers, flow } = onlyNetwork(inspectText(text, float64));
    assert.ok(flow);
    const product = layers
      .slice(0, -1)
      .reduce((all, { gain }) => all * (gain?.activation ?? NaN) * (gain?.weights ?? NaN), 1);
    near(product / flow.ratio, 1, 1e-12, 'product over ratio');
    near((layers[0]?.delta ?? NaN) / (layers.at(-1)?.delta ?? NaN) / flow.ratio, 1, 1e-12, 'ratio');
  });

  it('equal logits for ten classes cost ln 10', () => {
    const text = 'input: [4]\nlayers: [{ linear: 10, init: zeros }]\nloss: cross-entropy\n';
    near(onlyNetwork(inspectText(text, float64)).loss?.value, Math.LN10, 1e-14, 'loss');
  });
});
