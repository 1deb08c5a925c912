/** str and bytes: constructors and methods. */
import { formatTemplate } from '../evaluate/format';
import { codePoints, valuesOf } from '../evaluate/iterate';
import { toIndex } from '../evaluate/indices';
import { text } from '../evaluate/repr';
import { isTrue } from '../evaluate/special';
import { builtinClasses, instanceOf } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bytes, dict, int, list, method, none, openBuiltin, str } from '../values/make';
import { Table } from '../values/table';
import type { Value } from '../values/value';
import { addMethods, textOf } from './checks';
import { addBytesMethods } from './bytesMethods';
import { decodeBytes, encodeText } from './encodings';
import { native } from './native';
import { splitLines, splitText } from './split';
import { textMethods } from './textMethods';

/** Puts constructors and methods in place; done once, when the builtins are loaded. */
export function addTextMethods(): void {
  const cls = builtinClasses.str;
  cls.attributes.set(
    '__new__',
    openBuiltin('__new__', (machine, [asked = none, value, encoding]) => {
      if (value?.kind === 'unknown') return value;
      const made = str(
        value === undefined
          ? ''
          : encoding && value.kind === 'bytes'
            ? text(machine, decodeBytes(machine, value.value, encoding))
            : text(machine, value),
      );
      return asked === cls || asked.kind !== 'class' ? made : instanceOf(asked, made, machine.here());
    }),
  );
  addMethods(cls, textMethods);
  addNamedMethods();
}

function addNamedMethods(): void {
  const cls = builtinClasses.str;
  addNamed('split', 'self, sep=None, maxsplit=-1', (machine, self, separator = none, most = none) =>
    listOf(splitText(machine, self, separator, toIndex(machine, most), false)),
  );
  addNamed('rsplit', 'self, sep=None, maxsplit=-1', (machine, self, separator = none, most = none) =>
    listOf(splitText(machine, self, separator, toIndex(machine, most), true)),
  );
  addNamed('splitlines', 'self, keepends=False', (machine, self, keep = none) =>
    listOf(splitLines(self, isTrue(machine, keep))),
  );
  addNamed('encode', 'self, encoding="utf-8", errors="strict"', (machine, self, ...how) =>
    encodeText(machine, self, ...how),
  );
  addNamed('expandtabs', 'self, tabsize=8', (machine, self, size = none) =>
    str(expandTabs(self, toIndex(machine, size))),
  );
  cls.attributes.set(
    'format',
    method('str', 'format', (machine, [self = none, ...args], keywords) =>
      str(formatTemplate(machine, textOf(machine, self, 'self'), args, keywords)),
    ),
  );
  cls.attributes.set('maketrans', openBuiltin('maketrans', makeTranslation));
  addMethods(builtinClasses.bytes, [
    [
      'hex',
      0,
      0,
      (_, self = none) =>
        str(
          self.kind === 'bytes'
            ? Array.from(self.value)
                .map((unit) => unit.charCodeAt(0).toString(16).padStart(2, '0'))
                .join('')
            : '',
        ),
    ],
  ]);
  addBytesMethods();
  builtinClasses.bytes.attributes.set('__new__', openBuiltin('__new__', newBytes));
}

function addNamed(
  name: string,
  signature: string,
  body: (machine: Machine, self: string, ...args: Value[]) => Value,
): void {
  const run = (machine: Machine, self: Value, ...args: Value[]): Value => {
    for (const argument of args) if (argument.kind === 'unknown') return argument;
    return body(machine, textOf(machine, self, 'self'), ...args);
  };
  builtinClasses.str.attributes.set(
    name,
    native(`str.${name}`, signature, (machine, self = none, ...args) => run(machine, self, ...args), {
      binds: true,
      takesUnknown: true,
      owner: 'str',
    }),
  );
}

function newBytes(machine: Machine, [, value, encoding]: readonly Value[]): Value {
  if (value === undefined) return bytes('');
  if (value.kind === 'unknown') return value;
  if (value.kind === 'str') {
    if (encoding === undefined) throw fail(machine, 'TypeError', 'string argument without an encoding');
    return encodeText(machine, value.value, encoding);
  }
  if (value.kind === 'int') {
    machine.allocate(Number(value.value), 'bytes');
    return bytes('\0'.repeat(Number(value.value)));
  }
  if (value.kind === 'bytes') return value;
  return bytes(
    valuesOf(machine, value)
      .map((item) => String.fromCharCode(toIndex(machine, item) & 255))
      .join(''),
  );
}

function listOf(parts: readonly string[]): Value {
  return list(parts.map(str));
}

function makeTranslation(machine: Machine, [from = none, to, gone]: readonly Value[]): Value {
  const table = new Table();
  const code = (point: string): Value => int(point.codePointAt(0) ?? 0);
  if (to === undefined) {
    if (from.kind === 'dict')
      for (const { key, value } of from.table.entries())
        table.set(machine, key.kind === 'str' ? code(key.value) : key, value);
    return dict(table);
  }
  const targets = codePoints(textOf(machine, to, 'maketrans() argument 2'));
  for (const [index, point] of codePoints(textOf(machine, from, 'maketrans() argument 1')).entries())
    table.set(machine, code(point), code(targets[index] ?? ''));
  if (gone)
    for (const point of codePoints(textOf(machine, gone, 'maketrans() argument 3')))
      table.set(machine, code(point), none);
  return dict(table);
}

function expandTabs(value: string, size: number): string {
  let column = 0;
  return Array.from(value, (point) => {
    if (point === '\t') {
      const spaces = size > 0 ? size - (column % size) : 0;
      column += spaces;
      return ' '.repeat(Math.min(spaces, 1000));
    }
    column = point === '\n' ? 0 : column + 1;
    return point;
  }).join('');
}
