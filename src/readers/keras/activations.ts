/** Activations by word, by function, by layer, or as a configuration has it. */
import type { OpCall } from '../../ops/table';
import { native } from '../python/builtins/native';
import { fail } from '../python/values/exceptions';
import type { Machine } from '../python/values/machine';
import { Encountered } from '../python/values/unknown';
import type { Value } from '../python/values/value';
import { plainCall } from '../tensors/arithmetic';
import { recorderOf, type Recorder } from '../tensors/recorder';
import { inFlavour, tensorIn, type TensorValue } from '../tensors/tensorValue';
import { flag, number, whole } from '../tensors/arguments';
import { outcomeOf } from '../torch/functions/table';
import { rectified } from './rectifying';
import { kerasFlavour } from './values/flavour';

/** One activation: its parameters behind x, and what it computes. */
interface ActivationRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: string;
  readonly run: (recorder: Recorder, x: TensorValue, ...bound: Value[]) => TensorValue;
}

function on(recorder: Recorder, call: OpCall, x: TensorValue): TensorValue {
  return recorder.apply(call, [x], { flavour: kerasFlavour });
}

function plain(name: string, op: Parameters<typeof plainCall>[0], ...aliases: string[]): ActivationRow {
  return { name, aliases, signature: '', run: (recorder, x) => on(recorder, plainCall(op), x) };
}

function withNumber(
  name: string,
  parameter: string,
  otherwise: string,
  call: (value: number) => OpCall,
): ActivationRow {
  return {
    name,
    signature: `${parameter}=${otherwise}`,
    run: (recorder, x, value) => on(recorder, call(numberOr(recorder, value, Number(otherwise))), x),
  };
}

/** An argument that is a number; another one where a word or a layer names the activation without arguments. */
function numberOr({ machine }: Recorder, value: Value | undefined, otherwise: number): number {
  return value ? number(machine, value) : otherwise;
}

function isSet({ machine }: Recorder, value: Value | undefined): boolean {
  return value !== undefined && flag(machine, value);
}

/** relu(x, negative_slope, max_value, threshold): plain where nothing is said. */
function relu(recorder: Recorder, x: TensorValue, ...bound: Value[]): TensorValue {
  const { machine } = recorder;
  const [slope, most, threshold] = bound;
  return rectified(recorder, x, {
    slope: slope ? number(machine, slope) : 0,
    most: most && most.kind !== 'none' ? number(machine, most) : null,
    threshold: threshold ? number(machine, threshold) : 0,
  });
}

const affine = (recorder: Recorder, x: TensorValue, scale: number, shift: number): TensorValue =>
  on(recorder, { op: 'affine', attributes: { scale, shift } }, x);

const clamped = (
  recorder: Recorder,
  x: TensorValue,
  minimum: number | null,
  maximum: number | null,
): TensorValue => on(recorder, { op: 'clamp', attributes: { minimum, maximum } }, x);

/** (x + sqrt(x^2 + b)) / 2. */
function squareplus(recorder: Recorder, x: TensorValue, b: number): TensorValue {
  const root = on(recorder, plainCall('sqrt'), affine(recorder, on(recorder, plainCall('square'), x), 1, b));
  return affine(recorder, recorder.apply(plainCall('add'), [x, root], { flavour: kerasFlavour }), 0.5, 0);
}

/** 0 up to -1, x from 1 on, (x + 1)^2 / 4 between: a parabola that is cut off, and what lies above 1. */
function sparsePlus(recorder: Recorder, x: TensorValue): TensorValue {
  const between = affine(
    recorder,
    on(recorder, plainCall('square'), affine(recorder, clamped(recorder, x, -1, 1), 1, 1)),
    0.25,
    0,
  );
  const above = on(recorder, plainCall('relu'), affine(recorder, x, 1, -1));
  return recorder.apply(plainCall('add'), [between, above], { flavour: kerasFlavour });
}

/**
 * What is over a threshold that the largest numbers set (Martins and Astudillo 2016). The paper takes the last of the cumulative sums over
 * these; Keras 3.15 takes the sum of all of them, so that its shares do not sum to 1, and so do we.
 */
