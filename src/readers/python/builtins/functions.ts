/** The remaining builtin functions: numbers, texts, and everything that reaches outside and therefore gives an unknown. */
import { hash } from '../evaluate/compare';
import { format } from '../evaluate/format';
import { indexOf, toIndex } from '../evaluate/indices';
import { codePoints } from '../evaluate/iterate';
import { binary } from '../evaluate/operators';
import { asciiRepr, repr } from '../evaluate/repr';
import { callSpecial } from '../evaluate/special';
import { divideWhole, powerModulo, wholeOf } from '../values/bigint';
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import { roundTo } from '../values/floatText';
import type { Machine } from '../values/machine';
import { float, int, none, openBuiltin, str, tuple } from '../values/make';
import type { BuiltinValue, Value } from '../values/value';
import { counted, countedOpen, textOf, wholeArgument } from './checks';
import { lengthOf } from './length';
import { native } from './native';

/** Builtin functions of this file by name. */
export const plainFunctions: readonly BuiltinValue[] = [
  countedOpen('len', 1, 1, (machine, value = none) => lengthOf(machine, value)),
  counted('abs', 1, 1, abs),
  native('round', 'number, ndigits=None', round),
  counted('divmod', 2, 2, (machine, left = none, right = none) => divmod(machine, left, right)),
  native('pow', 'base, exp, mod=None', pow),
  counted('repr', 1, 1, (machine, value = none) => str(repr(machine, value))),
  counted('ascii', 1, 1, (machine, value = none) => str(asciiRepr(machine, value))),
  counted('format', 1, 2, (machine, value = none, specification = str('')) =>
    str(format(machine, value, textOf(machine, specification, 'format() argument 2'))),
  ),
  counted('hash', 1, 1, (machine, value = none) => hash(machine, value)),
  counted('chr', 1, 1, (machine, value = none) => {
    const point = toIndex(machine, value);
    if (point < 0 || point > 0x10ffff) throw fail(machine, 'ValueError', 'chr() arg not in range(0x110000)');
    return str(String.fromCodePoint(point));
  }),
  counted('ord', 1, 1, ord),
  counted('bin', 1, 1, (machine, value = none) => based(machine, value, 2, '0b')),
  counted('oct', 1, 1, (machine, value = none) => based(machine, value, 8, '0o')),
  counted('hex', 1, 1, (machine, value = none) => based(machine, value, 16, '0x')),
  openBuiltin('print', () => none),
  openBuiltin('breakpoint', () => none),
];

/** Builtins that reach outside or run text as code, and why they are not done. */
export const refusedFunctions: readonly BuiltinValue[] = [
  refused('open', 'effect', 'Files are not opened.'),
  refused('input', 'effect', 'Nobody is asked for input.'),
  refused('exec', 'dynamic', 'Text is not run as code.'),
  refused('compile', 'dynamic', 'Text is not compiled.'),
  refused('__import__', 'dynamic', 'Modules are imported by import statements only.'),
  refused('memoryview', 'unsupported', 'memoryview is not supported.'),
  refused('bytearray', 'unsupported', 'bytearray is not supported.'),
  refused('help', 'effect', 'There is no help here.'),
  refused('exit', 'effect', 'The program is not run.'),
  refused('quit', 'effect', 'The program is not run.'),
];

/** A function whose every call is an unknown with a reason. */
export function refused(
  name: string,
  reason: 'effect' | 'dynamic' | 'unsupported',
  message: string,
): BuiltinValue {
  return openBuiltin(name, (machine) => machine.unknown(reason, message, name));
}

function abs(machine: Machine, value: Value = none): Value {
  const plain = unwrap(value);
  if (plain.kind === 'int') return int(plain.value < 0 ? -plain.value : plain.value);
  if (plain.kind === 'bool') return int(plain.value ? 1 : 0);
  if (plain.kind === 'float') return float(Math.abs(plain.value));
  const own = callSpecial(machine, value, '__abs__', []);
  if (own !== undefined) return own;
  throw fail(machine, 'TypeError', `bad operand type for abs(): '${classOf(value).name}'`);
}

