/** The storage of dicts and sets: a Map under keys that are equal where Python's are, so that 1, 1.0 and True are one. */
import { fail } from './exceptions';
import type { InstanceValue, Value } from './value';
import type { Machine } from './machine';
import { classOf, lookup } from './classes';

/** Equal keys have equal identifications, others never. */
type Identification = string | number;

export interface Entry {
  readonly key: Value;
  value: Value;
}

/** Entries in the order of their insertion. */
export class Table {
  private readonly entryOf = new Map<Identification, Entry>();

  get size(): number {
    return this.entryOf.size;
  }

  get(machine: Machine, key: Value): Value | undefined {
    return this.entryOf.get(identify(machine, key))?.value;
  }

  has(machine: Machine, key: Value): boolean {
    return this.entryOf.has(identify(machine, key));
  }

  set(machine: Machine, key: Value, value: Value): void {
    const identification = identify(machine, key);
    const entry = this.entryOf.get(identification);
    if (entry) entry.value = value;
    else {
      if (this.entryOf.size >= machine.limits.elements) machine.allocate(this.entryOf.size + 1, 'entries');
      this.entryOf.set(identification, { key, value });
    }
  }

  delete(machine: Machine, key: Value): boolean {
    return this.entryOf.delete(identify(machine, key));
  }

  /** The value under a text. */
  getText(key: string): Value | undefined {
    return this.entryOf.get(`s${key}`)?.value;
  }

  setText(key: string, value: Value): void {
    const entry = this.entryOf.get(`s${key}`);
    if (entry) entry.value = value;
    else this.entryOf.set(`s${key}`, { key: { kind: 'str', value: key }, value });
  }

  clear(): void {
    this.entryOf.clear();
  }

  entries(): IterableIterator<Entry> {
    return this.entryOf.values();
  }

  *keys(): IterableIterator<Value> {
    for (const { key } of this.entryOf.values()) yield key;
  }

  copy(): Table {
    const copy = new Table();
    for (const [identification, { key, value }] of this.entryOf)
      copy.entryOf.set(identification, { key, value });
    return copy;
  }
}

/** What identifies a value as a key; raises TypeError for what cannot be one. */
export function identify(machine: Machine, value: Value): Identification {
  switch (value.kind) {
    case 'str':
      return `s${value.value}`;
    case 'int':
      return typeof value.value === 'number' ? value.value : `i${value.value}`;
    case 'bool':
      return value.value ? 1 : 0;
    case 'float':
      return floatIdentification(machine, value.value, value);
    case 'none':
    case 'ellipsis':
    case 'notImplemented':
      return value.kind;
    case 'bytes':
      return `b${value.value}`;
    case 'tuple':
      return `t${joined(machine, value.items)}`;
    case 'range':
      return `r${value.length},${value.length > 0 ? value.start : 0},${value.length > 1 ? value.step : 0}`;
    case 'boundMethod':
      return `m${machine.identity(value.self)},${machine.identity(value.callable)}`;
    case 'generic':
      return `g${value.text}`;
    case 'host':
      return value.host.hashKey ? `h${value.host.hashKey()}` : `o${machine.identity(value.host)}`;
    case 'instance':
      return instanceIdentification(machine, value);
    case 'set':
      if (value.frozen)
        return `z${[...value.table.keys()]
          .map((key) => String(identify(machine, key)))
          .sort()
          .join()}`;
      throw unhashable(machine, value);
    case 'list':
    case 'dict':
    case 'slice':
      throw unhashable(machine, value);
    default:
      return `o${machine.identity(value)}`;
  }
}

function floatIdentification(machine: Machine, number: number, value: object): Identification {
  if (Number.isNaN(number)) return `o${machine.identity(value)}`;
  if (Number.isSafeInteger(number)) return number + 0;
  if (Number.isInteger(number)) return `i${BigInt(number)}`;
  return `f${number}`;
}

function joined(machine: Machine, items: readonly Value[]): string {
  machine.step(items.length);
  const text = items
    .map((item) => {
      const part = identify(machine, item);
      return typeof part === 'number' ? String(part) : `${part.length}:${part}`;
    })
    .join();
  machine.step(text.length >> 6);
  return text;
}

/** An instance is itself, unless its class or what it holds says otherwise. */
function instanceIdentification(machine: Machine, value: InstanceValue): Identification {
  const hash = lookup(value.cls, '__hash__');
  if (hash?.kind === 'none') throw unhashable(machine, value);
  if (hash === undefined || hash.kind === 'builtin') {
    const { payload } = value;
    if (payload === null || lookup(value.cls, '__eq__')?.kind === 'function')
      return `o${machine.identity(value)}`;
    return identify(machine, payload);
  }
  const result = machine.call(hash, [value]);
  const number = result.kind === 'int' || result.kind === 'bool' ? String(result.value) : '';
  return `u${number}#${indexAmongEquals(machine, number, value)}`;
}

/** Values that define their own hash are told apart by their own equality. */
function indexAmongEquals(machine: Machine, hash: string, value: InstanceValue): number {
  const key = `hash ${hash}`;
  const known = (machine.keep.get(key) ?? []) as InstanceValue[]; // only this function writes under this key
  machine.keep.set(key, known);
  for (const [index, other] of known.entries()) {
    if (other === value) return index;
    const equal = other.cls === value.cls ? machine.callSpecial(value, '__eq__', [other]) : undefined;
    if (equal?.kind === 'bool' && equal.value) return index;
  }
  return known.push(value) - 1;
}

function unhashable(machine: Machine, value: Value): Error {
  return fail(machine, 'TypeError', `unhashable type: '${classOf(value).name}'`);
}
