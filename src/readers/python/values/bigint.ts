/** Exact integers: numbers as long as they are exact, bigints beyond, with a limit on their length. */
import { fail } from './exceptions';
import type { Machine } from './machine';
import { int } from './make';
import type { IntValue } from './value';

type Whole = number | bigint;

/** Bits that a whole number takes, roughly. */
export function bitLength(value: Whole): number {
  if (typeof value === 'number') return value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
  const magnitude = value < 0n ? -value : value;
  return magnitude.toString(16).length * 4;
}

/** Bits of a result that cost one step: a product of many takes longer than their number says. */
const bitsPerStep = 64;

/** Refuses an integer that would be too long before it is computed. */
export function reserveBits(machine: Machine, bits: number): void {
  if (bits > machine.limits.bits) {
    throw fail(
      machine,
      'MemoryError',
      `an integer of ${Math.round(bits)} bits is over the limit of ${machine.limits.bits}`,
    );
  }
  machine.step(Math.ceil(bits / bitsPerStep));
}

export function add(left: Whole, right: Whole): IntValue {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return int(sum);
  }
  return int(BigInt(left) + BigInt(right));
}

export function subtract(left: Whole, right: Whole): IntValue {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return int(difference);
  }
  return int(BigInt(left) - BigInt(right));
}

export function multiply(machine: Machine, left: Whole, right: Whole): IntValue {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(product)) return int(product);
  }
  reserveBits(machine, bitLength(left) + bitLength(right));
  return int(BigInt(left) * BigInt(right));
}

/** Division rounded down, and what remains with the sign of the divisor. */
export function divideWhole(
  machine: Machine,
  left: Whole,
  right: Whole,
): { quotient: IntValue; remainder: IntValue } {
  if (right === 0) throw fail(machine, 'ZeroDivisionError', 'integer division or modulo by zero');
  if (typeof left === 'number' && typeof right === 'number') {
    const rest = left % right;
    const remainder = rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest;
    return { quotient: int((left - remainder) / right), remainder: int(remainder) };
  }
  const [dividend, divisor] = [BigInt(left), BigInt(right)];
  const rest = dividend % divisor;
  const remainder = rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest;
  return { quotient: int((dividend - remainder) / divisor), remainder: int(remainder) };
}

/** Division as a float, rounded once: also for integers that no float holds. */
export function divideTrue(machine: Machine, left: Whole, right: Whole): number {
  if (right === 0) throw fail(machine, 'ZeroDivisionError', 'division by zero');
  if (typeof left === 'number' && typeof right === 'number') return left / right;
  const [dividend, divisor] = [BigInt(left), BigInt(right)];
  const shift = Math.max(0, bitLength(right) - bitLength(left) + 66);
  const negative = dividend < 0n !== divisor < 0n;
  const [top, bottom] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const scaled = (top << BigInt(shift)) / bottom;
  const sticky = (top << BigInt(shift)) % bottom === 0n ? 0n : 1n;
  const value =
    Number((scaled << 1n) | sticky) / 2 ** Math.min(shift + 1, 1000) / 2 ** Math.max(0, shift + 1 - 1000);
  if (!Number.isFinite(value))
    throw fail(machine, 'OverflowError', 'integer division result too large for a float');
  return negative ? -value : value;
}

/** base ** exponent for an exponent of 0 or more. */
export function power(machine: Machine, base: Whole, exponent: Whole): IntValue {
  const magnitude = typeof base === 'number' ? Math.abs(base) : 2;
  if (magnitude <= 1) {
    if (exponent === 0) return int(1);
    return int(magnitude === 0 ? 0 : base === 1 || BigInt(exponent) % 2n === 0n ? 1 : -1);
  }
  if (typeof base === 'number' && typeof exponent === 'number') {
    const result = base ** exponent;
    if (Number.isSafeInteger(result)) return int(result);
  }
  reserveBits(machine, bitLength(base) * Number(exponent));
  return int(BigInt(base) ** BigInt(exponent));
}

/** base ** exponent modulo a number other than 0, by squaring. */
export function powerModulo(machine: Machine, base: Whole, exponent: Whole, modulus: Whole): IntValue {
  const divisor = BigInt(modulus);
  let result = 1n;
  let square = BigInt(base) % divisor;
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    machine.step(1 + bitLength(modulus) / 64);
    if (rest & 1n) result = (result * square) % divisor;
    square = (square * square) % divisor;
  }
  return divideWhole(machine, result, modulus).remainder;
}

export function shiftLeft(machine: Machine, value: Whole, by: Whole): IntValue {
  if (by < 0) throw fail(machine, 'ValueError', 'negative shift count');
  if (value === 0) return int(0);
  reserveBits(machine, bitLength(value) + Number(by));
  return int(BigInt(value) << BigInt(by));
}

export function shiftRight(machine: Machine, value: Whole, by: Whole): IntValue {
  if (by < 0) throw fail(machine, 'ValueError', 'negative shift count');
  if (by > 1 << 24) return int(value < 0 ? -1 : 0);
  return int(BigInt(value) >> BigInt(by));
}

/** and, or, xor on two's complement of any length. */
export function bitwise(operator: 'BitAnd' | 'BitOr' | 'BitXor', left: Whole, right: Whole): IntValue {
  const [a, b] = [BigInt(left), BigInt(right)];
  if (typeof left === 'number' && typeof right === 'number' && (left | 0) === left && (right | 0) === right) {
    return int(operator === 'BitAnd' ? left & right : operator === 'BitOr' ? left | right : left ^ right);
  }
  return int(operator === 'BitAnd' ? a & b : operator === 'BitOr' ? a | b : a ^ b);
}

/** The float nearest to an integer; OverflowError where there is none. */
export function toFloat(machine: Machine, value: Whole): number {
  const number = Number(value);
  if (!Number.isFinite(number)) throw fail(machine, 'OverflowError', 'int too large to convert to float');
  return number;
}

/** A float without its fraction as an integer of any size. */
export function wholeOf(machine: Machine, value: number): IntValue {
  if (Number.isNaN(value)) throw fail(machine, 'ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value))
    throw fail(machine, 'OverflowError', 'cannot convert float infinity to integer');
  const whole = Math.trunc(value);
  return Number.isSafeInteger(whole) ? int(whole + 0) : int(BigInt(whole));
}
