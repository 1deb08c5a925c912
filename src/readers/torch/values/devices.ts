/** torch.device: a name and perhaps a number; two of the same are equal. */
import { native } from '../../python/builtins/native';
import { declareOwnMethods } from '../../python/evaluate/special';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { bool, int, none, str } from '../../python/values/make';
import type { Host } from '../../python/values/host';
import type { Value } from '../../python/values/value';

/** torch.device. */
export const deviceClass = nativeClass('device', [builtinClasses.object]);
declareOwnMethods(deviceClass);

const keyStart = 'torch device ';

/** A device by its type and its number. */
export function deviceOf(type: string, index: number | null): Value {
  const name = index === null ? type : `${type}:${index}`;
  const host: Host = {
    type: deviceClass,
    repr: () => (index === null ? `device(type='${type}')` : `device(type='${type}', index=${index})`),
    format: () => name,
    hashKey: () => `${keyStart}${name}`,
    compare: (_machine, comparison, other) => {
      if (comparison !== 'Eq' && comparison !== 'NotEq') return undefined;
      const same = other.kind === 'host' && other.host.hashKey?.() === `${keyStart}${name}`;
      return bool(same === (comparison === 'Eq'));
    },
    getAttribute: (_machine, attribute) => {
      if (attribute === 'type') return str(type);
      return attribute === 'index' ? (index === null ? none : int(index)) : undefined;
    },
  };
  return { kind: 'host', host };
}

/** The one device there is. */
export const cpu: Value = deviceOf('cpu', null);

deviceClass.attributes.set(
  '__str__',
  native(
    'device.__str__',
    'self',
    (machine, self) => str(self.kind === 'host' ? (self.host.format?.(machine, '') ?? '') : ''),
    { binds: true, owner: 'device' },
  ),
);
deviceClass.attributes.set(
  '__new__',
  native(
    'device.__new__',
    'cls, type="cpu", index=None',
    (machine, _cls, type, index) => {
      if (type.kind === 'host') return type;
      if (type.kind === 'int') return deviceOf('cuda', Number(type.value));
      if (type.kind !== 'str')
        throw fail(machine, 'TypeError', "device(): argument 'type' (position 1) must be str");
      const [name = '', number] = type.value.split(':');
      const given = index.kind === 'int' ? Number(index.value) : number === undefined ? null : Number(number);
      return deviceOf(name, given);
    },
    { binds: true, owner: 'device' },
  ),
);

// with torch.device('meta'): new tensors lie there; here they lie nowhere.
for (const [name, signature] of [
  ['__enter__', 'self'],
  ['__exit__', 'self, kind, error, trace'],
] as const) {
  deviceClass.attributes.set(
    name,
    native(`device.${name}`, signature, (_machine, self) => (name === '__enter__' ? self : none), {
      binds: true,
      owner: 'device',
    }),
  );
}
