/** The json module: texts to values and back. */
import { repr } from '../evaluate/repr';
import type { BuiltinModule } from '../read/moduleTable';
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, builtin, dictOf, float, int, list, none, str } from '../values/make';
import type { Value } from '../values/value';
import { textOf } from '../builtins/checks';

export const jsonModule: BuiltinModule = {
  values: () => [
    [
      'loads',
      builtin('loads', (machine, [text = none]) => loads(machine, textOf(machine, text, 'the JSON object'))),
    ],
    [
      'dumps',
      builtin('dumps', (machine, [value = none], keywords) => {
        const indent = keywords?.get('indent');
        const sorted = keywords?.get('sort_keys');
        const width = indent?.kind === 'int' ? Number(indent.value) : null;
        return str(dump(machine, value, { width, sorted: sorted?.kind === 'bool' && sorted.value }, ''));
      }),
    ],
    ['JSONDecodeError', { kind: 'none' }],
  ],
  missing: (machine, name) =>
    name.startsWith('__')
      ? undefined
      : machine.unknown(
          'effect',
          `json.${name} reaches outside the program and is not done.`,
          `json.${name}`,
        ),
};

function loads(machine: Machine, text: string): Value {
  machine.allocate(text.length, 'characters');
  try {
    return fromJson(machine, JSON.parse(text.replace(numberOrText, markFloat)));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw fail(machine, 'ValueError', 'Expecting value: line 1 column 1 (char 0)');
    throw error;
  }
}

/** Texts and numbers of a JSON text. */
const numberOrText = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/gs;

/** A key that stands for a float, which JSON.parse would not tell from an integer. */
const floatKey = '\0float';

function markFloat(part: string): string {
  return part.startsWith('"') || !/[.eE]/.test(part) ? part : `{${JSON.stringify(floatKey)}:${part}}`;
}

function fromJson(machine: Machine, value: unknown): Value {
  machine.step();
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') return int(BigInt(value));
  if (Array.isArray(value)) return list(value.map((item) => fromJson(machine, item)));
  if (typeof value !== 'object' || value === null) return none;
  const entries: [string, unknown][] = Object.entries(value);
  const [first] = entries;
  if (first && first[0] === floatKey) return float(Number(first[1]));
  return dictOf(entries.map(([key, item]) => [key, fromJson(machine, item)] as const));
}

interface Layout {
  readonly width: number | null;
  readonly sorted: boolean;
}

function dump(machine: Machine, value: Value, layout: Layout, indent: string): string {
  machine.step();
  const plain = unwrap(value);
  switch (plain.kind) {
    case 'none':
      return 'null';
    case 'bool':
      return plain.value ? 'true' : 'false';
    case 'int':
      return String(plain.value);
    case 'float':
      return Number.isNaN(plain.value)
        ? 'NaN'
        : Number.isFinite(plain.value)
          ? repr(machine, plain)
          : plain.value > 0
            ? 'Infinity'
            : '-Infinity';
    case 'str':
      return JSON.stringify(plain.value).replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    case 'list':
    case 'tuple':
      return enclosed(
        '[]',
        plain.items.map((item) => (inner: string) => dump(machine, item, layout, inner)),
        layout,
        indent,
      );
    case 'dict': {
      const entries = [...plain.table.entries()].map(({ key, value: item }) => ({
        name: keyText(machine, key),
        item,
      }));
      if (layout.sorted) entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      return enclosed(
        '{}',
        entries.map(
          ({ name, item }) =>
            (inner: string) =>
              `${JSON.stringify(name)}: ${dump(machine, item, layout, inner)}`,
        ),
        layout,
        indent,
      );
    }
    default:
      throw fail(machine, 'TypeError', `Object of type ${classOf(value).name} is not JSON serializable`);
  }
}

function keyText(machine: Machine, key: Value): string {
  const plain = unwrap(key);
  if (plain.kind === 'str') return plain.value;
  if (plain.kind === 'int' || plain.kind === 'float' || plain.kind === 'bool' || plain.kind === 'none')
    return dump(machine, plain, { width: null, sorted: false }, '');
  throw fail(machine, 'TypeError', `keys must be str, int, float, bool or None, not ${classOf(key).name}`);
}

function enclosed(
  brackets: string,
  parts: readonly ((indent: string) => string)[],
  { width }: Layout,
  indent: string,
): string {
  const [open = '', close = ''] = brackets;
  if (parts.length === 0) return open + close;
  if (width === null) return open + parts.map((part) => part('')).join(', ') + close;
  const inner = indent + ' '.repeat(width);
  return `${open}\n${parts.map((part) => inner + part(inner)).join(',\n')}\n${indent}${close}`;
}
