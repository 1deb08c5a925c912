/** Methods of bytes: those of texts, on texts whose code points are the bytes. */
import { builtinClasses, classOf, lookup, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bytes, list, method, none, str, tuple } from '../values/make';
import type { BuiltinValue, Value } from '../values/value';
import { decodeBytes } from './encodings';
import { native } from './native';

/** Methods that mean the same for bytes as for texts. */
const shared = [
  ...[
    'split',
    'rsplit',
    'strip',
    'lstrip',
    'rstrip',
    'splitlines',
    'partition',
    'rpartition',
    'join',
    'replace',
  ],
  ...['find', 'rfind', 'index', 'rindex', 'count', 'startswith', 'endswith', 'removeprefix', 'removesuffix'],
  ...['center', 'ljust', 'rjust', 'zfill', 'expandtabs', 'isdigit', 'isspace'],
];

/** Puts the methods in place; those of texts must stand already. */
export function addBytesMethods(): void {
  const { attributes } = builtinClasses.bytes;
  for (const name of shared) {
    const found = lookup(builtinClasses.str, name);
    if (found?.kind === 'builtin') attributes.set(name, method('bytes', name, likeText(found)));
  }
  for (const [name, change] of [
    ['upper', (text: string) => text.replace(/[a-z]+/g, (run) => run.toUpperCase())],
    ['lower', (text: string) => text.replace(/[A-Z]+/g, (run) => run.toLowerCase())],
  ] as const) {
    attributes.set(
      name,
      native(name, 'self', (_, self = none) => bytes(change(contentOf(self))), {
        binds: true,
        owner: 'bytes',
      }),
    );
  }
  attributes.set(
    'decode',
    native(
      'decode',
      'self, encoding="utf-8", errors="strict"',
      (machine, self = none, encoding, errors) => decodeBytes(machine, contentOf(self), encoding, errors),
      { binds: true, owner: 'bytes' },
    ),
  );
}

function contentOf(self: Value): string {
  const plain = unwrap(self);
  return plain.kind === 'bytes' ? plain.value : '';
}

function likeText(of: BuiltinValue): BuiltinValue['call'] {
  return (machine, [self = none, ...args], keywords) => {
    const named = keywords && new Map([...keywords].map(([name, value]) => [name, asText(machine, value)]));
    const given = args.map((value) => asText(machine, value));
    return asBytes(of.call(machine, [str(contentOf(self)), ...given], named));
  };
}

function asText(machine: Machine, value: Value): Value {
  if (value.kind === 'bytes') return str(value.value);
  if (value.kind === 'list') return list(value.items.map((item) => asText(machine, item)));
  if (value.kind === 'tuple') return tuple(value.items.map((item) => asText(machine, item)));
  if (value.kind === 'str')
    throw fail(machine, 'TypeError', `a bytes-like object is required, not '${classOf(value).name}'`);
  return value;
}

function asBytes(value: Value): Value {
  if (value.kind === 'str') return bytes(value.value);
  if (value.kind === 'list') return list(value.items.map(asBytes));
  return value.kind === 'tuple' ? tuple(value.items.map(asBytes)) : value;
}
