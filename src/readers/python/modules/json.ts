/** The json module: texts to values and back. */
import { textOf } from '../builtins/checks';
import { sortedValues } from '../builtins/lists';
import { native } from '../builtins/native';
import { valuesOf } from '../evaluate/iterate';
import { repr } from '../evaluate/repr';
import { isTrue } from '../evaluate/special';
import type { BuiltinModule } from '../read/moduleTable';
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { builtin, no, none, str, tuple, yes } from '../values/make';
import type { DictValue, Value } from '../values/value';
import { decodeError, readJson } from './jsonTexts';

const dumpsSignature =
  'obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw';

export const jsonModule: BuiltinModule = {
  values: () => [
    [
      'loads',
      builtin('loads', (machine, [text = none], keywords) => {
        const hook = keywords && [...keywords.keys()][0];
        if (hook != null)
          return machine.unknown('unsupported', `json.loads with ${hook} is not done.`, 'json.loads');
        const written = textOf(machine, text, 'the JSON object');
        machine.allocate(written.length, 'characters');
        return readJson(machine, written);
      }),
    ],
    ['dumps', native('dumps', dumpsSignature, dumps)],
    ['JSONDecodeError', decodeError],
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

function dumps(machine: Machine, ...bound: Value[]): Value {
  const [value = none, skip = no, ascii = yes, , , encoder = none, indent = none, separators = none] = bound;
  const [convert = none, sorted = no] = bound.slice(8);
  if (encoder.kind !== 'none')
    return machine.unknown('unsupported', 'json.dumps with a class of encoders is not done.', 'json.dumps');
  const step = indent.kind === 'int' ? ' '.repeat(Math.max(0, Math.min(1000, Number(indent.value)))) : null;
  const own = separators.kind === 'none' ? [] : valuesOf(machine, separators);
  const [between, behindKey] = own.map((text) => textOf(machine, text, 'separator'));
  const layout = {
    indent: indent.kind === 'str' ? indent.value : step,
    between: between ?? (indent.kind === 'none' ? ', ' : ','),
    behindKey: behindKey ?? ': ',
    ascii: isTrue(machine, ascii),
    sorted: isTrue(machine, sorted),
    skip: isTrue(machine, skip),
    convert,
    around: new Set<Value>(),
  };
  return str(dump(machine, value, layout, ''));
}

interface Layout {
  /** What each level is indented by; null for a text of one line. */
  readonly indent: string | null;
  readonly between: string;
  readonly behindKey: string;
  readonly ascii: boolean;
  readonly sorted: boolean;
  readonly skip: boolean;
  /** What makes something else of a value that JSON does not have; or None. */
  readonly convert: Value;
  /** The containers around. */
  readonly around: Set<Value>;
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
      return quoted(plain.value, layout);
    case 'list':
    case 'tuple':
      return within(machine, plain, layout, () =>
        enclosed(
          '[]',
          plain.items.map((item) => (inner: string) => dump(machine, item, layout, inner)),
          layout,
          indent,
        ),
      );
    case 'dict':
      return within(machine, plain, layout, () =>
        enclosed('{}', entryTexts(machine, plain, layout), layout, indent),
      );
    default:
      if (layout.convert.kind !== 'none')
        return within(machine, value, layout, () =>
          dump(machine, machine.call(layout.convert, [value]), layout, indent),
        );
      throw fail(machine, 'TypeError', `Object of type ${classOf(value).name} is not JSON serializable`);
  }
}

/** A container, which must not stand in itself. */
function within(machine: Machine, value: Value, { around }: Layout, write: () => string): string {
  if (around.has(value)) throw fail(machine, 'ValueError', 'Circular reference detected');
  if (around.size > 900)
    throw fail(machine, 'RecursionError', 'maximum recursion depth exceeded while encoding a JSON object');
  around.add(value);
  const text = write();
  around.delete(value);
  return text;
}

function entryTexts(machine: Machine, { table }: DictValue, layout: Layout): ((inner: string) => string)[] {
  const pairs = [...table.entries()].map(({ key, value }) => tuple([key, value]));
  const ordered: readonly Value[] = layout.sorted ? sortedValues(machine, pairs, none, no) : pairs;
  return ordered.flatMap((pair) => {
    const [key = none, item = none] = pair.kind === 'tuple' ? pair.items : [];
    const name = keyText(machine, key, layout);
    if (name === null) return [];
    return [
      (inner: string) => `${quoted(name, layout)}${layout.behindKey}${dump(machine, item, layout, inner)}`,
    ];
  });
}

function quoted(text: string, { ascii }: Layout): string {
  const written = JSON.stringify(text);
  if (!ascii) return written;
  return written.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The text of a key; null where it is left out. */
function keyText(machine: Machine, key: Value, layout: Layout): string | null {
  const plain = unwrap(key);
  if (plain.kind === 'str') return plain.value;
  if (plain.kind === 'int' || plain.kind === 'float' || plain.kind === 'bool' || plain.kind === 'none')
    return dump(machine, plain, layout, '');
  if (layout.skip) return null;
  throw fail(machine, 'TypeError', `keys must be str, int, float, bool or None, not ${classOf(key).name}`);
}

function enclosed(
  brackets: string,
  parts: readonly ((indent: string) => string)[],
  { indent: step, between }: Layout,
  indent: string,
): string {
  const [open = '', close = ''] = brackets;
  if (parts.length === 0) return open + close;
  if (step === null) return open + parts.map((part) => part('')).join(between) + close;
  const inner = indent + step;
  return `${open}\n${parts.map((part) => inner + part(inner)).join(`${between}\n`)}\n${indent}${close}`;
}
