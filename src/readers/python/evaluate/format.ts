/** format(), str.format and the % operator. */
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import { exponentialText, fixedText, generalText } from '../values/floatText';
import type { Machine } from '../values/machine';
import { int, str } from '../values/make';
import { Encountered } from '../values/unknown';
import { toFloat, wholeOf } from '../values/bigint';
import type { Keywords, Value } from '../values/value';
import { codePoints } from './iterate';
import { indexOf } from './indices';
import { formatFloat, formatInteger, formatText } from './formatSpecification';
import { asciiRepr, repr, text } from './repr';
import { callSpecial } from './special';
import { getItem } from './subscript';

/** format(value, specification). */
export function format(machine: Machine, value: Value, specification: string): string {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'host' && value.host.format) return value.host.format(machine, specification);
  const own = callSpecial(machine, value, '__format__', [str(specification)]);
  if (own !== undefined) return text(machine, own);
  if (value.kind === 'instance' && specification === '' && callsStr(value)) return text(machine, value);
  const plain = unwrap(value);
  if (plain.kind === 'str') return formatText(machine, plain.value, specification);
  if (plain.kind === 'bool') {
    return specification === ''
      ? text(machine, value)
      : formatInteger(machine, plain.value ? 1 : 0, specification, 'bool');
  }
  if (plain.kind === 'int') return formatInteger(machine, plain.value, specification);
  if (plain.kind === 'float') return formatFloat(machine, plain.value, specification);
  if (specification === '') return text(machine, value);
  throw fail(machine, 'TypeError', `unsupported format string passed to ${classOf(value).name}.__format__`);
}

/** A subclass of a builtin type that writes itself in its own way is that text where nothing is specified. */
function callsStr(value: Extract<Value, { kind: 'instance' }>): boolean {
  for (const cls of value.cls.mro) {
    if (cls.builtin) return false;
    if (cls.attributes.has('__str__')) return true;
  }
  return false;
}

/** A value after `!r`, `!s` or `!a`. */
export function convert(machine: Machine, value: Value, conversion: string): Value {
  if (conversion === 'r') return str(repr(machine, value));
  if (conversion === 's') return str(text(machine, value));
  if (conversion === 'a') return str(asciiRepr(machine, value));
  return value;
}

