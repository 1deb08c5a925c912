/** Methods of texts: case, searching, editing, and questions about every character. */
/* eslint no-control-regex: "off" -- Python counts these control characters as white space and as line ends */
import { formatTemplate } from '../evaluate/format';
import { codePoints, hasPairs, iterate } from '../evaluate/iterate';
import { indexOf, toIndex } from '../evaluate/indices';
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, int, none, str, tuple } from '../values/make';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';
import { textOf, type MethodRow } from './checks';

/** A method from one text to another. */
function mapping(name: string, change: (text: string) => string): MethodRow {
  return [name, 0, 0, (machine, self = none) => str(change(textOf(machine, self, 'self')))];
}

const caseRows: readonly MethodRow[] = [
  mapping('lower', (value) => value.toLowerCase()),
  mapping('upper', (value) => value.toUpperCase()),
  mapping('casefold', (value) => value.toLowerCase().replaceAll('ß', 'ss')),
  mapping('capitalize', (value) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()),
  mapping('title', (value) =>
    value.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
  ),
  mapping('swapcase', (value) =>
    Array.from(value, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    ).join(''),
  ),
];

/** The part of a text between two optional positions, and where it begins; null where it would begin behind its end, and not even nothing is found in it. */
function part(
  machine: Machine,
  self: string,
  start: Value = none,
  stop: Value = none,
): { readonly text: string | null; readonly offset: number } {
  const clamp = (value: Value, otherwise: number): number => {
    if (value.kind === 'none') return otherwise;
    const given = Number(indexOf(machine, value) ?? 0);
    return Math.max(0, Math.min(self.length, given < 0 ? given + self.length : given));
  };
  const offset = clamp(start, 0);
  const end = clamp(stop, self.length);
  const isBehind = start.kind !== 'none' && Number(indexOf(machine, start) ?? 0) > self.length;
  return { text: isBehind || offset > end ? null : self.slice(offset, end), offset };
}

/** The text that is looked for. */
function argumentOf(machine: Machine, value: Value): string {
  const plain = unwrap(value);
  if (plain.kind === 'str') return plain.value;
  if (plain.kind === 'unknown') throw new Encountered(plain);
  throw fail(machine, 'TypeError', `must be str, not ${classOf(value).name}`);
}

function finding(name: string, last: boolean, strict: boolean): MethodRow {
  return [
    name,
    1,
    3,
    (machine, self = none, wanted = none, start = none, stop = none) => {
      const { text: inner, offset } = part(machine, textOf(machine, self, 'self'), start, stop);
      const target = argumentOf(machine, wanted);
      const at = (last ? inner?.lastIndexOf(target) : inner?.indexOf(target)) ?? -1;
      if (at === -1 && strict) throw fail(machine, 'ValueError', 'substring not found');
      return int(at === -1 ? -1 : at + offset);
    },
  ];
}

function affix(name: 'startswith' | 'endswith'): MethodRow {
  return [
    name,
    1,
    3,
    (machine, self = none, wanted = none, start = none, stop = none) => {
      const { text: inner } = part(machine, textOf(machine, self, 'self'), start, stop);
      const choices = wanted.kind === 'tuple' ? wanted.items : [wanted];
      return bool(
        choices.some((choice) => {
          if (unwrap(choice).kind !== 'str') {
            throw fail(
              machine,
              'TypeError',
              wanted.kind === 'tuple'
                ? `tuple for ${name} must only contain str, not ${classOf(choice).name}`
                : `${name} first arg must be str or a tuple of str, not ${classOf(wanted).name}`,
            );
          }
          const prefix = textOf(machine, choice, 'prefix');
          if (inner === null) return false;
          return name === 'startswith' ? inner.startsWith(prefix) : inner.endsWith(prefix);
        }),
      );
    },
  ];
}

const searchRows: readonly MethodRow[] = [
  finding('find', false, false),
  finding('rfind', true, false),
  finding('index', false, true),
  finding('rindex', true, true),
  affix('startswith'),
  affix('endswith'),
  [
    'count',
    1,
    3,
    (machine, self = none, wanted = none, start = none, stop = none) => {
      const { text: inner } = part(machine, textOf(machine, self, 'self'), start, stop);
      const target = argumentOf(machine, wanted);
      if (inner === null) return int(0);
      return int(target === '' ? inner.length + 1 : inner.split(target).length - 1);
    },
  ],
  ['partition', 1, 1, (machine, self = none, separator = none) => partition(machine, self, separator, false)],
  ['rpartition', 1, 1, (machine, self = none, separator = none) => partition(machine, self, separator, true)],
];

