/** keras.initializers: how weights start, by word, by object, by a function of the program, or as a configuration has it. */
import type { Fans, Initialisation } from '../../../tensor/initialisations';
import { native } from '../../python/builtins/native';
import { builtinClasses, classOf, nativeClass } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { Table } from '../../python/values/table';
import { dictOf, int, none, str, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { ClassValue, InstanceValue, Value } from '../../python/values/value';
import { recorderOf } from '../../tensors/recorder';
import { startOf } from '../../tensors/starts';
import { tensorIn } from '../../tensors/tensorValue';
import { number, wholes, word } from '../../tensors/arguments';
import { kerasFans, newVariable } from '../layer/weights';
import { kerasFlavour } from '../values/flavour';

/** One initialiser: the arguments of its class, and the law that they stand for. */
interface InitialiserRow {
  readonly name: string;
  readonly signature: string;
  readonly law: (get: (name: string) => number, fans: Fans, text: (name: string) => string) => Initialisation;
}

const plain =
  (name: Initialisation['name']): InitialiserRow['law'] =>
  () => ({ name });

/** The class VarianceScaling (Keras's own formula: the truncated law is widened so that its variance is the one that is asked for). */
function varianceScaling(scale: number, mode: string, distribution: string, fans: Fans): Initialisation {
  const count =
    mode === 'fan_in' ? fans.fanIn : mode === 'fan_out' ? fans.fanOut : (fans.fanIn + fans.fanOut) / 2;
  const variance = scale / Math.max(1, count);
  if (distribution === 'uniform') return { name: 'uniform', argument: Math.sqrt(3 * variance) };
  if (distribution === 'untruncated_normal') return { name: 'normal', argument: Math.sqrt(variance) };
  return { name: 'truncated-normal', argument: Math.sqrt(variance) / 0.87962566103423978 };
}

const seeded = 'seed=None';

const rows: readonly InitialiserRow[] = [
  { name: 'Zeros', signature: '', law: plain('zeros') },
  { name: 'Ones', signature: '', law: plain('ones') },
  { name: 'Constant', signature: 'value=0.0', law: (get) => ({ name: 'constant', argument: get('value') }) },
  {
    name: 'RandomNormal',
    signature: `mean=0.0, stddev=0.05, ${seeded}`,
    law: (get) => ({ name: 'normal', argument: get('stddev'), centre: get('mean') }),
  },
  {
    name: 'TruncatedNormal',
    signature: `mean=0.0, stddev=0.05, ${seeded}`,
    law: (get) => ({ name: 'truncated-normal', argument: get('stddev'), centre: get('mean') }),
  },
  {
    name: 'RandomUniform',
    signature: `minval=-0.05, maxval=0.05, ${seeded}`,
    law: (get) => ({
      name: 'uniform',
      argument: (get('maxval') - get('minval')) / 2,
      centre: (get('maxval') + get('minval')) / 2,
    }),
  },
  {
    name: 'VarianceScaling',
    signature: `scale=1.0, mode="fan_in", distribution="truncated_normal", ${seeded}`,
    law: (get, fans, text) => varianceScaling(get('scale'), text('mode'), text('distribution'), fans),
  },
  { name: 'GlorotUniform', signature: seeded, law: plain('xavier-uniform') },
  { name: 'GlorotNormal', signature: seeded, law: plain('truncated-xavier-normal') },
  { name: 'HeUniform', signature: seeded, law: plain('he-uniform') },
  { name: 'HeNormal', signature: seeded, law: plain('truncated-he-normal') },
  { name: 'LecunUniform', signature: seeded, law: plain('lecun-uniform') },
  { name: 'LecunNormal', signature: seeded, law: plain('truncated-lecun-normal') },
  {
    name: 'Orthogonal',
    signature: `gain=1.0, ${seeded}`,
    law: (get) => ({ name: 'orthogonal', argument: get('gain') }),
  },
  { name: 'Identity', signature: 'gain=1.0', law: (get) => ({ name: 'identity', argument: get('gain') }) },
];

/** Other names: those of Keras 1 and 2, of TensorFlow, and words. */
const aliases: Readonly<Record<string, string>> = {
  zero: 'Zeros',
  one: 'Ones',
  normal: 'RandomNormal',
  gaussian: 'RandomNormal',
  uniform: 'RandomUniform',
  identity_initializer: 'Identity',
  IdentityInitializer: 'Identity',
  OrthogonalInitializer: 'Orthogonal',
  random_normal_initializer: 'RandomNormal',
  random_uniform_initializer: 'RandomUniform',
  truncated_normal_initializer: 'TruncatedNormal',
  zeros_initializer: 'Zeros',
  ones_initializer: 'Ones',
  constant_initializer: 'Constant',
};

const squeezed = (name: string): string => name.replaceAll('_', '').toLowerCase();

const rowsByWord: ReadonlyMap<string, InitialiserRow> = new Map([
  ...rows.map((row) => [squeezed(row.name), row] as const),
  ...Object.entries(aliases).flatMap(([alias, name]) =>
    rows.filter((row) => row.name === name).map((row) => [squeezed(alias), row] as const),
  ),
]);

/** keras.initializers.Initializer: what programs derive their own from. */
export const initialiserClass = nativeClass('Initializer', [builtinClasses.object], false);
initialiserClass.attributes.set(
  'get_config',
  native(
    'get_config',
    'self',
    (_machine, self) => (self.kind === 'instance' ? dictOf([...self.attributes]) : none),
    { binds: true, owner: 'Initializer' },
  ),
);

const rowOf = new Map<ClassValue, InitialiserRow>();

function classOfRow(row: InitialiserRow): ClassValue {
  const cls = nativeClass(row.name, [initialiserClass], false);
  const names = row.signature.split(',').flatMap((part) => part.split('=')[0]?.trim() || []);
  cls.attributes.set(
    '__init__',
    native(
      `${row.name}.__init__`,
      `self, ${row.signature === '' ? '' : `${row.signature}, `}dtype=None`,
      (_machine, self, ...bound) => {
        if (self.kind === 'instance')
          for (const [place, name] of names.entries()) self.attributes.set(name, bound[place] ?? none);
        return none;
      },
      { binds: true, owner: row.name, takesUnknown: true },
    ),
  );
  cls.attributes.set(
    '__call__',
    native('__call__', 'self, shape, dtype=None, **kwargs', drawn, { binds: true, owner: row.name }),
  );
  rowOf.set(cls, row);
  return cls;
}

/** What an initialiser gives when a program calls it: numbers that follow its law. */
function drawn(machine: Machine, self: Value, shape: Value): Value {
  const sizes = wholes(machine, shape);
  const initialisation = initialisationOf(machine, self, sizes, kerasFans(sizes));
  const variable = newVariable(machine, null, { name: 'drawn', shape: sizes, initialisation });
  return recorderOf(machine).make({
    flavour: kerasFlavour,
    shape: sizes,
    dtype: 'float32',
    content: variable.content,
    differentiable: false,
  }).value;
}

/** The names that keras.initializers gives: classes, and words as functions of Keras 1 and 2. */
export const initialiserValues: readonly (readonly [string, Value])[] = (() => {
  const classes = rows.map((row) => [row.name, classOfRow(row)] as const);
  const named = new Map<string, ClassValue>(classes);
  const others = [
    ...Object.entries(aliases),
    ...rows.map(({ name }) => [name.replaceAll(/(.)([A-Z])/g, '$1_$2').toLowerCase(), name] as const),
  ];
  return [
    ...classes,
    ...others.flatMap(([alias, name]) => {
      const cls = named.get(name);
      return cls ? [[alias, cls] as const] : [];
    }),
    ['Initializer', initialiserClass] as const,
  ];
})();

/** The law that an initialiser stands for. Raises ValueError where Keras would. */
export function initialisationOf(
  machine: Machine,
  value: Value,
  shape: readonly number[],
  fans: Fans,
): Initialisation {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'none') return initialisationOf(machine, str('glorot_uniform'), shape, fans);
  if (value.kind === 'str') return lawOfWord(machine, value.value, new Map(), fans);
  if (value.kind === 'dict') return lawOfConfiguration(machine, value.table, fans);
  if (value.kind === 'class') {
    const row = rowOf.get(value);
    return row
      ? lawOfWord(machine, row.name, new Map(), fans)
      : lawOfCall(machine, machine.call(value, []), shape);
  }
  const row =
    value.kind === 'instance' ? value.cls.mro.map((cls) => rowOf.get(cls)).find(Boolean) : undefined;
  const isOwn = row && value.kind === 'instance' && hasOwnLaw(value);
  if (row && value.kind === 'instance' && !isOwn) return lawOf(machine, row, value.attributes, fans);
  return lawOfCall(machine, value, shape);
}