/** template.format(*positional, **keywords). */
export function formatTemplate(
  machine: Machine,
  template: string,
  positional: readonly Value[],
  keywords: Keywords,
): string {
  let automatic = 0;
  let numbering: 'automatic field numbering' | 'manual field specification' | null = null;
  const fieldOf = (name: string): Value => {
    const isAutomatic = /^(?:[.[]|$)/.test(name);
    if (isAutomatic || /^\d/.test(name)) {
      const asked = isAutomatic ? 'automatic field numbering' : 'manual field specification';
      if (numbering !== null && numbering !== asked)
        throw fail(machine, 'ValueError', `cannot switch from ${numbering} to ${asked}`);
      numbering = asked;
    }
    return fieldValue(machine, isAutomatic ? `${automatic++}${name}` : name, positional, keywords);
  };
  const result = expand(machine, template, fieldOf, 2);
  machine.allocate(result.length, 'characters');
  return result;
}

function expand(machine: Machine, template: string, fieldOf: (name: string) => Value, depth: number): string {
  let result = '';
  let at = 0;
  while (at < template.length) {
    const character = template.charAt(at);
    if ((character === '{' || character === '}') && template.charAt(at + 1) === character) {
      result += character;
      at += 2;
    } else if (character === '}') {
      throw fail(machine, 'ValueError', "Single '}' encountered in format string");
    } else if (character === '{') {
      const end = closingBrace(template, at);
      if (end === -1) throw fail(machine, 'ValueError', openBraceMessage(template, at));
      result += field(machine, template.slice(at + 1, end), fieldOf, depth);
      at = end + 1;
    } else {
      result += character;
      at += 1;
    }
  }
  return result;
}

function openBraceMessage(template: string, at: number): string {
  return at === template.length - 1
    ? "Single '{' encountered in format string"
    : "expected '}' before end of string";
}

function closingBrace(template: string, open: number): number {
  let depth = 0;
  for (let at = open; at < template.length; at += 1) {
    if (template.charAt(at) === '{') depth += 1;
    else if (template.charAt(at) === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function field(machine: Machine, content: string, fieldOf: (name: string) => Value, depth: number): string {
  if (depth === 0) throw fail(machine, 'ValueError', 'Max string recursion exceeded');
  const match = /^([^!:]*(?:\[[^\]]*\][^!:]*)*)(?:!(.))?(?::(.*))?$/s.exec(content);
  if (!match) throw fail(machine, 'ValueError', "expected ':' after conversion specifier");
  const [, name = '', conversion = '', specification = ''] = match;
  const given = fieldOf(name);
  if (!['', 'r', 's', 'a'].includes(conversion))
    throw fail(machine, 'ValueError', `Unknown conversion specifier ${conversion}`);
  const value = convert(machine, given, conversion);
  return format(machine, value, expand(machine, specification, fieldOf, depth - 1));
}

/** `0.name[key]` within the arguments. */
function fieldValue(machine: Machine, path: string, positional: readonly Value[], keywords: Keywords): Value {
  const [first = ''] = /^[^.[]*/.exec(path) ?? [];
  let value = argument(machine, first, positional, keywords);
  for (const [part, attribute, key = ''] of path.slice(first.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    if (part.startsWith('.')) value = machine.getAttribute(value, attribute ?? '');
    else value = getItem(machine, value, /^\d+$/.test(key) ? int(Number(key)) : str(key));
  }
  return value;
}

function argument(machine: Machine, name: string, positional: readonly Value[], keywords: Keywords): Value {
  if (/^\d+$/.test(name)) {
    const value = positional[Number(name)];
    if (value) return value;
    throw fail(machine, 'IndexError', `Replacement index ${name} out of range for positional args tuple`);
  }
  const value = keywords?.get(name);
  if (value) return value;
  throw fail(machine, 'KeyError', name);
}

/** template % values. */
export function formatPercent(machine: Machine, template: string, values: Value): string {
  const plain = unwrap(values);
  const items = plain.kind === 'tuple' ? plain.items : [values];
  let used = 0;
  const names: string[] = [];
  const next = (): Value => {
    const value = items[used++];
    if (value === undefined) throw fail(machine, 'TypeError', 'not enough arguments for format string');
    return value;
  };
  const directive = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)?/gs;
  const result = template.replace(
    directive,
    (
      whole: string,
      ...[key, flags, width, precision, type, at]: [
        key: string | undefined,
        flags: string,
        width: string | undefined,
        precision: string | undefined,
        type: string | undefined,
        at: number,
      ]
    ) => {
      if (type === undefined) throw fail(machine, 'ValueError', 'incomplete format');
      if (whole === '%%') return '%';
      const widthNumber = width === '*' ? Number(text(machine, next())) : Number(width ?? 0);
      const dotted =
        /\.(?=\*|\d|.)/s.test(whole) && whole.includes('.', key === undefined ? 0 : key.length + 3);
      const places =
        precision === '*'
          ? Number(text(machine, next()))
          : precision === undefined
            ? dotted
              ? 0
              : null
            : Number(precision);
      if (key !== undefined) names.push(key);
      const value = key === undefined ? next() : getItem(machine, values, str(key));
      machine.allocate(Math.max(widthNumber, places ?? 0), 'characters');
      if (!'diuxXoeEfFgGcsra'.includes(type)) {
        const code = type.charCodeAt(0).toString(16);
        const index = at + whole.length - 1;
        const message = `unsupported format character '${type}' (0x${code}) at index ${index}`;
        throw fail(machine, 'ValueError', message);
      }
      return padPercent(percentDirective(machine, value, type, places, flags), flags, widthNumber, type);
    },
  );
  const mapping = plain.kind === 'dict' || (plain.kind === 'list' && used > 0);
  if (used < items.length && names.length === 0 && !mapping) {
    throw fail(machine, 'TypeError', 'not all arguments converted during string formatting');
  }
  machine.allocate(result.length, 'characters');
  return result;
}

function percentDirective(
  machine: Machine,
  value: Value,
  type: string,
  precision: number | null,
  flags: string,
): string {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (type === 's' || type === 'r' || type === 'a') {
    const shown =
      type === 's' ? text(machine, value) : type === 'r' ? repr(machine, value) : asciiRepr(machine, value);
    return precision === null ? shown : codePoints(shown).slice(0, precision).join('');
  }
  const plain = unwrap(value);
  if (type === 'c') return character(machine, value);
  const isInteger = plain.kind === 'int' || plain.kind === 'bool';
  if ('diuxXo'.includes(type)) {
    const whole =
      plain.kind === 'float' && !'xXo'.includes(type)
        ? wholeOf(machine, plain.value).value
        : BigInt(wholeNumber(machine, type, value));
    const sign = whole < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    const prefix = flags.includes('#') && 'xXo'.includes(type) ? `0${type}` : '';
    const digits = (whole < 0 ? -whole : whole).toString('xX'.includes(type) ? 16 : type === 'o' ? 8 : 10);
    return sign + prefix + (type === 'X' ? digits.toUpperCase() : digits).padStart(precision ?? 0, '0');
  }
  if ('eEfFgG'.includes(type)) {
    if (!isInteger && plain.kind !== 'float')
      throw fail(machine, 'TypeError', `must be real number, not ${classOf(value).name}`);
    const number =
      plain.kind === 'float'
        ? plain.value
        : toFloat(machine, plain.kind === 'int' ? plain.value : Number(plain.value));
    const sign =
      number < 0 || Object.is(number, -0) ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    const digits = floatDirective(number, type, precision ?? 6, flags.includes('#'));
    const needsPoint = flags.includes('#') && Number.isFinite(number) && !digits.includes('.');
    return sign + (needsPoint ? digits.replace(/\d+/, '$&.') : digits);
  }
  return text(machine, value);
}

function character(machine: Machine, value: Value): string {
  const plain = unwrap(value);
  if (plain.kind === 'str' && codePoints(plain.value).length === 1) return plain.value;
  const code = plain.kind === 'str' ? undefined : indexOf(machine, value);
  if (code === undefined) throw fail(machine, 'TypeError', '%c requires int or char');
  if (code < 0 || code > 0x10ffff) throw fail(machine, 'OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

/** What an object gives as an integer: `%d` asks for __int__ as well. */
function wholeNumber(machine: Machine, type: string, value: Value): number | bigint {
  const own = 'diu'.includes(type) ? callSpecial(machine, value, '__int__', []) : undefined;
  const whole = indexOf(machine, own ?? value);
  if (whole === undefined) throw wrongNumber(machine, type, value);
  return whole;
}

function wrongNumber(machine: Machine, type: string, value: Value): Error {
  const wanted =
    type === 'd' || type === 'i' || type === 'u' ? 'a real number is required' : 'an integer is required';
  return fail(machine, 'TypeError', `%${type} format: ${wanted}, not ${classOf(value).name}`);
}

function floatDirective(value: number, type: string, precision: number, alternate: boolean): string {
  const upper = type === type.toUpperCase();
  if (!Number.isFinite(value)) {
    const shown = Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
    return upper ? shown.toUpperCase() : shown;
  }
  const kind = type.toLowerCase();
  const shown =
    kind === 'f'
      ? fixedText(value, precision)
      : kind === 'e'
        ? exponentialText(value, precision)
        : generalText(value, precision, alternate);
  return upper ? shown.toUpperCase() : shown;
}

function padPercent(shown: string, flags: string, width: number, type: string): string {
  const missing = ' '.repeat(Math.max(0, width - codePoints(shown).length));
  if (flags.includes('-')) return shown + missing;
  if (flags.includes('0') && 'diuxXoeEfFgG'.includes(type)) {
    const sign = /^[-+ ]?(?:0[xXo])?/.exec(shown)?.[0] ?? '';
    const kept = flags.includes('#') ? sign : (/^[-+ ]?/.exec(shown)?.[0] ?? '');
    return kept + shown.slice(kept.length).padStart(width - kept.length, '0');
  }
  return missing + shown;
}
