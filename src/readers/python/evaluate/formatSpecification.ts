/** Format specifications (`>8.3f`) for numbers and texts, as format(), str.format and f-strings use them. */
import { fail } from '../values/exceptions';
import { exponentialText, fixedText, floatRepr, generalText } from '../values/floatText';
import type { Machine } from '../values/machine';
import { toFloat } from '../values/bigint';
import { codePoints } from './iterate';

/** A specification taken apart. */
interface Specification {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

const pattern = /^(?:(.)?([<>=^]))?([-+ ])?z?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

function parse(machine: Machine, specification: string, typeName: string): Specification {
  const match = pattern.exec(specification);
  if (!match) {
    throw fail(
      machine,
      'ValueError',
      `Invalid format specifier '${specification}' for object of type '${typeName}'`,
    );
  }
  const [, fill, align, sign, alternate, zero, width, grouping, precision, type = ''] = match;
  if (grouping !== undefined && !'defgEG%F'.includes(type) && !(grouping === '_' && 'boxX'.includes(type)))
    throw fail(machine, 'ValueError', `Cannot specify '${grouping}' with '${type}'.`);
  const sizes = Math.max(Number(width ?? 0), Number(precision ?? 0));
  machine.allocate(sizes, 'characters');
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero && typeName !== 'str' ? '=' : ''),
    sign: sign ?? '',
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? '',
    precision: precision === undefined ? null : Number(precision),
    type,
  };
}

/** format(text, specification). */
export function formatText(machine: Machine, value: string, specification: string): string {
  if (specification === '') return value;
  const parsed = parse(machine, specification, 'str');
  if (parsed.type !== '' && parsed.type !== 's') throw unknownCode(machine, parsed.type, 'str');
  const refused =
    parsed.sign === ' '
      ? 'Space'
      : parsed.sign !== ''
        ? 'Sign'
        : parsed.alternate
          ? 'Alternate form (#)'
          : parsed.align === '='
            ? "'=' alignment"
            : null;
  if (refused !== null)
    throw fail(machine, 'ValueError', `${refused} not allowed in string format specifier`);
  const cut = parsed.precision === null ? value : codePoints(value).slice(0, parsed.precision).join('');
  return pad(parsed, '', cut, '<');
}

/** format(integer, specification). */
export function formatInteger(
  machine: Machine,
  value: number | bigint,
  specification: string,
  typeName = 'int',
): string {
  if (specification === '') return String(value);
  const parsed = parse(machine, specification, typeName);
  if ('eEfFgG%'.includes(parsed.type) && parsed.type !== '') {
    return formatParsedFloat(parsed, toFloat(machine, value));
  }
  if (parsed.precision !== null && 'dnboxXc'.includes(parsed.type))
    throw fail(machine, 'ValueError', 'Precision not allowed in integer format specifier');
  const magnitude = value < 0 ? -value : value;
  const bases: Readonly<Partial<Record<string, readonly [number, string]>>> = {
    '': [10, ''],
    d: [10, ''],
    n: [10, ''],
    b: [2, '0b'],
    o: [8, '0o'],
    x: [16, '0x'],
    X: [16, '0X'],
  };
  if (parsed.type === 'c') return formatCharacter(machine, parsed, Number(value));
  const base = bases[parsed.type];
  if (!base) throw unknownCode(machine, parsed.type, typeName);
  const digits = parsed.type === 'X' ? magnitude.toString(16).toUpperCase() : magnitude.toString(base[0]);
  const sign = signText(parsed, value < 0) + (parsed.alternate ? base[1] : '');
  return pad(parsed, sign, digits, '>', base[0] === 10 ? 3 : 4);
}

function formatCharacter(machine: Machine, parsed: Specification, value: number): string {
  const refused = parsed.sign !== '' ? 'Sign' : parsed.alternate ? 'Alternate form (#)' : null;
  if (refused !== null)
    throw fail(machine, 'ValueError', `${refused} not allowed with integer format specifier 'c'`);
  if (value < 0 || value > 0x10ffff) throw fail(machine, 'OverflowError', '%c arg not in range(0x110000)');
  return pad(parsed, '', String.fromCodePoint(value), '>');
}

