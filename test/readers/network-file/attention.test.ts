/** The attention layer of network files with keys and values from elsewhere, against PyTorch's MultiheadAttention. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNetwork } from '../../../src/engine/trace';
import { parametersOf } from '../../../src/engine/parameters';
import { referenceKernels } from '../../../src/tensor/reference';
import { toTensor, type GoldenTensor } from '../../goldens/read';
import { readNetworkFile } from '../check';

interface AttentionCase {
  readonly source: string;
  readonly input: GoldenTensor;
  readonly loss: number;
  readonly parameters: Readonly<Record<string, GoldenTensor>>;
  readonly gradients: Readonly<Record<string, GoldenTensor>>;
}

const { cases } = JSON.parse(
  readFileSync(join(__dirname, '../../goldens/attention-layers.json'), 'utf8'),
) as { cases: readonly AttentionCase[] }; // written by attention_layers.py

const tolerance = 1e-12;

describe('attention to another layer', () => {
  for (const { source, input, loss, parameters, gradients } of cases) {
    it(`${source.split('\n')[3] ?? ''}: loss and every gradient`, () => {
      const { networks, problems } = readNetworkFile(source);
      assert.deepEqual(problems, []);
      const [network] = networks;
      assert.ok(network);
      const given = new Map(Object.entries(parameters).map(([name, values]) => [name, toTensor(values)]));
      assert.deepEqual(
        parametersOf(network)
          .map(({ name, shape }) => `${name} ${shape.join(' ')}`)
          .sort(),
        [...given].map(([name, { shape }]) => `${name} ${shape.join(' ')}`).sort(),
      );
      const trace = runNetwork(
        network,
        given,
        { batch: toTensor(input).shape[0] ?? 0, inputs: [toTensor(input)], target: null },
        {
          kernels: referenceKernels('float64'),
          seed: 1,
          training: true,
          checkpoint: () => undefined,
        },
      );
      assert.ok(Math.abs((trace.loss ?? NaN) - loss) <= tolerance * loss);
      for (const [name, golden] of Object.entries(gradients)) {
        const expected = toTensor(golden);
        const found = trace.parameterGradients.get(name);
        assert.deepEqual(found?.shape, expected.shape, name);
        const distance = Math.hypot(
          ...Array.from(expected.data, (value, place) => value - (found.data[place] ?? NaN)),
        );
        // The bias of the keys moves all scores of a query alike: its gradient is 0 but for rounding.
        assert.ok(
          distance <= tolerance * Math.max(1e-3, Math.hypot(...expected.data)),
          `${name}: ${distance}`,
        );
      }
    });
  }
});
