/**
 * np.random: seeded draws of our own, the same on every reading; a generator of the program draws from the same stream. Arrays that forward draws
 * are noise of the network: they are drawn when it runs.
 */
import { randomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/tensor';
import { toIndex } from '../python/evaluate/indices';
import { native } from '../python/builtins/native';
import { builtinClasses, nativeClass } from '../python/values/classes';
import type { Machine } from '../python/values/machine';
import { list, none } from '../python/values/make';
import type { BuiltinValue, Value } from '../python/values/value';
import type { Draw } from '../tensors/content';
import type { DtypeName } from '../tensors/elementTypes';
import { recorderOf } from '../tensors/recorder';
import { numberValue } from '../tensors/nested';
import { tensorIn } from '../tensors/tensorValue';
import { assign } from '../tensors/views';
import { numpyFlavour } from './flavour';
import { arrayOf, numberOf, on, sizesOf, wholes } from './row';

const countKey = 'numpy draws';
const stream = randomStream(0, 0x6e70);

/** The places of so many numbers that nothing has drawn yet. */
function places(machine: Machine, count: number): readonly number[] {
  machine.allocate(count, 'numbers');
  const used = machine.keep.get(countKey);
  const from = typeof used === 'number' ? used : 0;
  machine.keep.set(countKey, from + count);
  return Array.from({ length: count }, (_, place) => from + place);
}

function drawn(
  machine: Machine,
  size: Value,
  dtype: DtypeName,
  draw: (position: number) => number,
  spread = false,
): Value {
  // Without a size it is a number of Python's.
  const [only = 0] = size.kind === 'none' ? places(machine, 1).map(draw) : [];
  if (size.kind === 'none') return numberValue(only, dtype);
  const shape = spread ? sizesOf(machine, size) : wholes(machine, size);
  const numbers = places(machine, sizeOf(shape)).map(draw);
  return recorderOf(machine).constant(numpyFlavour, dtype, shape, numbers).value;
}

/** The numbers from 0 on in an order of their own. */
function order(machine: Machine, count: number): readonly number[] {
  const keys = places(machine, count).map((position) => stream.uniform(position));
  return keys.map((_, index) => index).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
}

/** Numbers that follow a law: drawn by the network where one is traced, or else now. */
function noise(machine: Machine, size: Value, law: Draw, spread = false): Value {
  const recorder = recorderOf(machine);
  if (recorder.tracing && size.kind !== 'none') {
    const shape = spread ? sizesOf(machine, size) : wholes(machine, size);
    if (shape.length > 0) return recorder.drawn(numpyFlavour, 'float64', shape, law).value;
  }
  const { scale, centre } = law;
  return drawn(
    machine,
    size,
    'float64',
    (position) =>
      centre + scale * (law.law === 'normal' ? stream.normal(position) : stream.uniform(position)),
    spread,
  );
}

const normalLaw: Draw = { law: 'normal', scale: 1, centre: 0, limit: Infinity };
const uniformLaw: Draw = { ...normalLaw, law: 'uniform' };

type Run = (machine: Machine, ...bound: Value[]) => Value;

const between =
  (whole: boolean): Run =>
  (machine, low = none, high = none, size = none) => {
    const [from, to] =
      whole && high.kind === 'none'
        ? [0, numberOf(machine, low)]
        : [numberOf(machine, low), numberOf(machine, high)];
    if (!whole) return noise(machine, size, { ...uniformLaw, scale: to - from, centre: from });
    return drawn(machine, size, 'int64', (position) =>
      Math.floor(from + (to - from) * stream.uniform(position)),
    );
  };

const normal: Run = (machine, mean = none, deviation = none, size = none) => {
  const [centre, scale] = [numberOf(machine, mean), numberOf(machine, deviation)];
  return noise(machine, size, { ...normalLaw, scale, centre });
};

const permuted: Run = (machine, x = none) => {
  const recorder = recorderOf(machine);
  const whole = x.kind === 'int' ? toIndex(machine, x) : null;
  const array = whole === null ? arrayOf(recorder, x) : null;
  const count = whole ?? array?.shape?.[0] ?? 0;
  const indices = recorder.constant(numpyFlavour, 'int64', [count], order(machine, count));
  return (array ? on(recorder, { op: 'index-select', attributes: { axis: 0 } }, [array, indices]) : indices)
    .value;
};

const shuffle: Run = (machine, x = none) => {
  const target = tensorIn(x);
  if (target) {
    const mixed = tensorIn(permuted(machine, x));
    if (mixed) assign(recorderOf(machine), target, mixed);
  } else if (x.kind === 'list') {
    const items = [...x.items];
    x.items.splice(0, items.length, ...order(machine, items.length).flatMap((from) => items[from] ?? []));
  }
  return none;
};

const choice: Run = (machine, a = none, size = none, replace = none) => {
  const recorder = recorderOf(machine);
  const options = a.kind === 'int' ? null : a.kind === 'list' || a.kind === 'tuple' ? a.items : null;
  const array = a.kind === 'int' || options ? null : arrayOf(recorder, a);
  const count = a.kind === 'int' ? toIndex(machine, a) : (options?.length ?? array?.shape?.[0] ?? 0);
  const shape = size.kind === 'none' ? [] : wholes(machine, size);
  const total = sizeOf(shape);
  const repeats = !(replace.kind === 'bool' && !replace.value);
  const picked = repeats
    ? places(machine, total).map((position) => Math.floor(count * stream.uniform(position)))
    : order(machine, count).slice(0, total);
  if (options && options.some((option) => option.kind === 'str')) {
    const found = picked.map((index) => options[index] ?? none);
    return size.kind === 'none' ? (found[0] ?? none) : list(found);
  }
  const indices = recorder.constant(numpyFlavour, 'int64', shape, picked);
  if (a.kind === 'int') return indices.value;
  const from = array ?? arrayOf(recorder, a);
  const flat = recorder.constant(numpyFlavour, 'int64', [picked.length], picked);
  const rows = on(recorder, { op: 'index-select', attributes: { axis: 0 } }, [from, flat]);
  const sizes = [...shape, ...(rows.shape ?? []).slice(1)];
  return on(recorder, { op: 'reshape', attributes: { sizes } }, [rows]).value;
};

const functions: readonly (readonly [string, string, Run])[] = [
  ['seed', 'seed=None', () => none],
  ['rand', '*size', (machine, size = none) => noise(machine, size, uniformLaw, true)],
  ['randn', '*size', (machine, size = none) => noise(machine, size, normalLaw, true)],
  ...['random', 'random_sample', 'ranf'].map(
    (name) =>
      [
        name,
        'size=None',
        (machine: Machine, size: Value = none) => noise(machine, size, uniformLaw),
      ] as const,
  ),
  ['uniform', 'low=0.0, high=1.0, size=None', between(false)],
  ['randint', 'low, high=None, size=None, dtype=None', between(true)],
  ['integers', 'low, high=None, size=None, dtype=None, endpoint=False', between(true)],
  ['normal', 'loc=0.0, scale=1.0, size=None', normal],
  ['standard_normal', 'size=None', (machine, size = none) => noise(machine, size, normalLaw)],
  ['permutation', 'x', permuted],
  ['shuffle', 'x', shuffle],
  ['choice', 'a, size=None, replace=True, p=None', choice],
];

const generatorClass = nativeClass('Generator', [builtinClasses.object]);
for (const [name, signature, run] of functions) {
  const method = native(name, `self, ${signature}`, (machine, _self, ...bound) => run(machine, ...bound), {
    binds: true,
    owner: 'Generator',
  });
  generatorClass.attributes.set(name, method);
}

const generator: Value = { kind: 'host', host: { type: generatorClass } };

function make(name: string): BuiltinValue {
  return native(name, 'seed=None', () => generator);
}

/** Every name of np.random. */
export const randomValues: readonly (readonly [string, Value])[] = [
  ...functions.map(([name, signature, run]) => [name, native(name, signature, run)] as const),
  ['Generator', generatorClass],
  ...['default_rng', 'RandomState'].map((name) => [name, make(name)] as const),
];
