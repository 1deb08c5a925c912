/** The math module. */
import { toFloatValue } from '../builtins/numbers';
import { counted, numberOf, wholeArgument, type Body } from '../builtins/checks';
import { native } from '../builtins/native';
import { iterate } from '../evaluate/iterate';
import { binary } from '../evaluate/operators';
import { callSpecial } from '../evaluate/special';
import type { BuiltinModule } from '../read/moduleTable';
import { power, wholeOf } from '../values/bigint';
import { unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, float, int, none, tuple } from '../values/make';
import type { BuiltinValue, Value } from '../values/value';
import { erf, erfc } from '../../../tensor/erf';
import { floatParts } from './floatParts';
import { gamma, logGamma } from './gamma';

/** Functions of one number whose result is NaN only outside their domain. */
const simple: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  fabs: Math.abs,
  cbrt: Math.cbrt,
  exp2: (x) => 2 ** x,
  degrees: (x) => x * (180 / Math.PI),
  radians: (x) => x * (Math.PI / 180),
  erf,
  erfc,
  gamma,
  lgamma: logGamma,
};

export const mathModule: BuiltinModule = {
  values: () => [
    ['pi', float(Math.PI)],
    ['e', float(Math.E)],
    ['tau', float(2 * Math.PI)],
    ['inf', float(Infinity)],
    ['nan', float(NaN)],
    ...Object.entries(simple).map(
      ([name, compute]) => [name, counted(name, 1, 1, checked(compute))] as const,
    ),
    ...[...others, ...floatParts].map((entry) => [entry.name, entry] as const),
  ],
};

/** Refuses arguments outside the domain and results beyond the range. */
function checked(compute: (x: number) => number): Body {
  return (machine, value = none) => {
    const x = numberOf(machine, value);
    const result = compute(x);
    if (Number.isNaN(result) && !Number.isNaN(x)) throw fail(machine, 'ValueError', 'math domain error');
    if (!Number.isFinite(result) && Number.isFinite(x)) {
      throw Math.abs(x) <= 1
        ? fail(machine, 'ValueError', 'math domain error')
        : fail(machine, 'OverflowError', 'math range error');
    }
    return float(result);
  };
}

function logarithm(machine: Machine, value: Value, natural: (x: number) => number, perBit: number): number {
  const plain = unwrap(value);
  if (plain.kind === 'int' && plain.value > 0 && Number(plain.value) === Infinity) {
    const whole = BigInt(plain.value);
    const bits = whole.toString(2).length;
    return natural(Number(whole >> BigInt(bits - 64)) / 2 ** 64) + bits * perBit;
  }
  const x = numberOf(machine, value);
  if (x <= 0) throw fail(machine, 'ValueError', 'math domain error');
  return natural(x);
}

function rounding(name: 'floor' | 'ceil' | 'trunc', compute: (x: number) => number): BuiltinValue {
  return counted(name, 1, 1, (machine, value = none) => {
    const plain = unwrap(value);
    if (plain.kind === 'int') return plain;
    const own = callSpecial(machine, value, `__${name}__`, []);
    return own ?? wholeOf(machine, compute(numberOf(machine, value)));
  });
}

