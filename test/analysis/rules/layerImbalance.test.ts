/** Layer imbalance: one layer that is drawn too small or too large, at the factor that follows from it, and healthy starts beside it. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/analysis/report';
import { limitsWith } from '../../../src/analysis/rules/limits';
import type { Subject } from '../../../src/analysis/rules/rule';
import { rules } from '../../../src/analysis/rules/table';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { describeCases, inspected, type Case } from './check';

/** He's deviation for 32 inputs. */
const he = Math.sqrt(2 / 32);

/**
 * Six ReLU layers without biases, the third drawn `factor` times as large as the others. The network is homogeneous in each layer: a layer times s leaves
 * its own gradient and makes all others s times as large, so that its dW/W over that of the others is multiplied by s^-2, whatever the loss. The energy of the outputs scales with all, so that the seeds keep their order and the factor is exact.
 */
function scaled(factor: number, mark = '', option = ''): string {
  const layer = (deviation: number, more = ''): string =>
    `  - { linear: 32, bias: false, init: { normal: ${deviation} }${option} }${more}\n  - relu\n`;
  return `
input: [32]
batch: 64
loss: output-energy
layers:
${layer(he).repeat(2)}${layer(he * factor, mark)}${layer(he).repeat(3)}  - { linear: 4, bias: false, init: { normal: ${he} } }
`;
}

function only(title: string, source: string): Case {
  return { title, source, only: ['layer-imbalance'] };
}

function imbalanceOf(source: string): Finding | undefined {
  const all = (findings: readonly Finding[]): readonly Finding[] =>
    findings.flatMap((finding) => [finding, ...all(finding.consequences)]);
  return all(inspected(source).findings).find(({ rule }) => rule === 'layer-imbalance');
}

describeCases('layer-imbalance', [
  only('layers of one size', scaled(1)),
  only('a layer a fifth of the others: 25 times as fast', scaled(1 / 5)),
  only('a layer five times the others: a 25th as fast', scaled(5)),
  only(
    'a small layer under a framework’s own default',
    scaled(1).replaceAll(/init: [^}]*}/g, 'init: pytorch'),
  ),
  only(
    'a head that starts small',
    scaled(1).replace(`4, bias: false, init: { normal: ${he} }`, '4, init: { normal: 0.001 }'),
  ),
  only(
    'two layers, of which none is usual',
    'input: [8]\nloss: mse\nlayers: [{ linear: 8, init: { normal: 1e-3 } }, relu, { linear: 1, init: he-normal }]\n',
  ),
  only('silenced', `${scaled(1 / 40)}ignore: [layer-imbalance]\n`),
]);

describe('the size of a layer imbalance', () => {
  it('goes with the square of the factor, either way', () => {
    const [twenty, forty, large] = [1 / 20, 1 / 40, 20].map((factor) => imbalanceOf(scaled(factor)));
    assert.ok(twenty && forty && large);
    assert.deepEqual(
      [twenty, forty, large].map(({ layer, severity }) => [layer, severity]),
      [2, 2, 2].map((layer) => [layer, 'warning']),
    );
    assert.ok(Math.abs(forty.value / twenty.value / 4 - 1) < 1e-3, `${forty.value} over ${twenty.value}`);
    // 400 times what the layer has without the factor, which is near 1.
    for (const { value } of [twenty, large]) assert.ok(value > 100 && value < 1600, String(value));
    assert.match(twenty.message, /times as fast as/);
    assert.match(large.message, /times as slowly as/);
  });

  it('is nothing where a number is not one', () => {
    const text = scaled(1 / 20);
    const report = inspected(text);
    const [network] = readSource({ path: 'case.network.yaml', text }, new Map(), noOverrides).networks;
    assert.ok(network && report.controls);
    const { controls } = report;
    const evidence = {
      firstNonFinite: null,
      firstNonFiniteGradient: null,
      inputNotFinite: 0,
      targetNotFinite: 0,
      zeroGradient: new Map(),
      constantWeights: new Map(),
    };
    for (const value of [NaN, Infinity, 0, -1]) {
      const gradientRatio = report.layers.map(() => [value, value, value] as const);
      const bands = { ...controls.bands, own: { ...controls.bands.own, gradientRatio } };
      const subject: Subject = {
        network,
        report,
        controls: { ...controls, bands },
        evidence,
        limits: limitsWith({}),
      };
      assert.deepEqual([...rules['layer-imbalance'].check(subject)], [], String(value));
    }
  });

  it('is not looked for in numbers that overflow or underflow', () => {
    for (const factor of [1e-40, 1e38]) {
      const found = imbalanceOf(scaled(factor));
      assert.ok(found === undefined || found.value > 100, String(found?.value));
    }
  });
});
