/** Functions of the math module that take floats apart: mantissa and exponent, neighbours, the IEEE remainder. All are exact or rounded once. */
import { counted, numberOf, wholeArgument } from '../builtins/checks';
import { fail } from '../values/exceptions';
import { float, int, none, tuple } from '../values/make';
import type { BuiltinValue } from '../values/value';

const smallest = 5e-324;

/** The exponent field of the eleven bits behind the sign. */
function exponentField(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return (view.getUint16(0) >> 4) & 0x7ff;
}

function unitInLastPlace(x: number): number {
  if (!Number.isFinite(x)) return Math.abs(x);
  return 2 ** (Math.max(1, exponentField(x)) - 1075);
}

function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? smallest : -smallest;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (y > x === x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** A mantissa from 0.5 to 1 and the exponent of the power of two that it is multiplied by. */
function takeApart(x: number): readonly [mantissa: number, exponent: number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  const field = exponentField(x);
  if (field === 0) {
    const [mantissa, exponent] = takeApart(x * 2 ** 54);
    return [mantissa, exponent - 54];
  }
  const half = Math.trunc((1022 - field) / 2); // 2^1022 / 2^field may be beyond the range of floats
  return [x * 2 ** half * 2 ** (1022 - field - half), field - 1022];
}

/** x · 2^by; infinite beyond the range. */
function scaled(x: number, by: number): number {
  const [mantissa, exponent] = takeApart(x);
  if (mantissa === 0 || !Number.isFinite(mantissa)) return mantissa;
  const total = exponent + by;
  if (total > 1024) return mantissa * Infinity;
  return total > 1023 ? mantissa * 2 * 2 ** 1023 : mantissa * 2 ** Math.max(total, -1075);
}

/** x less the nearest multiple of y, of two equally near the even one (IEEE 754 remainder). */
function remainder(x: number, y: number): number {
  if (!Number.isFinite(y)) return Number.isNaN(y) ? NaN : x;
  const [dividend, divisor] = [Math.abs(x), Math.abs(y)];
  const rest = dividend % divisor;
  const other = divisor - rest;
  const halfway = rest - 2 * ((0.5 * (dividend - rest)) % divisor);
  const nearest = rest < other ? rest : rest > other ? -other : halfway;
  return x < 0 || Object.is(x, -0) ? -nearest : nearest;
}

export const floatParts: readonly BuiltinValue[] = [
  counted('ulp', 1, 1, (machine, value = none) => float(unitInLastPlace(numberOf(machine, value)))),
  counted('nextafter', 2, 2, (machine, x = none, y = none) =>
    float(nextAfter(numberOf(machine, x), numberOf(machine, y))),
  ),
  counted('frexp', 1, 1, (machine, value = none) => {
    const [mantissa, exponent] = takeApart(numberOf(machine, value));
    return tuple([float(mantissa), int(exponent)]);
  }),
  counted('ldexp', 2, 2, (machine, value = none, by = none) => {
    const x = numberOf(machine, value);
    const result = scaled(x, Number(wholeArgument(machine, by)));
    if (Number.isFinite(x) && !Number.isFinite(result))
      throw fail(machine, 'OverflowError', 'math range error');
    return float(result);
  }),
  counted('remainder', 2, 2, (machine, x = none, y = none) => {
    const [dividend, divisor] = [numberOf(machine, x), numberOf(machine, y)];
    const result = remainder(dividend, divisor);
    if (Number.isNaN(result) && !Number.isNaN(dividend) && !Number.isNaN(divisor))
      throw fail(machine, 'ValueError', 'math domain error');
    return float(result);
  }),
];
