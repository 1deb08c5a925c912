/** torch.float32 and its kin, torch.device, and how arguments name them. */
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { bool, int, none } from '../../python/values/make';
import type { HostValue, Value } from '../../python/values/value';
import { bitsOf, dtypes, isFloating, type DtypeName } from '../../tensors/elementTypes';

/** torch.dtype. */
export const dtypeClass = nativeClass('dtype', [builtinClasses.object]);

const values = new Map<DtypeName, HostValue>();
const names = new Map<unknown, DtypeName>();

for (const name of Object.keys(dtypes) as DtypeName[]) {
  // the keys of a constant object are exactly its names
  const value: HostValue = {
    kind: 'host',
    host: {
      type: dtypeClass,
      repr: () => `torch.${name}`,
      hashKey: () => `torch.${name}`,
      getAttribute: (_machine, attribute) => {
        if (attribute === 'is_floating_point') return bool(isFloating(name));
        if (attribute === 'is_complex') return bool(false);
        return attribute === 'itemsize' ? int(bitsOf(name) / 8) : undefined;
      },
    },
  };
  values.set(name, value);
  names.set(value.host, name);
}

/** torch.float32 as a value of the program. */
export function dtypeValue(name: DtypeName): Value {
  return values.get(name) ?? none;
}

/** The type that a value names; undefined where it names none. */
export function dtypeIn(value: Value): DtypeName | undefined {
  if (value.kind === 'host') return names.get(value.host);
  if (value === builtinClasses.float) return 'float64';
  if (value === builtinClasses.int) return 'int64';
  return value === builtinClasses.bool ? 'bool' : undefined;
}

/** Other names of types in torch. */
export const dtypeAliases: Readonly<Record<string, DtypeName>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  short: 'int16',
  int: 'int32',
  long: 'int64',
};

export { cpu, deviceClass } from './devices';