/** Whether the program puts a law of its own in the place of ours. */
function hasOwnLaw(value: InstanceValue): boolean {
  const found = value.cls.mro.map((cls) => cls.attributes.get('__call__')).find(Boolean);
  return found?.kind === 'function';
}

function lawOfWord(
  machine: Machine,
  name: string,
  given: ReadonlyMap<string, Value>,
  fans: Fans,
): Initialisation {
  const row = rowsByWord.get(squeezed(name));
  if (row) return lawOf(machine, row, given, fans);
  throw fail(machine, 'ValueError', `Could not interpret initializer identifier: ${name}`);
}

function lawOfConfiguration(machine: Machine, table: Table, fans: Fans): Initialisation {
  const name = table.getText('class_name') ?? none;
  const config = table.getText('config');
  const given = new Map<string, Value>();
  if (config?.kind === 'dict') {
    for (const { key, value } of config.table.entries()) if (key.kind === 'str') given.set(key.value, value);
  }
  return lawOfWord(machine, word(machine, name), given, fans);
}

function lawOf(
  machine: Machine,
  row: InitialiserRow,
  given: ReadonlyMap<string, Value>,
  fans: Fans,
): Initialisation {
  const defaults = new Map(
    row.signature.split(',').flatMap((part) => {
      const [name = '', value] = part.split('=').map((piece) => piece.trim());
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const numberOf = (name: string): number => {
    const value = given.get(name);
    return value && value.kind !== 'none' ? number(machine, value) : Number(defaults.get(name) ?? 0);
  };
  const textOf = (name: string): string => {
    const value = given.get(name);
    return value ? word(machine, value) : (defaults.get(name) ?? '').replaceAll('"', '');
  };
  return row.law(numberOf, fans, textOf);
}

/** What a function or class of the program gives when it is called as Keras calls it. */
function lawOfCall(machine: Machine, value: Value, shape: readonly number[]): Initialisation {
  const tensor = tensorIn(value);
  if (tensor) return startOf(recorderOf(machine), tensor);
  if (!['function', 'builtin', 'boundMethod', 'instance'].includes(value.kind)) {
    throw fail(machine, 'ValueError', `Could not interpret initializer identifier: ${classOf(value).name}`);
  }
  const sizes = tuple(shape.map(int));
  const result = machine.call(value, [sizes], new Map([['dtype', str('float32')]]));
  const drawnTensor = tensorIn(result);
  if (drawnTensor) return startOf(recorderOf(machine), drawnTensor);
  if (result.kind === 'unknown') throw new Encountered(result);
  if (result.kind === 'int' || result.kind === 'float')
    return { name: 'constant', argument: Number(result.value) };
  throw fail(machine, 'ValueError', 'An initializer must give a tensor.');
}
