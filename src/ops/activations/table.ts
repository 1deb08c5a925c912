/** All activation ops by their names in network files. */
import type { BoundOp } from '../op';
import { sigmoid, softsign, step, tanh } from './bounded';
import { hardSigmoid, hardSwish, hardtanh, kerasHardSigmoid, relu6 } from './clipped';
import { logSoftmax, softmax, softmin } from './overAxes';
import { glu, maxout } from './pieces';
import { celu, elu, identity, leakyRelu, relu, selu, threshold } from './rectifiers';
import { hardshrink, softshrink, tanhshrink } from './shrink';
import { prelu, rrelu } from './slopes';
import { exponential, gelu, geluTanh, logSigmoid, mish, silu, softplus } from './smooth';

/** A row per activation; a name that is missing here does not exist anywhere. */
export const activations = {
  identity,
  relu,
  relu6,
  'leaky-relu': leakyRelu,
  prelu,
  rrelu,
  elu,
  selu,
  celu,
  gelu,
  'gelu-tanh': geluTanh,
  silu,
  mish,
  softplus,
  softsign,
  softshrink,
  hardshrink,
  tanhshrink,
  hardtanh,
  'hard-sigmoid': hardSigmoid,
  'keras-hard-sigmoid': kerasHardSigmoid,
  'hard-swish': hardSwish,
  sigmoid,
  'log-sigmoid': logSigmoid,
  tanh,
  threshold,
  step,
  exponential,
  softmax,
  'log-softmax': logSoftmax,
  softmin,
  glu,
  maxout,
} as const;

/** The name of an activation. */
export type ActivationName = keyof typeof activations;

/** The attributes that an activation has when the source names none: PyTorch's defaults, and two pieces for maxout. */
export const activationDefaults = {
  identity: {},
  relu: {},
  relu6: {},
  'leaky-relu': { slope: 0.01 },
  prelu: {},
  rrelu: { lower: 1 / 8, upper: 1 / 3 },
  elu: { alpha: 1 },
  selu: {},
  celu: { alpha: 1 },
  gelu: {},
  'gelu-tanh': {},
  silu: {},
  mish: {},
  softplus: { beta: 1, threshold: 20 },
  softsign: {},
  softshrink: { lambda: 0.5 },
  hardshrink: { lambda: 0.5 },
  tanhshrink: {},
  hardtanh: { minimum: -1, maximum: 1 },
  'hard-sigmoid': {},
  'keras-hard-sigmoid': {},
  'hard-swish': {},
  sigmoid: {},
  'log-sigmoid': {},
  tanh: {},
  threshold: { threshold: 0, value: 0 },
  step: {},
  exponential: {},
  softmax: {},
  'log-softmax': {},
  softmin: {},
  glu: {},
  maxout: { pieces: 2 },
} as const satisfies {
  readonly [Name in ActivationName]: (typeof activations)[Name] extends BoundOp<infer A> ? A : never;
};