function partition(machine: Machine, self: Value, separator: Value, last: boolean): Value {
  const whole = textOf(machine, self, 'self');
  const target = argumentOf(machine, separator);
  if (target === '') throw fail(machine, 'ValueError', 'empty separator');
  const at = last ? whole.lastIndexOf(target) : whole.indexOf(target);
  const parts =
    at === -1
      ? last
        ? ['', '', whole]
        : [whole, '', '']
      : [whole.slice(0, at), target, whole.slice(at + target.length)];
  return tuple(parts.map(str));
}

function stripping(name: string, left: boolean, right: boolean): MethodRow {
  return [
    name,
    0,
    1,
    (machine, self = none, characters = none) => {
      const points = [...codePoints(textOf(machine, self, 'self'))];
      const wanted =
        characters.kind === 'none'
          ? null
          : new Set(codePoints(textOf(machine, characters, `${name} arg must be None or str, not`)));
      const goes = (point: string | undefined): boolean =>
        point !== undefined &&
        (wanted ? wanted.has(point) : /^[\s\x1c-\x1f\x85]$/u.test(point) && point !== '\ufeff');
      let [start, end] = [0, points.length];
      while (left && start < end && goes(points[start])) start += 1;
      while (right && end > start && goes(points[end - 1])) end -= 1;
      return str(points.slice(start, end).join(''));
    },
  ];
}

function padding(name: 'ljust' | 'rjust' | 'center'): MethodRow {
  return [
    name,
    1,
    2,
    (machine, self = none, width = none, fill = none) => {
      const whole = textOf(machine, self, 'self');
      const wanted = toIndex(machine, width);
      machine.allocate(wanted, 'characters');
      const filler =
        fill.kind === 'none'
          ? ' '
          : textOf(machine, fill, 'The fill character must be a unicode character, not');
      if (codePoints(filler).length !== 1)
        throw fail(machine, 'TypeError', 'The fill character must be exactly one character long');
      const missing = Math.max(0, wanted - codePoints(whole).length);
      // CPython puts the odd one on the left when the width is odd
      const left =
        name === 'rjust' ? missing : name === 'ljust' ? 0 : (missing >> 1) + (missing & wanted & 1);
      return str(filler.repeat(left) + whole + filler.repeat(missing - left));
    },
  ];
}

const editRows: readonly MethodRow[] = [
  stripping('strip', true, true),
  stripping('lstrip', true, false),
  stripping('rstrip', false, true),
  padding('ljust'),
  padding('rjust'),
  padding('center'),
  [
    'zfill',
    1,
    1,
    (machine, self = none, width = none) => {
      const whole = textOf(machine, self, 'self');
      const wanted = toIndex(machine, width);
      machine.allocate(wanted, 'characters');
      const sign = /^[-+]/.exec(whole)?.[0] ?? '';
      return str(sign + whole.slice(sign.length).padStart(wanted - sign.length, '0'));
    },
  ],
  ['join', 1, 1, join],
  ['replace', 2, 3, replace],
  [
    'removeprefix',
    1,
    1,
    (machine, self = none, prefix = none) => {
      const [whole, target] = [
        textOf(machine, self, 'self'),
        textOf(machine, prefix, 'removeprefix() argument'),
      ];
      return str(whole.startsWith(target) ? whole.slice(target.length) : whole);
    },
  ],
  [
    'removesuffix',
    1,
    1,
    (machine, self = none, suffix = none) => {
      const [whole, target] = [
        textOf(machine, self, 'self'),
        textOf(machine, suffix, 'removesuffix() argument'),
      ];
      return str(target !== '' && whole.endsWith(target) ? whole.slice(0, -target.length) : whole);
    },
  ],
  ['translate', 1, 1, translate],
  [
    'format_map',
    1,
    1,
    (machine, self = none, mapping_ = none) => {
      const keywords = new Map<string, Value>();
      const plain = unwrap(mapping_);
      if (plain.kind === 'dict')
        for (const { key, value } of plain.table.entries())
          if (key.kind === 'str') keywords.set(key.value, value);
      return str(formatTemplate(machine, textOf(machine, self, 'self'), [], keywords));
    },
  ],
];