function sparsemax(recorder: Recorder, x: TensorValue, axis: number): TensorValue {
  const flavour = { flavour: kerasFlavour };
  const size = x.shape?.[axis] ?? 1;
  const [sorted = x] = recorder.applyAll(
    { op: 'sort', attributes: { axis, descending: true } },
    [x],
    flavour,
  );
  const pair = (
    op: 'add' | 'multiply' | 'subtract' | 'divide' | 'greater',
    a: TensorValue,
    b: TensorValue,
  ): TensorValue => recorder.apply(plainCall(op), [a, b], flavour);
  const fold = (tensor: TensorValue): TensorValue =>
    on(recorder, { op: 'sum', attributes: { axes: [axis], keepDimensions: true } }, tensor);
  const places = (x.shape ?? []).map((_, own) => (own === axis ? size : 1));
  const ranks = recorder.constant(
    kerasFlavour,
    'float32',
    places,
    Array.from({ length: size }, (_, place) => place + 1),
  );
  const reached = affine(recorder, pair('multiply', ranks, sorted), 1, 1);
  const sums = on(recorder, { op: 'cumsum', attributes: { axis } }, sorted);
  const over = pair('greater', reached, sums);
  const inside = on(recorder, { op: 'cast', attributes: { elementType: 'float' } }, over);
  const threshold = pair(
    'divide',
    affine(recorder, fold(pair('multiply', inside, sums)), 1, -1),
    fold(inside),
  );
  return on(recorder, plainCall('relu'), pair('subtract', x, threshold));
}

function axisOf(recorder: Recorder, x: TensorValue, value: Value | undefined): number {
  const axis = value && value.kind !== 'none' ? whole(recorder.machine, value) : -1;
  return axis < 0 ? axis + (x.shape?.length ?? 0) : axis;
}

const rows: readonly ActivationRow[] = [
  { name: 'linear', signature: '', run: (_recorder, x) => x },
  { name: 'relu', signature: 'negative_slope=0.0, max_value=None, threshold=0.0', run: relu },
  plain('relu6', 'relu6'),
  plain('sigmoid', 'sigmoid'),
  plain('tanh', 'tanh'),
  plain('softsign', 'softsign', 'soft_sign'),
  plain('selu', 'selu'),
  plain('silu', 'silu', 'swish'),
  plain('mish', 'mish'),
  plain('exponential', 'exponential', 'exp'),
  plain('hard_sigmoid', 'hard-sigmoid'),
  plain('hard_silu', 'hard-swish', 'hard_swish'),
  plain('log_sigmoid', 'log-sigmoid'),
  plain('tanh_shrink', 'tanhshrink'),
  { name: 'sparse_plus', signature: '', run: sparsePlus },
  {
    name: 'sparse_sigmoid',
    signature: '',
    run: (recorder, x) => affine(recorder, clamped(recorder, x, -1, 1), 0.5, 0.5),
  },
  {
    name: 'squareplus',
    signature: 'b=4',
    run: (recorder, x, b) => squareplus(recorder, x, numberOr(recorder, b, 4)),
  },
  {
    name: 'threshold',
    signature: 'threshold, default_value',
    run: (recorder, x, threshold, value) =>
      on(
        recorder,
        {
          op: 'threshold',
          attributes: {
            threshold: numberOr(recorder, threshold, 0),
            value: numberOr(recorder, value, 0),
          },
        },
        x,
      ),
  },
  {
    name: 'softplus',
    signature: '',
    run: (recorder, x) => on(recorder, { op: 'softplus', attributes: { beta: 1, threshold: 20 } }, x),
  },
  {
    name: 'hard_tanh',
    signature: '',
    run: (recorder, x) => on(recorder, { op: 'hardtanh', attributes: { minimum: -1, maximum: 1 } }, x),
  },
  withNumber('elu', 'alpha', '1.0', (alpha) => ({ op: 'elu', attributes: { alpha } })),
  withNumber('celu', 'alpha', '1.0', (alpha) => ({ op: 'celu', attributes: { alpha } })),
  withNumber('leaky_relu', 'negative_slope', '0.2', (slope) => ({ op: 'leaky-relu', attributes: { slope } })),
  withNumber('hard_shrink', 'threshold', '0.5', (lambda) => ({ op: 'hardshrink', attributes: { lambda } })),
  withNumber('soft_shrink', 'threshold', '0.5', (lambda) => ({ op: 'softshrink', attributes: { lambda } })),
  {
    name: 'gelu',
    signature: 'approximate=False',
    run: (recorder, x, approximate) =>
      on(recorder, plainCall(isSet(recorder, approximate) ? 'gelu-tanh' : 'gelu'), x),
  },
  {
    name: 'softmax',
    signature: 'axis=-1',
    run: (recorder, x, axis) =>
      on(recorder, { op: 'softmax', attributes: { axis: axisOf(recorder, x, axis) } }, x),
  },
  {
    name: 'log_softmax',
    signature: 'axis=-1',
    run: (recorder, x, axis) =>
      on(recorder, { op: 'log-softmax', attributes: { axis: axisOf(recorder, x, axis) } }, x),
  },
  {
    name: 'sparsemax',
    signature: 'axis=-1',
    run: (recorder, x, axis) => sparsemax(recorder, x, axisOf(recorder, x, axis)),
  },
  {
    name: 'glu',
    signature: 'axis=-1',
    run: (recorder, x, axis) =>
      on(recorder, { op: 'glu', attributes: { axis: axisOf(recorder, x, axis) } }, x),
  },
];

