/** Activations as functions of torch and of torch.nn.functional. */
import type { OpCall, OpName } from '../../../ops/table';
import { classOf } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { assign } from '../../tensors/views';
import { axisOf, dtypeArgument, tensorArgument } from '../values/arguments';
import { flag, number, word } from '../../tensors/arguments';
import { cast } from '../../tensors/arithmetic';
import { torchFlavour } from '../values/flavour';
import { shapedArgument } from '../values/shaped';
import { typeWords } from '../values/typeWords';
import { everywhere, torchFunction, type Home, type TorchFunction } from './row';

/** Applies an activation; in place it writes into its argument. */
export function activate(recorder: Recorder, call: OpCall, input: TensorValue, inPlace = false): Value {
  const result = recorder.apply(call, [input], { flavour: torchFlavour });
  if (!inPlace) return result.value;
  assign(recorder, input, result);
  return input.value;
}

/** What PyTorch calls the kernel of a function, for those that take floats alone. */
const floatKernels: Readonly<Record<string, string>> = {
  leaky_relu: 'leaky_relu_cpu',
  elu: 'elu_cpu',
  selu: 'elu_cpu',
  celu: 'elu_cpu',
  gelu: 'GeluKernelImpl',
  silu: 'silu_cpu',
  mish: 'mish_cpu',
  logsigmoid: 'log_sigmoid_cpu',
  hardswish: 'hardswish_cpu',
  hardshrink: 'hardshrink_cpu',
  softshrink: 'softshrink_cpu',
  softplus: 'softplus_cpu',
};

function argument(recorder: Recorder, name: string, value: Value): TensorValue {
  const tensor = tensorArgument(recorder.machine, value, `${name}(): argument 'input' (position 1)`);
  if (isFloating(tensor.dtype)) return tensor;
  const type = typeWords[tensor.dtype][1];
  const kernel = floatKernels[name];
  if (kernel) {
    const message = `"${kernel}" not implemented for '${type}'`;
    throw fail(recorder.machine, 'NotImplementedError', message);
  }
  if (name === 'relu' && tensor.dtype === 'bool')
    throw fail(recorder.machine, 'RuntimeError', 'Boolean inputs not supported for relu');
  return name === 'relu' || name === 'relu6' || name === 'hardtanh' || name === 'threshold'
    ? tensor
    : cast(recorder, tensor, torchFlavour.usualFloat);
}

const functional: readonly Home[] = ['functional', 'in place'];
const both: readonly Home[] = ['functional', ...everywhere];

/** An activation with or without numbers among its parameters; those that may write into their input have `inplace` last. */
function activation(
  name: string,
  parameters: string,
  homes: readonly Home[],
  call: (machine: Machine, ...numbers: Value[]) => OpCall,
): TorchFunction {
  const signature = parameters === '' ? 'input' : `input, ${parameters}`;
  const mayWrite = parameters.includes('inplace=');
  return torchFunction(name, signature, homes, (recorder, input, ...rest) => {
    const { machine } = recorder;
    const last = mayWrite ? rest.at(-1) : undefined;
    const inPlace = last !== undefined && flag(machine, last);
    return activate(recorder, call(machine, ...rest), argument(recorder, name, input), inPlace);
  });
}

function plain(
  name: string,
  op: OpName,
  homes: readonly Home[] = functional,
  parameters = 'inplace=False',
): TorchFunction {
  return activation(name, parameters, homes, () => plainCall(op));
}

/** The axis of a softmax where none is given (_get_softmax_dim): 0 for 0, 1 and 3 axes, else 1. */
export function softmaxAxis(machine: Machine, dim: Value, rank: number, name: string): number {
  if (dim.kind === 'none') return rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
  if (dim.kind === 'float' || dim.kind === 'str') {
    const message = `${name}(): argument 'dim' (position 1) must be int, not ${classOf(dim).name}`;
    throw fail(machine, 'TypeError', message);
  }
  return axisOf(machine, dim, rank);
}

