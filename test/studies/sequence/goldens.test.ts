/** Gradients by time step and by gate against PyTorch with retain_grad, and spectra against NumPy (test/goldens/sequence.py). */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Dataset } from '../../../src/graph/dataset';
import { withWeights } from '../../../src/graph/givenWeights';
import type { Network } from '../../../src/graph/network';
import { toTensor, type GoldenNumber, type GoldenTensor } from '../../goldens/read';
import { answered, subjectOf } from './check';

interface Case {
  readonly text: string;
  readonly input: GoldenTensor;
  readonly loss: number;
  readonly parameters: Readonly<Record<string, GoldenTensor>>;
  readonly passes: readonly {
    readonly reverse: boolean;
    readonly hidden: readonly number[];
    readonly cell: readonly number[] | null;
    readonly gates: readonly (readonly number[])[];
    readonly spectra: readonly { readonly norm: number; readonly radius: GoldenNumber }[];
  }[];
}

const file = path.resolve(__dirname, '../../goldens/sequence.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }; // written by sequence.py, whose format is this type

/** The network with PyTorch's weights and input. */
function given(network: Network, { parameters, input }: Case): Network {
  const weights = new Map(Object.entries(parameters).map(([name, value]) => [name, toTensor(value)]));
  const weighted = withWeights(network, weights);
  assert.deepEqual(weighted.problems, []);
  const { shape, data } = toTensor(input);
  const count = shape[0] ?? 0;
  const dataset: Dataset = {
    name: 'golden',
    count,
    sampleShape: shape.slice(1),
    inputs: Float64Array.from(data),
    targets: null,
    targetShape: [],
    columns: [],
    training: Array.from({ length: count }, (_, index) => index),
    testing: [],
    span: network.span,
  };
  return { ...weighted.network, dataset };
}

function assertSeries(
  actual: Float64Array | null | undefined,
  expected: readonly number[] | null,
  what: string,
): void {
  assert.equal(actual?.length, expected?.length, what);
  expected?.forEach((value, place) => {
    // What the loss does not reach is 0 in PyTorch's words.
    const ours = actual?.[place] ?? NaN;
    const number = Number.isNaN(ours) ? 0 : ours;
    assert.ok(
      Math.abs(number - value) <= 1e-10 * Math.abs(value) + 1e-15,
      `${what} ${place}: ${ours}, not ${value}`,
    );
  });
}

describe('the gradient by time step, beside PyTorch', () => {
  for (const golden of cases) {
    it(golden.text.split('\n')[2]?.trim() ?? '', () => {
      const subject = subjectOf(golden.text, (network) => given(network, golden));
      golden.passes.forEach((expected, pass) => {
        const { cells, reverse, layers } = answered(subject, { pass });
        assert.equal(layers[0]?.passes.length, golden.passes.length);
        assert.equal(reverse, expected.reverse);
        const own = cells.find((course) => course.own);
        assert.ok(own);
        assert.ok(Math.abs((own.loss ?? NaN) / golden.loss - 1) < 1e-12);
        assertSeries(own.hidden, expected.hidden, 'hidden');
        assertSeries(own.cellState, expected.cell, 'cell');
        assert.equal(own.gates.length, expected.gates.length);
        expected.gates.forEach((gate, place) => {
          assertSeries(own.gates[place]?.delta, gate, own.gateNames[place] ?? '');
        });
        expected.spectra.forEach(({ norm, radius }, place) => {
          const ours = own.spectra?.[place];
          assert.ok(Math.abs((ours?.norm ?? NaN) / norm - 1) < 1e-6, `norm ${ours?.norm}, not ${norm}`);
          if (typeof radius === 'number')
            assert.ok(
              Math.abs((ours?.radius ?? NaN) / radius - 1) < 1e-6,
              `radius ${ours?.radius}, not ${radius}`,
            );
          else assert.ok(Number.isNaN(ours?.radius));
        });
      });
    });
  }
});
