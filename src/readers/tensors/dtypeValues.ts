/** Element types as values of a program: one object for each, of a class of the framework. */
import { int } from '../python/values/make';
import type { Host } from '../python/values/host';
import type { Machine } from '../python/values/machine';
import type { ClassValue, HostValue, Value } from '../python/values/value';
import { bitsOf, dtypes, type DtypeName } from './elementTypes';

/** What a framework says of one of its element types beside `itemsize`. */
export interface DtypeWords {
  readonly repr: string;
  /** Tells it from those of other frameworks. */
  readonly key: string;
  readonly attribute: (name: string) => Value | undefined;
  readonly call?: Host['call'];
}

/** The objects of a framework, and the way back. */
export interface DtypeValues {
  readonly value: (name: DtypeName) => Value;
  /** The type that an object is; undefined for any other. */
  readonly nameOf: (object: HostValue) => DtypeName | undefined;
}

/** Makes the objects of a framework. */
export function dtypeValues(type: ClassValue, words: (name: DtypeName) => DtypeWords): DtypeValues {
  const values = new Map<DtypeName, HostValue>();
  const names = new Map<unknown, DtypeName>();
  for (const name of Object.keys(dtypes) as DtypeName[]) {
    // the keys of a constant object are exactly its names
    const { repr, key, attribute, call } = words(name);
    const getAttribute = (_machine: Machine, own: string): Value | undefined =>
      own === 'itemsize' ? int(bitsOf(name) / 8) : attribute(own);
    const host: Host = { type, repr: () => repr, hashKey: () => key, getAttribute, ...(call && { call }) };
    values.set(name, { kind: 'host', host });
    names.set(host, name);
  }
  return {
    value: (name) => {
      const found = values.get(name);
      if (!found) throw new RangeError(`${name} is no element type`);
      return found;
    },
    nameOf: ({ host }) => names.get(host),
  };
}
