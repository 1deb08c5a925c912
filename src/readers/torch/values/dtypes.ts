/** torch.float32 and its kin, torch.device, and how arguments name them. */
import { builtinClasses, nativeClass } from '../../python/values/classes';
import type { Host } from '../../python/values/host';
import { bool, int, str } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { HostValue, Value } from '../../python/values/value';
import { dtypeValues } from '../../tensors/dtypeValues';
import { bitsOf, isFloating, type DtypeName } from '../../tensors/elementTypes';

/** torch.dtype. */
export const dtypeClass = nativeClass('dtype', [builtinClasses.object]);
dtypeClass.attributes.set('__module__', str('torch'));

const values = dtypeValues(dtypeClass, (name) => ({
  repr: `torch.${name}`,
  key: `torch.${name}`,
  attribute: (attribute) => {
    if (attribute === 'is_floating_point') return bool(isFloating(name));
    return attribute === 'is_complex' ? bool(false) : undefined;
  },
}));

/** torch.float32 as a value of the program. */
export const dtypeValue = values.value;

/** Element types of complex numbers by that of their parts. */
const complexNames = { float32: 'complex64', float64: 'complex128' } as const;
const complexValues = new Map<DtypeName, HostValue>();
const partTypes = new Map<unknown, DtypeName>();
for (const part of ['float32', 'float64'] as const) {
  const name = `torch.${complexNames[part]}`;
  const attributes: Readonly<Record<string, Value>> = {
    is_complex: bool(true),
    is_floating_point: bool(false),
    itemsize: int((2 * bitsOf(part)) / 8),
  };
  const host: Host = {
    type: dtypeClass,
    repr: () => name,
    hashKey: () => name,
    getAttribute: (_machine, attribute) => attributes[attribute],
  };
  complexValues.set(part, { kind: 'host', host });
  partTypes.set(host, part);
}

/** torch.complex64 or torch.complex128, by the type of their parts; undefined where there is none. */
export function complexDtypeValue(part: DtypeName): Value | undefined {
  return complexValues.get(part);
}

/** The type of the parts of a type of complex numbers; undefined for all else. */
export function partTypeIn(value: Value): DtypeName | undefined {
  return value.kind === 'host' ? partTypes.get(value.host) : undefined;
}

/** The type that a value names; undefined where it names none. What takes complex numbers asks `partTypeIn` before. */
export function dtypeIn(value: Value): DtypeName | undefined {
  if (partTypeIn(value)) {
    const message = 'Complex numbers are not understood here.';
    throw new Encountered({ kind: 'unknown', reason: 'unsupported', message, place: null, callee: 'dtype' });
  }
  if (value.kind === 'host') return values.nameOf(value);
  if (value === builtinClasses.float) return 'float64';
  if (value === builtinClasses.int) return 'int64';
  return value === builtinClasses.bool ? 'bool' : undefined;
}

/** Names of types of complex numbers in torch. */
export const complexDtypes: readonly (readonly [name: string, value: Value])[] = [...complexValues].flatMap(
  ([part, value]) =>
    (part === 'float32' ? ['complex64', 'cfloat'] : ['complex128', 'cdouble']).map(
      (name) => [name, value] as const,
    ),
);

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