const others: readonly BuiltinValue[] = [
  rounding('floor', Math.floor),
  rounding('ceil', Math.ceil),
  rounding('trunc', Math.trunc),
  counted('log', 1, 2, (machine, value: Value = none, base?: Value) => {
    const top = logarithm(machine, value, Math.log, Math.LN2);
    if (base === undefined) return float(top);
    const bottom = logarithm(machine, base, Math.log, Math.LN2);
    if (bottom === 0) throw fail(machine, 'ZeroDivisionError', 'float division by zero');
    return float(top / bottom);
  }),
  counted('log2', 1, 1, (machine, value = none) => float(logarithm(machine, value, Math.log2, 1))),
  counted('log10', 1, 1, (machine, value = none) =>
    float(logarithm(machine, value, Math.log10, Math.log10(2))),
  ),
  counted('pow', 2, 2, (machine, x = none, y = none) =>
    binary(machine, 'Pow', float(numberOf(machine, x)), float(numberOf(machine, y))),
  ),
  counted('atan2', 2, 2, (machine, y = none, x = none) =>
    float(Math.atan2(numberOf(machine, y), numberOf(machine, x))),
  ),
  counted('hypot', 0, 99, (machine, ...sides) =>
    float(Math.hypot(...sides.map((side) => numberOf(machine, side)))),
  ),
  counted('copysign', 2, 2, (machine, x = none, y = none) => {
    const sign = numberOf(machine, y);
    const magnitude = Math.abs(numberOf(machine, x));
    return float(sign < 0 || Object.is(sign, -0) ? -magnitude : magnitude);
  }),
  counted('fmod', 2, 2, (machine, x = none, y = none) => {
    const divisor = numberOf(machine, y);
    if (divisor === 0) throw fail(machine, 'ValueError', 'math domain error');
    return float(numberOf(machine, x) % divisor);
  }),
  counted('modf', 1, 1, (machine, value = none) => {
    const x = numberOf(machine, value);
    return tuple([float(x - Math.trunc(x)), float(Math.trunc(x))]);
  }),
  counted('isnan', 1, 1, (machine, value = none) => bool(Number.isNaN(numberOf(machine, value)))),
  counted('isinf', 1, 1, (machine, value = none) => bool(Math.abs(numberOf(machine, value)) === Infinity)),
  counted('isfinite', 1, 1, (machine, value = none) => bool(Number.isFinite(numberOf(machine, value)))),
  counted('isqrt', 1, 1, (machine, value = none) =>
    int(integerRoot(machine, BigInt(wholeArgument(machine, value)))),
  ),
  counted('factorial', 1, 1, (machine, value = none) => factorial(machine, value)),
  counted('gcd', 0, 99, (machine, ...values) =>
    int(values.map((value) => BigInt(wholeArgument(machine, value))).reduce(greatestDivisor, 0n)),
  ),
  counted('lcm', 0, 99, (machine, ...values) =>
    int(
      values
        .map((value) => BigInt(wholeArgument(machine, value)))
        .reduce((a, b) => (a === 0n || b === 0n ? 0n : magnitude(a * b) / greatestDivisor(a, b)), 1n),
    ),
  ),
  counted('comb', 2, 2, (machine, n = none, k = none) => combinations(machine, n, k)),
  counted('perm', 1, 2, (machine, n: Value = none, k?: Value) => permutations(machine, n, k ?? n)),
  native('prod', 'iterable, /, *, start=1', (machine, values = none, start = none) => {
    let product = start;
    const iteration = iterate(machine, values);
    for (let item = iteration.next(); item !== undefined; item = iteration.next())
      product = binary(machine, 'Mult', product, item);
    return product;
  }),
  native(
    'isclose',
    'a, b, *, rel_tol=1e-09, abs_tol=0.0',
    (machine, a = none, b = none, relative = none, absolute = none) => {
      const [x, y] = [numberOf(machine, a), numberOf(machine, b)];
      if (toFloatValue(machine, relative) < 0 || toFloatValue(machine, absolute) < 0)
        throw fail(machine, 'ValueError', 'tolerances must be non-negative');
      if (x === y) return bool(true);
      if (!Number.isFinite(x) || !Number.isFinite(y)) return bool(false);
      const limit = Math.max(
        toFloatValue(machine, relative) * Math.max(Math.abs(x), Math.abs(y)),
        toFloatValue(machine, absolute),
      );
      return bool(Math.abs(x - y) <= limit);
    },
  ),
  counted('fsum', 1, 1, (machine, values = none) => {
    // exact: every partial sum is kept apart from what it rounds off
    let partials: number[] = [];
    const iteration = iterate(machine, values);
    for (let item = iteration.next(); item !== undefined; item = iteration.next())
      partials = addPartial(partials, numberOf(machine, item));
    return float(partials.reduceRight((sum, part) => sum + part, 0));
  }),
  counted('dist', 2, 2, (machine, p = none, q = none) => {
    const [a, b] = [p, q].map((point) =>
      point.kind === 'tuple' || point.kind === 'list' ? point.items.map((x) => numberOf(machine, x)) : [],
    );
    return float(Math.hypot(...(a ?? []).map((x, index) => x - (b?.[index] ?? 0))));
  }),
];

function addPartial(partials: readonly number[], value: number): number[] {
  const kept: number[] = [];
  let x = value;
  for (const part of partials) {
    const [large, small] = Math.abs(x) < Math.abs(part) ? [part, x] : [x, part];
    const sum = large + small;
    const rest = small - (sum - large);
    if (rest !== 0) kept.push(rest);
    x = sum;
  }
  kept.push(x);
  return kept;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function integerRoot(machine: Machine, value: bigint): bigint {
  if (value < 0n) throw fail(machine, 'ValueError', 'isqrt() argument must be nonnegative');
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function factorial(machine: Machine, value: Value): Value {
  const n = Number(wholeArgument(machine, value));
  if (n < 0) throw fail(machine, 'ValueError', 'factorial() not defined for negative values');
  return permutations(machine, int(n), int(n));
}

function permutations(machine: Machine, n: Value, k: Value): Value {
  const [top, count] = [Number(wholeArgument(machine, n)), Number(wholeArgument(machine, k))];
  if (top < 0 || count < 0)
    throw fail(machine, 'ValueError', `${top < 0 ? 'n' : 'k'} must be a non-negative integer`);
  power(machine, Math.max(2, top), Math.min(top, count));
  let product: Value = int(1);
  for (let index = 0; index < count; index += 1) product = binary(machine, 'Mult', product, int(top - index));
  return product;
}

function combinations(machine: Machine, n: Value, k: Value): Value {
  const [top, count] = [Number(wholeArgument(machine, n)), Number(wholeArgument(machine, k))];
  if (top < 0 || count < 0)
    throw fail(machine, 'ValueError', `${top < 0 ? 'n' : 'k'} must be a non-negative integer`);
  const few = int(Math.min(count, top - count));
  if (count > top) return int(0);
  return binary(machine, 'FloorDiv', permutations(machine, n, few), factorial(machine, few));
}