function overAxis(name: string, op: 'softmax' | 'log-softmax' | 'softmin'): readonly TorchFunction[] {
  const run =
    (needed: boolean): TorchFunction['run'] =>
    (recorder, input, dim, _level, dtype) => {
      const { machine } = recorder;
      const given = shapedArgument(recorder, input, name);
      if (needed && dim.kind === 'none') {
        const message = `${name}() missing 1 required positional arguments: "dim"`;
        throw fail(machine, 'TypeError', message);
      }
      const axis = softmaxAxis(machine, dim, given.shape.length, name);
      const wanted = dtypeArgument(dtype);
      const x = wanted ? cast(recorder, given, wanted) : given;
      if (!isFloating(x.dtype)) {
        const kernel = op === 'log-softmax' ? 'log_softmax' : 'softmax';
        const message = `"${kernel}_lastdim_kernel_impl" not implemented for '${typeWords[x.dtype][1]}'`;
        throw fail(machine, 'NotImplementedError', message);
      }
      return recorder.apply({ op, attributes: { axis } }, [x], { flavour: torchFlavour }).value;
    };
  const inFunctional = torchFunction(
    name,
    'input, dim=None, _stacklevel=3, dtype=None',
    ['functional'],
    run(false),
  );
  if (op === 'softmin') return [inFunctional];
  const elsewhere: TorchFunction['run'] = (recorder, input, dim, dtype) =>
    run(true)(recorder, input, dim, dim, dtype);
  return [
    inFunctional,
    torchFunction(name, 'input, dim=None, dtype=None', ['torch', 'method', 'special'], elsewhere),
  ];
}

