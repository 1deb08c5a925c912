/** int, float and bool: constructors and methods. */
import { format } from '../evaluate/format';
import { indexOf, toIndex } from '../evaluate/indices';
import { callSpecial, isTrue, special, truth } from '../evaluate/special';
import { repr, textRepr } from '../evaluate/repr';
import { bitLength, wholeOf } from '../values/bigint';
import { builtinClasses, classOf, instanceOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import { floatRepr, rational } from '../values/floatText';
import type { Machine } from '../values/machine';
import { bool, bytes, float, int, no, none, openBuiltin, str, tuple } from '../values/make';
import { Encountered } from '../values/unknown';
import type { BuiltinValue, ClassValue, Value } from '../values/value';
import { addMethods, keyword, numberOf, textOf } from './checks';
import { native } from './native';

/** Puts constructors and methods in place; done once, when the builtins are loaded. */
export function addNumberMethods(): void {
  builtinClasses.int.attributes.set(
    '__new__',
    constructor(builtinClasses.int, (machine, [value, base], keywords) =>
      value === undefined ? int(0) : toInt(machine, value, base ?? keyword(keywords, 'base')),
    ),
  );
  builtinClasses.float.attributes.set(
    '__new__',
    constructor(builtinClasses.float, (machine, [value]) =>
      value === undefined ? float(0) : float(toFloatValue(machine, value)),
    ),
  );
  builtinClasses.bool.attributes.set(
    '__new__',
    openBuiltin('__new__', (machine, [, value]) => (value === undefined ? no : truth(machine, value))),
  );
  addMethods(builtinClasses.int, [
    [
      'bit_length',
      0,
      0,
      (_, self = none) => int(self.kind === 'bool' ? Number(self.value) : exactBits(self)),
    ],
    ['conjugate', 0, 0, (_, self = none) => self],
    ['as_integer_ratio', 0, 0, (_, self = none) => tuple([self, int(1)])],
    ['__trunc__', 0, 0, (_, self = none) => self],
    ['__round__', 0, 1, (_, self = none) => self],
    [
      'bit_count',
      0,
      0,
      (machine, self = none) => {
        const whole = BigInt(indexOf(machine, self) ?? 0);
        return int((whole < 0n ? -whole : whole).toString(2).replaceAll('0', '').length);
      },
    ],
    [
      '__format__',
      1,
      1,
      (machine, self = none, specification = none) =>
        str(format(machine, self, textOf(machine, specification, 'format'))),
    ],
  ]);
  builtinClasses.int.attributes.set(
    'to_bytes',
    native('to_bytes', 'self, length=1, byteorder="big", *, signed=False', toBytes, {
      binds: true,
      owner: 'int',
    }),
  );
  addFloatMethods();
}

function addFloatMethods(): void {
  addMethods(builtinClasses.float, [
    ['is_integer', 0, 0, (machine, self = none) => bool(Number.isInteger(numberOf(machine, self)))],
    ['conjugate', 0, 0, (_, self = none) => self],
    ['hex', 0, 0, (machine, self = none) => str(hexadecimal(numberOf(machine, self)))],
    ['__floor__', 0, 0, (machine, self = none) => wholeOf(machine, Math.floor(numberOf(machine, self)))],
    ['__ceil__', 0, 0, (machine, self = none) => wholeOf(machine, Math.ceil(numberOf(machine, self)))],
    [
      '__round__',
      0,
      1,
      (machine, ...given) => machine.call(machine.getAttribute(machine.builtins, 'round'), given),
    ],
    ['as_integer_ratio', 0, 0, (machine, self = none) => ratio(machine, numberOf(machine, self))],
    ['__trunc__', 0, 0, (machine, self = none) => wholeOf(machine, numberOf(machine, self))],
    [
      '__format__',
      1,
      1,
      (machine, self = none, specification = none) =>
        str(format(machine, self, textOf(machine, specification, 'format'))),
    ],
  ]);
}

/** A constructor of an immutable type: subclasses get an instance that holds the value. */
function constructor(cls: ClassValue, make: BuiltinValue['call']): BuiltinValue {
  return openBuiltin('__new__', (machine, [asked = none, ...args], keywords) => {
    const unknown = args.find(({ kind }) => kind === 'unknown');
    if (unknown) return unknown;
    const value = make(machine, args, keywords);
    return asked === cls || asked.kind !== 'class' ? value : instanceOf(asked, value, machine.here());
  });
}

function exactBits(value: Value): number {
  if (value.kind !== 'int') return 0;
  if (typeof value.value === 'number') return bitLength(value.value);
  const magnitude = value.value < 0n ? -value.value : value.value;
  return magnitude.toString(2).length;
}

function toBytes(
  machine: Machine,
  self: Value = none,
  length: Value = none,
  order: Value = none,
  signed: Value = no,
): Value {
  let rest = BigInt(indexOf(machine, unwrap(self)) ?? 0);
  const count = toIndex(machine, length);
  if (count < 0) throw fail(machine, 'ValueError', 'length argument must be non-negative');
  const hasSign = isTrue(machine, signed);
  if (rest < 0n && !hasSign) throw fail(machine, 'OverflowError', "can't convert negative int to unsigned");
  const bits = (rest < 0n ? -rest - 1n : rest).toString(2).replace(/^0$/, '').length + (hasSign ? 1 : 0);
  if (bits > 8 * count && (rest !== 0n || count > 0))
    throw fail(machine, 'OverflowError', 'int too big to convert');
  machine.allocate(count, 'bytes');
  const digits: string[] = [];
  for (let index = 0; index < count; index += 1) {
    digits.push(String.fromCharCode(Number(rest & 255n)));
    rest >>= 8n;
  }
  return bytes((order.kind === 'str' && order.value === 'little' ? digits : digits.reverse()).join(''));
}

/** Sign, one digit, thirteen behind the point, and the exponent of two, as float.hex() writes it. */
function hexadecimal(value: number): string {
  if (!Number.isFinite(value)) return floatRepr(value);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const sign = bits >> 63n === 1n ? '-' : '';
  if (value === 0) return `${sign}0x0.0p+0`;
  const exponent = Math.max(1, field) - 1023;
  const digits = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  return `${sign}0x${field === 0 ? 0 : 1}.${digits}p${exponent < 0 ? '' : '+'}${exponent}`;
}

function ratio(machine: Machine, value: number): Value {
  if (!Number.isFinite(value))
    throw fail(
      machine,
      Number.isNaN(value) ? 'ValueError' : 'OverflowError',
      'cannot convert to integer ratio',
    );
  const { numerator, denominator } = rational(Math.abs(value));
  return tuple([int(value < 0 ? -numerator : numerator), int(denominator)]);
}

/** int(value) and int(text, base). */
export function toInt(machine: Machine, value: Value, base: Value): Value {
  const plain = unwrap(value);
  if (base.kind !== 'none') {
    if (plain.kind !== 'str')
      throw fail(machine, 'TypeError', "int() can't convert non-string with explicit base");
    const radix = toIndex(machine, base);
    if (radix !== 0 && (radix < 2 || radix > 36))
      throw fail(machine, 'ValueError', 'int() base must be >= 2 and <= 36, or 0');
    return parseInteger(machine, plain.value, radix);
  }
  switch (plain.kind) {
    case 'int':
      return plain;
    case 'bool':
      return int(plain.value ? 1 : 0);
    case 'float':
      return wholeOf(machine, plain.value);
    case 'str':
    case 'bytes':
      return parseInteger(machine, plain.value, 10);
    case 'unknown':
      throw new Encountered(plain);
    default:
      break;
  }
  const own =
    callSpecial(machine, value, '__int__', []) ??
    callSpecial(machine, value, '__index__', []) ??
    callSpecial(machine, value, '__trunc__', []) ??
    (value.kind === 'host' ? value.host.toNumber?.(machine) : undefined);
  if (own !== undefined) return own.kind === 'int' ? own : toInt(machine, own, none);
  const name = classOf(value).name;
  const message = `int() argument must be a string, a bytes-like object or a real number, not '${name}'`;
  throw fail(machine, 'TypeError', message);
}

const prefixes: Readonly<Partial<Record<string, number>>> = { '0x': 16, '0o': 8, '0b': 2 };

function parseInteger(machine: Machine, text: string, base: number): Value {
  const trimmed = text.trim();
  const match = /^([-+]?)(0[xXoObB])?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/.exec(trimmed);
  const [, sign = '', prefix = '', written = ''] = match ?? [];
  const declared = prefixes[prefix.toLowerCase()];
  const radix = base === 0 ? (declared ?? 10) : base;
  const body = (declared !== undefined && declared === radix ? '' : prefix) + written;
  const digits = body.replaceAll('_', '').toLowerCase();
  const valid =
    match !== null && digits !== '' && Array.from(digits).every((digit) => parseInt(digit, 36) < radix);
  if (!valid) {
    throw fail(machine, 'ValueError', `invalid literal for int() with base ${base}: ${textRepr(text)}`);
  }
  machine.allocate(digits.length, 'digits');
  if (digits.length > 4300) {
    throw fail(
      machine,
      'ValueError',
      `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  let value = 0n;
  if (radix === 10) value = BigInt(digits);
  else for (const digit of digits) value = value * BigInt(radix) + BigInt(parseInt(digit, 36));
  return int(sign === '-' ? -value : value);
}

/** float(value) as a number. */
export function toFloatValue(machine: Machine, value: Value): number {
  const plain = unwrap(value);
  if (plain.kind === 'str') {
    const text = plain.value.trim().replace(/(?<=\d)_(?=\d)/g, '');
    const special = /^([-+]?)(inf|infinity|nan)$/i.exec(text);
    if (special) {
      const magnitude = /nan/i.test(special[2] ?? '') ? NaN : Infinity;
      return special[1] === '-' ? -magnitude : magnitude;
    }
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
    throw fail(machine, 'ValueError', `could not convert string to float: ${repr(machine, plain)}`);
  }
  const numeric =
    plain.kind === 'int' || plain.kind === 'float' || plain.kind === 'bool' || plain.kind === 'unknown';
  if (!numeric && value.kind !== 'instance' && value.kind !== 'host') {
    const name = classOf(value).name;
    throw fail(machine, 'TypeError', `float() argument must be a string or a real number, not '${name}'`);
  }
  try {
    return numberOf(machine, value);
  } catch (error) {
    if (value.kind !== 'instance' || special(value, '__float__') || special(value, '__index__')) throw error;
    const name = classOf(value).name;
    throw fail(machine, 'TypeError', `float() argument must be a string or a real number, not '${name}'`);
  }
}