function round(machine: Machine, value: Value = none, digits: Value = none): Value {
  const plain = unwrap(value);
  const places = digits.kind === 'none' ? null : toIndex(machine, digits);
  if (plain.kind === 'float') {
    if (places !== null) return float(roundTo(plain.value, places));
    return wholeOf(machine, Number.isFinite(plain.value) ? roundTo(plain.value, 0) : plain.value);
  }
  if (plain.kind === 'int' || plain.kind === 'bool') {
    const whole = BigInt(plain.value);
    if (places === null || places >= 0) return int(whole);
    const unit = 10n ** BigInt(Math.min(-places, 5000));
    const { quotient, remainder } = divideWhole(machine, whole, unit);
    const [floor, doubled] = [BigInt(quotient.value), BigInt(remainder.value) * 2n];
    const up = doubled > unit || (doubled === unit && floor % 2n !== 0n);
    return int((up ? floor + 1n : floor) * unit);
  }
  const own = callSpecial(machine, value, '__round__', digits.kind === 'none' ? [] : [digits]);
  if (own !== undefined) return own;
  throw fail(machine, 'TypeError', `type ${classOf(value).name} doesn't define __round__ method`);
}

function divmod(machine: Machine, left: Value, right: Value): Value {
  const own = callSpecial(machine, left, '__divmod__', [right]);
  if (own !== undefined) return own;
  const numeric = (value: Value): boolean => ['int', 'float', 'bool', 'host'].includes(unwrap(value).kind);
  const reflected = callSpecial(machine, right, '__rdivmod__', [left]);
  if (reflected !== undefined) return reflected;
  for (const side of [left, right])
    if (side.kind === 'instance' && side.cls.unknownBase) return side.cls.unknownBase;
  if (!numeric(left) || !numeric(right)) {
    const names = `'${classOf(left).name}' and '${classOf(right).name}'`;
    throw fail(machine, 'TypeError', `unsupported operand type(s) for divmod(): ${names}`);
  }
  return tuple([binary(machine, 'FloorDiv', left, right), binary(machine, 'Mod', left, right)]);
}

function pow(machine: Machine, base: Value = none, exponent: Value = none, modulus: Value = none): Value {
  if (modulus.kind === 'none') return binary(machine, 'Pow', base, exponent);
  const own = callSpecial(machine, base, '__pow__', [exponent, modulus]);
  if (own !== undefined) return own;
  if ([base, exponent, modulus].some((value) => indexOf(machine, value) === undefined)) {
    const names = [base, exponent, modulus].map((value) => `'${classOf(value).name}'`).join(', ');
    throw fail(machine, 'TypeError', `unsupported operand type(s) for ** or pow(): ${names}`);
  }
  const [b, e, m] = [base, exponent, modulus].map((value) => wholeArgument(machine, value));
  if (m === 0 || m === undefined) throw fail(machine, 'ValueError', 'pow() 3rd argument cannot be 0');
  if (e !== undefined && e < 0) return powerModulo(machine, inverse(machine, b ?? 0, m), -e, m);
  return powerModulo(machine, b ?? 0, e ?? 0, m);
}

/** The number that base times it leaves 1, by Euclid's extended algorithm. */
function inverse(machine: Machine, base: number | bigint, modulus: number | bigint): bigint {
  const size = BigInt(modulus) < 0n ? -BigInt(modulus) : BigInt(modulus);
  let [a, b, x, y] = [((BigInt(base) % size) + size) % size, size, 1n, 0n];
  while (b !== 0n) {
    machine.step();
    const quotient = a / b;
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n) throw fail(machine, 'ValueError', 'base is not invertible for the given modulus');
  return ((x % size) + size) % size;
}

function ord(machine: Machine, value: Value = none): Value {
  const plain = unwrap(value);
  if (plain.kind !== 'str' && plain.kind !== 'bytes') {
    throw fail(machine, 'TypeError', `ord() expected string of length 1, but ${classOf(value).name} found`);
  }
  const points = codePoints(plain.value);
  if (points.length !== 1) {
    throw fail(
      machine,
      'TypeError',
      `ord() expected a character, but string of length ${points.length} found`,
    );
  }
  return int(points[0]?.codePointAt(0) ?? 0);
}

function based(machine: Machine, value: Value, base: number, prefix: string): Value {
  const whole = indexOf(machine, value);
  if (whole === undefined) {
    throw fail(machine, 'TypeError', `'${classOf(value).name}' object cannot be interpreted as an integer`);
  }
  const magnitude = whole < 0 ? -whole : whole;
  return str(`${whole < 0 ? '-' : ''}${prefix}${magnitude.toString(base)}`);
}