/** format(float, specification). */
export function formatFloat(machine: Machine, value: number, specification: string): string {
  if (specification === '') return floatRepr(value);
  const parsed = parse(machine, specification, 'float');
  if (parsed.type !== '' && !'eEfFgGn%'.includes(parsed.type))
    throw unknownCode(machine, parsed.type, 'float');
  return formatParsedFloat(parsed, value);
}

function formatParsedFloat(parsed: Specification, value: number): string {
  const negative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  const digits = Number.isFinite(magnitude)
    ? floatDigits(parsed, magnitude)
    : `${Number.isNaN(value) ? 'nan' : 'inf'}${parsed.type === '%' ? '%' : ''}`;
  const cased = 'EFG'.includes(parsed.type) && parsed.type !== '' ? digits.toUpperCase() : digits;
  return pad(parsed, signText(parsed, negative), cased, '>', 3);
}

/** Digits, which with `#` have a point even where nothing stands behind it. */
function floatDigits(parsed: Specification, value: number): string {
  const digits = plainDigits(parsed, value);
  return parsed.alternate && !digits.includes('.') ? digits.replace(/^\d+/, '$&.') : digits;
}

function plainDigits({ type, precision, alternate }: Specification, value: number): string {
  switch (type) {
    case 'f':
    case 'F':
      return fixedText(value, precision ?? 6);
    case '%':
      return `${fixedText(value * 100, precision ?? 6)}%`;
    case 'e':
    case 'E':
      return exponentialText(value, precision ?? 6);
    case '': {
      if (precision === null) return floatRepr(value);
      const general = generalText(value, precision === 0 ? 1 : precision, alternate);
      // without a type at least one digit stands behind the point
      const exponent = Math.floor(Math.log10(value === 0 ? 1 : value));
      if (general.includes('e')) return general;
      if (general.includes('.')) return general;
      return exponent >= precision - 1 && precision > 0 && value !== 0
        ? exponentialShort(value, precision)
        : `${general}.0`;
    }
    default:
      return generalText(value, precision ?? 6, alternate);
  }
}

function exponentialShort(value: number, precision: number): string {
  return exponentialText(value, precision - 1).replace(/\.?0+e/, 'e');
}

function signText({ sign }: Specification, negative: boolean): string {
  return negative ? '-' : sign.replace('-', '');
}

/** Fills up to the width; digits are grouped first, zeros between sign and digits included. */
function pad(parsed: Specification, sign: string, body: string, usual: string, group = 0): string {
  const { width, fill, grouping } = parsed;
  const align = parsed.align === '' ? usual : parsed.align;
  const grouped = grouping === '' ? body : groupDigits(body, grouping, group);
  if (align === '=' && fill === '0' && grouping !== '') {
    return sign + zeroFilled(body, grouping, group, width - sign.length);
  }
  const missing = Math.max(0, width - codePoints(sign + grouped).length);
  if (align === '=') return sign + fill.repeat(missing) + grouped;
  const left = align === '>' ? missing : align === '^' ? Math.floor(missing / 2) : 0;
  return fill.repeat(left) + sign + grouped + fill.repeat(missing - left);
}

function groupDigits(body: string, separator: string, size: number): string {
  const match = /^([0-9a-fA-F]+)(.*)$/s.exec(body);
  if (!match) return body;
  const [, whole = '', rest = ''] = match;
  const decimal = /^\d+(?=[.e%]|$)/.exec(body)?.[0] ?? whole;
  const tail = decimal === whole ? rest : body.slice(decimal.length);
  const parts: string[] = [];
  for (let end = decimal.length; end > 0; end -= size)
    parts.unshift(decimal.slice(Math.max(0, end - size), end));
  return parts.join(separator) + tail;
}

function zeroFilled(body: string, separator: string, size: number, width: number): string {
  let digits = body;
  for (;;) {
    const grouped = groupDigits(digits, separator, size);
    if (grouped.length >= width) return grouped;
    digits = `0${digits}`;
  }
}

function unknownCode(machine: Machine, type: string, typeName: string): Error {
  return fail(machine, 'ValueError', `Unknown format code '${type}' for object of type '${typeName}'`);
}