function prelu(recorder: Recorder, input: Value, weight: Value): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'prelu');
  const slope = shapedArgument(recorder, weight, 'prelu', 'weight', 2);
  const [count = 1] = slope.shape;
  if (slope.shape.length > 1) {
    const message = `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${slope.shape.length}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const apply = (slopes: TensorValue): Value =>
    recorder.apply({ op: 'prelu', attributes: {} }, [x, slopes], { flavour: torchFlavour }).value;
  if (count === 1) return apply(slope);
  const rank = x.shape.length;
  if (rank === 0) throw fail(machine, 'RuntimeError', 'Not allow zero-dim input tensor.');
  const channels = x.shape[rank > 1 ? 1 : 0] ?? 1;
  if (channels !== count) {
    const message = `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${count} and channel size = ${channels}.`;
    throw fail(machine, 'RuntimeError', message);
  }
  const sizes = [count, ...new Array<number>(Math.max(rank - 2, 0)).fill(1)];
  if (sizes.length === 1) return apply(slope);
  return apply(recorder.apply({ op: 'reshape', attributes: { sizes } }, [slope], { flavour: torchFlavour }));
}

function rrelu(recorder: Recorder, ...bound: Value[]): Value {
  const [input, low, high, training, inPlace] = bound as [Value, Value, Value, Value, Value]; // the signature has five parameters
  const { machine } = recorder;
  const [lower, upper] = [number(machine, low), number(machine, high)];
  if (lower > upper)
    throw fail(machine, 'RuntimeError', 'Lower bound should be less than or equal to the upper bound');
  const x = argument(recorder, 'rrelu', input);
  const drawn = flag(machine, training) || recorder.tracing?.training === false;
  const call: OpCall = drawn
    ? { op: 'rrelu', attributes: { lower, upper } }
    : { op: 'leaky-relu', attributes: { slope: (lower + upper) / 2 } };
  return activate(recorder, call, x, flag(machine, inPlace));
}

function glu(recorder: Recorder, input: Value, dim: Value): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'glu');
  if (x.shape.length === 0)
    throw fail(machine, 'RuntimeError', 'glu does not support scalars because halving size must be even');
  const axis = axisOf(machine, dim, x.shape.length);
  const size = x.shape[axis] ?? 0;
  if (size % 2 !== 0) {
    const message = `Halving dimension must be even, but dimension ${axis} is size ${size}`;
    throw fail(machine, 'RuntimeError', message);
  }
  return activate(recorder, { op: 'glu', attributes: { axis } }, x);
}

function gelu(machine: Machine, approximate: Value): OpCall {
  const how = word(machine, approximate);
  if (how === 'none') return plainCall('gelu');
  if (how === 'tanh') return plainCall('gelu-tanh');
  throw fail(machine, 'RuntimeError', 'approximate argument must be either none or tanh.');
}

function hardtanh(machine: Machine, least: Value, most: Value): OpCall {
  const [minimum, maximum] = [number(machine, least), number(machine, most)];
  if (minimum > maximum) throw fail(machine, 'ValueError', 'min_val cannot be greater than max_val');
  return { op: 'hardtanh', attributes: { minimum, maximum } };
}

function celu(machine: Machine, given: Value): OpCall {
  const alpha = number(machine, given);
  if (alpha === 0) throw fail(machine, 'RuntimeError', 'ZeroDivisionError: alpha cannot be 0 for CELU');
  return { op: 'celu', attributes: { alpha } };
}

export const activationFunctions: readonly TorchFunction[] = [
  plain('relu', 'relu', functional),
  plain('relu', 'relu', everywhere, ''),
  plain('relu6', 'relu6'),
  plain('sigmoid', 'sigmoid', both, ''),
  plain('expit', 'sigmoid', ['special'], ''),
  plain('tanh', 'tanh', both, ''),
  plain('silu', 'silu'),
  plain('mish', 'mish'),
  plain('selu', 'selu', functional),
  plain('selu', 'selu', ['torch', 'in place'], ''),
  plain('logsigmoid', 'log-sigmoid', ['functional'], ''),
  plain('hardsigmoid', 'hard-sigmoid'),
  plain('hardswish', 'hard-swish'),
  plain('softsign', 'softsign', ['functional'], ''),
  plain('tanhshrink', 'tanhshrink', ['functional'], ''),
  activation('leaky_relu', 'negative_slope=0.01, inplace=False', functional, (machine, slope) => ({
    op: 'leaky-relu',
    attributes: { slope: number(machine, slope) },
  })),
  activation('elu', 'alpha=1.0, inplace=False', functional, (machine, alpha) => ({
    op: 'elu',
    attributes: { alpha: number(machine, alpha) },
  })),
  activation('celu', 'alpha=1.0, inplace=False', ['torch', ...functional], celu),
  activation('gelu', "approximate='none'", ['functional'], gelu),
  activation('hardtanh', 'min_val=-1.0, max_val=1.0, inplace=False', functional, hardtanh),
  activation('softplus', 'beta=1.0, threshold=20.0', ['functional'], (machine, beta, threshold) => ({
    op: 'softplus',
    attributes: { beta: number(machine, beta), threshold: number(machine, threshold) },
  })),
  activation(
    'threshold',
    'threshold, value, inplace=False',
    ['torch', ...functional],
    (machine, at, value) => ({
      op: 'threshold',
      attributes: { threshold: number(machine, at), value: number(machine, value) },
    }),
  ),
  ...(['softshrink', 'hardshrink'] as const).map((op) =>
    activation(
      op,
      'lambd=0.5',
      op === 'hardshrink' ? ['torch', 'functional', 'method'] : ['functional'],
      (machine, lambd) => ({
        op,
        attributes: { lambda: number(machine, lambd) },
      }),
    ),
  ),
  torchFunction(
    'rrelu',
    'input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False',
    ['torch', ...functional],
    rrelu,
  ),
  torchFunction('prelu', 'input, weight', ['torch', 'functional', 'method'], prelu),
  torchFunction('glu', 'input, dim=-1', ['functional'], glu),
  ...overAxis('softmax', 'softmax'),
  ...overAxis('log_softmax', 'log-softmax'),
  ...overAxis('softmin', 'softmin'),
];
