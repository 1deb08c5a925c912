/** Operators on two integers and on two floats. */
import type { BinaryOperator } from '../parse/syntax';
import {
  add,
  bitwise,
  divideTrue,
  divideWhole,
  multiply,
  power,
  shiftLeft,
  shiftRight,
  subtract,
  toFloat,
} from '../values/bigint';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { float } from '../values/make';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';

type Whole = number | bigint;

/** left op right; undefined where integers have no such operator. */
export function integerOperation(
  machine: Machine,
  operator: BinaryOperator,
  left: Whole,
  right: Whole,
): Value | undefined {
  switch (operator) {
    case 'Add':
      return add(left, right);
    case 'Sub':
      return subtract(left, right);
    case 'Mult':
      return multiply(machine, left, right);
    case 'Div':
      return float(divideTrue(machine, left, right));
    case 'FloorDiv':
      return divideWhole(machine, left, right).quotient;
    case 'Mod':
      if (right === 0) throw fail(machine, 'ZeroDivisionError', 'integer modulo by zero');
      return divideWhole(machine, left, right).remainder;
    case 'Pow':
      if (right >= 0) return power(machine, left, right);
      if (left === 0) throw fail(machine, 'ZeroDivisionError', '0.0 cannot be raised to a negative power');
      return float(powerFloats(machine, toFloat(machine, left), toFloat(machine, right)));
    case 'LShift':
      return shiftLeft(machine, left, right);
    case 'RShift':
      return shiftRight(machine, left, right);
    case 'BitAnd':
    case 'BitOr':
    case 'BitXor':
      return bitwise(operator, left, right);
    case 'MatMult':
      return undefined;
  }
}

/** left op right; undefined where floats have no such operator. */
export function floatOperation(
  machine: Machine,
  operator: BinaryOperator,
  left: number,
  right: number,
): Value | undefined {
  switch (operator) {
    case 'Add':
      return float(left + right);
    case 'Sub':
      return float(left - right);
    case 'Mult':
      return float(left * right);
    case 'Div':
      if (right === 0) throw fail(machine, 'ZeroDivisionError', 'float division by zero');
      return float(left / right);
    case 'FloorDiv':
      return float(divideFloats(machine, left, right).quotient);
    case 'Mod':
      return float(divideFloats(machine, left, right, 'float modulo').remainder);
    case 'Pow':
      return float(powerFloats(machine, left, right));
    default:
      return undefined;
  }
}

/** Floor division of floats and what remains with the sign of the divisor. */
export function divideFloats(
  machine: Machine,
  left: number,
  right: number,
  message = 'float floor division by zero',
): { quotient: number; remainder: number } {
  if (right === 0) throw fail(machine, 'ZeroDivisionError', message);
  let remainder = left % right;
  let quotient = (left - remainder) / right;
  if (remainder === 0) remainder = right < 0 ? -0 : 0;
  else if (remainder < 0 !== right < 0) {
    remainder += right;
    quotient -= 1;
  }
  const whole = Math.floor(quotient);
  const rounded = quotient - whole > 0.5 ? whole + 1 : whole;
  const zero = left / right < 0 || Object.is(left / right, -0) ? -0 : 0;
  return { quotient: quotient === 0 ? zero : rounded, remainder };
}

/** left ** right with the exceptions that Python raises. */
export function powerFloats(machine: Machine, left: number, right: number): number {
  if (left === 1 || right === 0) return 1;
  if (left === 0 && right < 0)
    throw fail(machine, 'ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (left < 0 && Number.isFinite(left) && Number.isFinite(right) && !Number.isInteger(right)) {
    throw new Encountered(machine.unknown('unsupported', 'Complex numbers are not supported.', '**'));
  }
  if (left === -1 && !Number.isFinite(right) && !Number.isNaN(right)) return 1;
  const result = left ** right;
  if (!Number.isFinite(result) && Number.isFinite(left) && Number.isFinite(right)) {
    throw fail(machine, 'OverflowError', "(34, 'Numerical result out of range')");
  }
  return result;
}
