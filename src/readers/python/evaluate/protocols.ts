/** What `isinstance` answers for the abstract classes of collections.abc, typing and numbers: by what a value can do, not by what it descends from. */
import { unwrap } from '../values/classes';
import type { ClassValue, Value } from '../values/value';
import { special } from './special';

type Kinds = ReadonlySet<Value['kind']>;

const sequences: Kinds = new Set<Value['kind']>(['list', 'tuple', 'range', 'str', 'bytes']);
const collections: Kinds = new Set<Value['kind']>([...sequences, 'dict', 'set', 'view']);
const iterables: Kinds = new Set<Value['kind']>([...collections, 'iterator']);
const mutable: Kinds = new Set<Value['kind']>(['list', 'dict', 'set']);

function has(value: Value, method: string): boolean {
  return special(value, method) !== undefined;
}

function isOf(value: Value, kinds: Kinds): boolean {
  return kinds.has(unwrap(value).kind);
}

/** For every abstract class whether a value is one of its own. */
const protocols: ReadonlyMap<string, (value: Value) => boolean> = new Map<string, (value: Value) => boolean>([
  [
    'Iterable',
    (value) =>
      isOf(value, iterables) ||
      has(value, '__iter__') ||
      (value.kind === 'host' && value.host.iterate !== undefined),
  ],
  ['Iterator', (value) => value.kind === 'iterator' || has(value, '__next__')],
  ['Generator', (value) => value.kind === 'iterator' && value.generator !== undefined],
  ['Sequence', (value) => isOf(value, sequences)],
  ['MutableSequence', (value) => unwrap(value).kind === 'list'],
  ['Mapping', (value) => unwrap(value).kind === 'dict'],
  ['MutableMapping', (value) => unwrap(value).kind === 'dict'],
  ['AbstractSet', (value) => unwrap(value).kind === 'set'],
  ['MutableSet', (value) => unwrap(value).kind === 'set'],
  ['Hashable', (value) => !isOf(value, mutable)],
  [
    'Sized',
    (value) =>
      isOf(value, collections) ||
      has(value, '__len__') ||
      (value.kind === 'host' && value.host.length !== undefined),
  ],
  ['Container', (value) => isOf(value, collections) || has(value, '__contains__')],
  ['Collection', (value) => isOf(value, collections)],
  ['Reversible', (value) => isOf(value, sequences) || unwrap(value).kind === 'dict'],
]);

const wholeNumbers: Kinds = new Set<Value['kind']>(['bool', 'int']);
const realNumbers: Kinds = new Set<Value['kind']>([...wholeNumbers, 'float']);

/** The numbers that the abstract classes of numbers take for their own, from the widest to the narrowest. */
export const numberClasses: ReadonlyMap<string, Kinds> = new Map([
  ['Number', realNumbers],
  ['Complex', realNumbers],
  ['Real', realNumbers],
  ['Rational', wholeNumbers],
  ['Integral', wholeNumbers],
]);

/** Whether an abstract class takes a value for its own; undefined for every other class. */
export function answersTo(cls: ClassValue, value: Value): boolean | undefined {
  const module = cls.attributes.get('__module__');
  if (module?.kind !== 'str') return undefined;
  if (module.value === 'typing') return protocols.get(cls.name)?.(value);
  const numbers = module.value === 'numbers' ? numberClasses.get(cls.name) : undefined;
  return numbers && isOf(value, numbers);
}