const rowsByName: ReadonlyMap<string, ActivationRow> = new Map(
  rows.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row] as const)),
);

/** The names that keras.activations gives. */
export const activationValues: readonly (readonly [string, Value])[] = [...rowsByName].map(([name, row]) => [
  name,
  native(
    name,
    `x${row.signature === '' ? '' : `, ${row.signature}`}${row.name === 'relu' ? ', alpha=None' : ''}, name=None`,
    (machine, x, ...bound) => {
      const recorder = recorderOf(machine);
      const tensor = tensorIn(x);
      if (x.kind === 'unknown') throw new Encountered(x);
      if (!tensor) throw fail(machine, 'TypeError', `${name}() takes a tensor.`);
      const own = inFlavour(tensor, kerasFlavour);
      return outcomeOf(recorder, () => row.run(recorder, own, ...bound).value, [own.value]);
    },
    { takesUnknown: true },
  ),
]);

/** The same `gelu` under a name of its own: that of keras.ops has another default. */
export const geluValues = activationValues.flatMap(([name, value]) =>
  name === 'gelu' ? [['_gelu', value] as const] : [],
);

/** `keras.activations.get`: what is called keeps being what it is, a word becomes its function. */
const getter = native('get', 'identifier', (machine, identifier) => {
  if (identifier.kind !== 'str')
    return identifier.kind === 'none' ? (activationNamed('linear') ?? identifier) : identifier;
  const found = activationNamed(identifier.value);
  if (found) return found;
  throw fail(
    machine,
    'ValueError',
    `Could not interpret activation function identifier: ${identifier.value}`,
  );
});

function activationNamed(name: string): Value | undefined {
  return activationValues.find(([own]) => own === name)?.[1];
}

/** What keras.activations gives beside the activations. */
export const activationExtras: readonly (readonly [string, Value])[] = [['get', getter]];

/** What an activation makes of a tensor; None leaves it. Raises ValueError for a word that Keras does not know. */
export function activated(machine: Machine, activation: Value, x: TensorValue): Value {
  const recorder = recorderOf(machine);
  if (activation.kind === 'none') return x.value;
  if (activation.kind === 'unknown') throw new Encountered(activation);
  if (activation.kind === 'dict') {
    const config = activation.table.getText('config');
    const name =
      activation.table.getText('class_name') ??
      (config?.kind === 'dict' ? config.table.getText('name') : undefined);
    if (name?.kind === 'str' && name.value !== 'function')
      return activated(machine, { ...name, value: name.value }, x);
    return config ? activated(machine, config, x) : x.value;
  }
  if (activation.kind !== 'str') return machine.call(activation, [x.value]);
  const row = rowsByName.get(activation.value) ?? rowsByName.get(activation.value.toLowerCase());
  if (row) return row.run(recorder, x).value;
  throw fail(
    machine,
    'ValueError',
    `Could not interpret activation function identifier: ${activation.value}`,
  );
}
