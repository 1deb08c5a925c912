/** Delta by time step, as recurrent ops measure it on their way back, against the gates' gradients of PyTorch. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rowsOf } from '../../src/analysis/rows';
import { measuring } from '../../src/analysis/measures';
import { runNetwork } from '../../src/engine/trace';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { unhurried } from '../../src/tensor/pace';
import { referenceKernels } from '../../src/tensor/reference';
import { near } from '../inspect/sources';
import { toTensor } from '../goldens/read';

type Given = Parameters<typeof toTensor>[0];

const { cases } = JSON.parse(readFileSync(path.join(__dirname, '../goldens/sequence.json'), 'utf8')) as {
  readonly cases: readonly {
    readonly text: string;
    readonly input: Given;
    readonly parameters: Readonly<Record<string, Given>>;
    readonly passes: readonly { readonly gates: readonly (readonly number[])[] }[];
  }[];
}; // written by sequence.py, whose format is this type

describe('delta by time step', () => {
  for (const { text, input, parameters, passes } of cases) {
    it(`is the RMS over the gates that PyTorch has: ${/rnn.*|lstm.*|gru.*/.exec(text)?.[0] ?? text}`, () => {
      const [network] = readSource({ path: 'a.network.yaml', text }, new Map(), noOverrides).networks;
      assert.ok(network);
      const rows = rowsOf(network);
      const kernels = referenceKernels('float64');
      const batch = toTensor(input).shape[0] ?? 1;
      const { observer, measures } = measuring(network, rows, {
        ...{ extent: 'control', batch, kernels, pace: unhurried },
      });
      const values = new Map(Object.entries(parameters).map(([name, given]) => [name, toTensor(given)]));
      runNetwork(
        network,
        values,
        { batch, inputs: [toTensor(input)], target: null },
        { kernels, seed: 1, training: true, checkpoint: () => undefined, observe: observer },
      );
      const ours = measures().rows.flatMap(({ steps }) => steps);
      assert.equal(ours.length, passes.length);
      passes.forEach(({ gates }, pass) => {
        ours[pass]?.forEach((delta, step) => {
          const squares = gates.map((gate) => (gate[step] ?? NaN) ** 2);
          const expected = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
          near(delta / expected, 1, 1e-9, `pass ${pass}, step ${step}`);
        });
      });
    });
  }
});
