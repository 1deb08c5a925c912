/** The initialisations against the definitions of PyTorch (torch.nn.init, nn.Linear) and Keras (Dense, initializers), over many seeds. */
import assert from 'node:assert/strict';
import {
  deviationOf,
  initialisationNames,
  initialValues,
  type Fans,
  type Initialisation,
  type InitialisationName,
} from '../../src/tensor/initialisations';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, type Shape } from '../../src/tensor/tensor';

const fans: Fans = { fanIn: 30, fanOut: 50 };
const shape: Shape = [50, 30];
const seeds = 100;

/** What a definition says: a bound (uniform), a standard deviation (normal), or one value. */
interface Definition {
  readonly name: InitialisationName;
  readonly argument?: number;
  readonly says:
    | { readonly bound: number }
    | { readonly deviation: number; readonly limit?: number }
    | { readonly value: number };
}

/** The deviation of a standard normal number truncated at 2, as Keras's VarianceScaling has it. */
const truncated = 0.8796256610342398;

const definitions: readonly Definition[] = [
  { name: 'zeros', says: { value: 0 } },
  { name: 'ones', says: { value: 1 } },
  { name: 'constant', argument: 0.25, says: { value: 0.25 } },
  { name: 'normal', says: { deviation: 1 } },
  { name: 'normal', argument: 0.02, says: { deviation: 0.02 } },
  { name: 'uniform', argument: 0.05, says: { bound: 0.05 } },
  // torch.nn.init.xavier_uniform_: gain sqrt(6 / (fan_in + fan_out)); xavier_normal_: gain sqrt(2 / (fan_in + fan_out)).
  { name: 'xavier-uniform', says: { bound: Math.sqrt(6 / 80) } },
  { name: 'xavier-uniform', argument: 5 / 3, says: { bound: (5 / 3) * Math.sqrt(6 / 80) } },
  { name: 'xavier-normal', says: { deviation: Math.sqrt(2 / 80) } },
  // torch.nn.init.kaiming_uniform_: gain sqrt(3 / fan_in); kaiming_normal_: gain / sqrt(fan_in); gain sqrt(2) for ReLU.
  { name: 'he-uniform', says: { bound: Math.sqrt(2) * Math.sqrt(3 / 30) } },
  { name: 'he-normal', says: { deviation: Math.sqrt(2 / 30) } },
  { name: 'he-normal', argument: 1, says: { deviation: Math.sqrt(1 / 30) } },
  // Keras's lecun_uniform: limit sqrt(3 / fan_in); LeCun et al. 1998: variance 1 / fan_in.
  { name: 'lecun-uniform', says: { bound: Math.sqrt(3 / 30) } },
  { name: 'lecun-normal', says: { deviation: Math.sqrt(1 / 30) } },
  { name: 'orthogonal', says: { deviation: 1 / Math.sqrt(50) } },
  { name: 'orthogonal', argument: 2, says: { deviation: 2 / Math.sqrt(50) } },
  // Keras's TruncatedNormal: values beyond two standard deviations are drawn again.
  { name: 'truncated-normal', argument: 0.05, says: { deviation: 0.05 * truncated, limit: 0.1 } },
  // nn.Linear: U(-sqrt(k), sqrt(k)), k = 1 / in_features. Dense: glorot_uniform.
  { name: 'pytorch', says: { bound: 1 / Math.sqrt(30) } },
  { name: 'keras', says: { bound: Math.sqrt(6 / 80) } },
];

function drawn(initialisation: Initialisation, seed: number): Float64Array {
  const { data } = initialValues(initialisation, { elementType: 'float64', shape }, fans, randomStream(seed));
  return Float64Array.from(data);
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}

describe('initialisations', () => {
  it('are all defined here', () =>
    assert.deepEqual(new Set(definitions.map(({ name }) => name)), new Set(initialisationNames)));

  for (const { says, ...initialisation } of definitions) {
    it(`${initialisation.name} ${initialisation.argument ?? ''} is what its definition says`, () => {
      const values = Array.from({ length: seeds }, (_, seed) => [...drawn(initialisation, seed)]).flat();
      if ('value' in says) {
        assert.ok(values.every((value) => value === says.value));
        assert.equal(deviationOf(initialisation, fans), 0);
        return;
      }
      const deviation = 'bound' in says ? says.bound / Math.sqrt(3) : says.deviation;
      const limit = 'bound' in says ? says.bound : says.limit;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      assert.ok(Math.abs(mean) < (5 * deviation) / Math.sqrt(values.length), `mean ${mean}`);
      assert.ok(Math.abs(rootMeanSquare(values) / deviation - 1) < 0.01);
      assert.ok(Math.abs(deviationOf(initialisation, fans) / deviation - 1) < 1e-12);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      if (limit === undefined) assert.ok(largest > 3 * deviation, 'has tails');
      else assert.ok(largest <= limit && largest > 0.999 * limit, `largest ${largest}, limit ${limit}`);
    });
  }

  for (const [rows, ...rest] of [
    [6, 6],
    [9, 4],
    [4, 9],
    [5, 3, 2, 2],
    [1, 7],
    [7, 1],
  ] as const) {
    it(`orthogonal of shape ${[rows, ...rest].join(' x ')} has an orthonormal shorter side times its gain`, () => {
      const columns = sizeOf(rest);
      const type = { elementType: 'float64', shape: [rows, ...rest] } as const;
      const { data } = initialValues(
        { name: 'orthogonal', argument: 3 },
        type,
        { fanIn: columns, fanOut: rows },
        randomStream(5),
      );
      const at = (row: number, column: number): number => data[row * columns + column] ?? NaN;
      const tall = rows > columns;
      const [vectors, length] = tall ? [columns, rows] : [rows, columns];
      for (let i = 0; i < vectors; i += 1) {
        for (let j = 0; j < vectors; j += 1) {
          let product = 0;
          for (let k = 0; k < length; k += 1) product += tall ? at(k, i) * at(k, j) : at(i, k) * at(j, k);
          assert.ok(Math.abs(product - (i === j ? 9 : 0)) < 1e-12, `${i}, ${j}: ${product}`);
        }
      }
    });
  }

  it('draw the same from the same seed and other values from another', () => {
    assert.deepEqual(drawn({ name: 'he-normal' }, 1), drawn({ name: 'he-normal' }, 1));
    assert.notDeepEqual(drawn({ name: 'he-normal' }, 1), drawn({ name: 'he-normal' }, 2));
  });

  it('take given values as they are', () => {
    const type = { elementType: 'float32', shape: [2] } as const;
    const { data } = initialValues({ name: 'values', values: [0.1, -3] }, type, fans, randomStream(1));
    assert.deepEqual(data, Float32Array.of(0.1, -3));
    assert.ok(Number.isNaN(deviationOf({ name: 'values' }, fans)));
  });

  it('leave a bias without inputs at zero, as PyTorch does', () => {
    const type = { elementType: 'float64', shape: [3] } as const;
    const { data } = initialValues({ name: 'pytorch' }, type, { fanIn: 0, fanOut: 3 }, randomStream(1));
    assert.ok(data.every((value) => Math.abs(value) === 0));
  });
});
