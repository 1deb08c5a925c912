/** Examples of the ops of `activations`, away from kinks, the step as well: its derivative of 0 holds wherever it does not jump. A table of data: a row per op, several examples a row. */
import { given, normal, shapes, type Example } from './draw';

/** The last axis, and others. */
const overAxes: Example<{ readonly axis?: number }>[] = [
  ...shapes({}),
  { args: [normal([4, 5])], attributes: { axis: 0 } },
  { args: [normal([2, 3, 4])], attributes: { axis: -2 } },
  { args: [normal([2, 3, 4])], attributes: { axis: 2 } },
];

/** Rows of the gradient check. */
export const activations = {
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
  softmax: overAxes,
  'log-softmax': overAxes,
  softmin: overAxes,
  glu: [
    { args: [normal([4, 6])], attributes: {} },
    { args: [normal([4, 3, 2])], attributes: { axis: 0 } },
    { args: [normal([2, 4, 3])], attributes: { axis: -2 } },
    { args: [normal([2, 3, 4])], attributes: {} },
  ],
  maxout: [
    { args: [normal([4, 6])], attributes: { pieces: 2 } },
    { args: [normal([2, 2, 6])], attributes: { pieces: 3 } },
  ],
};