function join(machine: Machine, self: Value = none, values: Value = none): Value {
  const parts: string[] = [];
  if (['int', 'float', 'none', 'bool', 'function'].includes(values.kind)) {
    throw fail(machine, 'TypeError', 'can only join an iterable');
  }
  const iteration = iterate(machine, values);
  let length = 0;
  for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
    machine.step();
    const plain = unwrap(item);
    if (plain.kind === 'unknown') throw new Encountered(plain);
    if (plain.kind !== 'str') {
      throw fail(
        machine,
        'TypeError',
        `sequence item ${parts.length}: expected str instance, ${classOf(item).name} found`,
      );
    }
    length += plain.value.length;
    if (length > machine.limits.elements) machine.allocate(length, 'characters');
    parts.push(plain.value);
  }
  return str(parts.join(textOf(machine, self, 'self')));
}

function replace(
  machine: Machine,
  self: Value = none,
  old: Value = none,
  fresh: Value = none,
  most: Value = int(-1),
): Value {
  const [whole, target, put] = [
    textOf(machine, self, 'self'),
    textOf(machine, old, 'replace() argument 1'),
    textOf(machine, fresh, 'replace() argument 2'),
  ];
  const limit = toIndex(machine, most);
  const parts = target === '' ? ['', ...codePoints(whole), ''] : whole.split(target);
  const times = limit < 0 ? parts.length - 1 : Math.min(limit, parts.length - 1);
  machine.allocate(whole.length + times * put.length, 'characters');
  if (times === parts.length - 1) return str(parts.join(put));
  return str(parts.slice(0, times + 1).join(put) + target + parts.slice(times + 1).join(target));
}

function translate(machine: Machine, self: Value = none, table: Value = none): Value {
  const plain = unwrap(table);
  const replaced = codePoints(textOf(machine, self, 'self')).map((point) => {
    const found =
      plain.kind === 'dict' ? plain.table.get(machine, int(point.codePointAt(0) ?? 0)) : undefined;
    if (found === undefined) return point;
    return found.kind === 'none'
      ? ''
      : found.kind === 'int'
        ? String.fromCodePoint(Number(found.value))
        : textOf(machine, found, 'translation');
  });
  return str(replaced.join(''));
}

/** A method that asks something of every character of a text that is not empty. */
function testing(name: string, holds: (text: string) => boolean): MethodRow {
  return [name, 0, 0, (machine, self = none) => bool(holds(textOf(machine, self, 'self')))];
}

const testRows: readonly MethodRow[] = [
  testing('isdigit', (value) => /^[\p{Nd}²³¹⁰-⁹]+$/u.test(value)),
  testing('isdecimal', (value) => /^\p{Nd}+$/u.test(value)),
  testing('isnumeric', (value) => /^\p{N}+$/u.test(value)),
  testing('isalpha', (value) => /^\p{L}+$/u.test(value)),
  testing('isalnum', (value) => /^[\p{L}\p{N}]+$/u.test(value)),
  testing('isspace', (value) => /^\s+$/u.test(value)),
  testing('islower', (value) => /\p{Ll}/u.test(value) && !/[\p{Lu}\p{Lt}]/u.test(value)),
  testing('isupper', (value) => /\p{Lu}/u.test(value) && !/[\p{Ll}\p{Lt}]/u.test(value)),
  testing(
    'istitle',
    (value) =>
      /\p{L}/u.test(value) && (value.match(/\p{L}+/gu) ?? []).every((word) => /^\p{Lu}\P{Lu}*$/u.test(word)),
  ),
  testing('isidentifier', (value) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(value)),
  testing('isascii', (value) => !hasPairs(value) && Array.from(value).every((point) => point < '\x80')),
  testing('isprintable', (value) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)),
];

/** All of them. */
export const textMethods: readonly MethodRow[] = [...caseRows, ...searchRows, ...editRows, ...testRows];
