/** Examples of every op, away from kinks: the table of the gradient check. A table of data: a row per op, several examples a row. */
import type { AttributesOf, OpName } from '../../src/ops/table';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, tensorOf, type Shape, type Tensor } from '../../src/tensor/tensor';

/** One call of an op. */
export interface Example<Name extends OpName = OpName> {
  readonly args: readonly Tensor[];
  readonly attributes: AttributesOf<Name>;
  /** Training mode; evaluation unless true. */
  readonly training?: boolean;
}

type Examples = { readonly [Name in OpName]: readonly Example<Name>[] };

let drawn = 0;

/** Standard normal numbers, other ones at each call, each at least `distance` away from every point of `away`. */
function normal(shape: Shape, away: readonly number[] = [], distance = 1e-3): Tensor {
  const random = randomStream(20240604, drawn++);
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: sizeOf(shape) }, (_, position) => {
      const value = 2 * random.normal(position);
      const near = away.find((point) => Math.abs(value - point) < distance);
      return near === undefined ? value : near + distance * (value < near ? -1 : 1);
    }),
  );
}

/** Numbers in (0.05, 0.95). */
function shares(shape: Shape): Tensor {
  const random = randomStream(20240605, drawn++);
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: sizeOf(shape) }, (_, position) => 0.05 + 0.9 * random.uniform(position)),
  );
}

function given(shape: Shape, ...values: readonly number[]): Tensor {
  return tensorOf('float64', shape, values);
}

function classes(...labels: readonly number[]): Tensor {
  return tensorOf('int32', [labels.length], labels);
}

/** A vector, a batch and a batch of sequences, away from the given points. */
function shapes<A>(attributes: A, away: readonly number[] = []): { args: Tensor[]; attributes: A }[] {
  return [[7], [4, 5], [2, 3, 4]].map((shape) => ({ args: [normal(shape, away)], attributes }));
}

const pairs = (other: (shape: Shape) => Tensor): { args: Tensor[]; attributes: Record<string, never> }[] =>
  [
    [5, 1],
    [4, 3],
  ].map((shape) => ({ args: [normal(shape), other(shape)], attributes: {} }));

/** Every op; the step is here as well, its derivative of 0 holds wherever it does not jump. */
export const examples = {
  linear: [
    { args: [normal([4, 3]), normal([2, 3]), normal([2])], attributes: {} },
    { args: [normal([4, 3]), normal([2, 3])], attributes: {} },
    { args: [normal([2, 3, 5]), normal([1, 5]), normal([1])], attributes: {} },
  ],
  add: [
    { args: [normal([4, 3]), normal([4, 3])], attributes: {} },
    { args: [normal([4, 3]), normal([3]), normal([4, 1])], attributes: {} },
    { args: [normal([]), normal([2, 1, 2])], attributes: {} },
  ],
  dropout: [
    { args: [normal([4, 5])], attributes: { rate: 0.5 } },
    { args: [normal([4, 5])], attributes: { rate: 0.5 }, training: true },
    { args: [normal([7])], attributes: { rate: 0.1 }, training: true },
  ],
  identity: shapes({}),
  relu: shapes({}, [0]),
  relu6: shapes({}, [0, 6]),
  'leaky-relu': [...shapes({ slope: 0.01 }, [0]), ...shapes({ slope: 0.3 }, [0])],
  prelu: [
    { args: [normal([4, 5], [0]), given([1], 0.25)], attributes: {} },
    { args: [normal([4, 5], [0]), normal([5])], attributes: {} },
    { args: [normal([2, 3, 2, 2], [0]), normal([3, 1, 1])], attributes: {} },
  ],
  rrelu: [
    ...shapes({ lower: 1 / 8, upper: 1 / 3 }, [0]),
    { args: [normal([4, 5], [0])], attributes: { lower: 0.1, upper: 0.9 }, training: true },
  ],
  elu: [...shapes({ alpha: 1 }, [0]), ...shapes({ alpha: 0.5 }, [0])],
  selu: shapes({}, [0]),
  celu: [...shapes({ alpha: 1 }, [0]), ...shapes({ alpha: 2.5 }, [0])],
  gelu: shapes({}),
  'gelu-tanh': shapes({}),
  silu: shapes({}),
  mish: shapes({}),
  softplus: [...shapes({ beta: 1, threshold: 20 }), ...shapes({ beta: 2, threshold: 50 })],
  softsign: shapes({}, [0]),
  softshrink: shapes({ lambda: 0.5 }, [-0.5, 0.5]),
  hardshrink: shapes({ lambda: 0.5 }, [-0.5, 0.5]),
  tanhshrink: shapes({}),
  hardtanh: [
    ...shapes({ minimum: -1, maximum: 1 }, [-1, 1]),
    ...shapes({ minimum: 0, maximum: 2.5 }, [0, 2.5]),
  ],
  'hard-sigmoid': shapes({}, [-3, 3]),
  'keras-hard-sigmoid': shapes({}, [-2.5, 2.5]),
  'hard-swish': shapes({}, [-3, 3]),
  sigmoid: shapes({}),
  'log-sigmoid': shapes({}),
  tanh: shapes({}),
  threshold: [...shapes({ threshold: 0, value: 0 }, [0]), ...shapes({ threshold: 1, value: 0.25 }, [1])],
  step: shapes({}, [0]),
  exponential: shapes({}),
  softmax: shapes({}),
  'log-softmax': shapes({}),
  softmin: shapes({}),
  glu: [
    { args: [normal([4, 6])], attributes: {} },
    { args: [normal([2, 3, 4])], attributes: {} },
  ],
  maxout: [
    { args: [normal([4, 6])], attributes: { pieces: 2 } },
    { args: [normal([2, 2, 6])], attributes: { pieces: 3 } },
  ],
  mse: pairs(normal),
  l1: pairs(normal),
  huber: [
    { args: [given([4], 0.3, -0.4, 2, -3), given([4], 0, 0, 0.5, 0)], attributes: { delta: 1 } },
    { args: [normal([4, 3]), normal([4, 3])], attributes: { delta: 0.5 } },
  ],
  'cross-entropy': [
    { args: [normal([4, 3]), classes(2, 0, 0, 1)], attributes: {} },
    { args: [normal([4, 3]), shares([4, 3])], attributes: {} },
  ],
  nll: [{ args: [normal([4, 3]), classes(2, 0, 0, 1)], attributes: {} }],
  'binary-cross-entropy': [
    { args: [shares([5, 1]), given([5, 1], 0, 1, 1, 0, 1)], attributes: {} },
    { args: [shares([4, 3]), shares([4, 3])], attributes: {} },
  ],
  'bce-logits': pairs(shares),
  hinge: [
    { args: [normal([4, 1]), given([4, 1], -1, 1, 1, -1)], attributes: {} },
    { args: [normal([4]), given([4], 0, 1, 1, 0)], attributes: {} },
  ],
  kl: [{ args: [normal([4, 3]), shares([4, 3])], attributes: {} }],
  'output-energy': [
    { args: [normal([4, 3])], attributes: {} },
    { args: [normal([4, 3]), normal([2, 2, 2])], attributes: {} },
  ],
} satisfies Examples;
