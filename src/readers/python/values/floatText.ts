/** Floats as CPython writes and rounds them: shortest digits for repr, exact decimal rounding (half to even) for everything else. */

/** repr(float): the shortest digits that read back as the same number. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const { sign, digits, exponent } = scientific(value.toExponential());
  if (exponent < -4 || exponent >= 16) return `${sign}${mantissa(digits)}e${exponentText(exponent)}`;
  const text = placePoint(digits, exponent);
  return `${sign}${text.includes('.') ? text : `${text}.0`}`;
}

/** A finite number with `decimals` places after the point, rounded from its exact value, ties to even. */
export function fixedText(value: number, decimals: number): string {
  const negative = value < 0 || Object.is(value, -0);
  const scaled = scaledToInteger(Math.abs(value), decimals);
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return negative ? `-${text}` : text;
}

/** A finite number with one digit before the point and `decimals` after it, and an exponent of at least two digits. */
export function exponentialText(value: number, decimals: number): string {
  const { negative, digits, exponent } = significant(value, decimals + 1);
  const rest = digits.slice(1);
  return `${negative ? '-' : ''}${digits.charAt(0)}${rest === '' ? '' : `.${rest}`}e${exponentText(exponent)}`;
}

/** The format 'g': `precision` significant digits, without an exponent where it is between -4 and the precision. */
export function generalText(value: number, precision: number, keepZeros = false): string {
  const wanted = Math.max(1, precision);
  const { negative, digits, exponent } = significant(value, wanted);
  const sign = negative ? '-' : '';
  if (exponent < -4 || exponent >= wanted) {
    return `${sign}${mantissa(keepZeros ? digits : trimZeros(digits))}e${exponentText(exponent)}`;
  }
  return `${sign}${placePoint(keepZeros ? digits : trimZeros(digits), exponent)}`;
}

/** round(value, decimals) with ties to even on the exact value. */
export function roundTo(value: number, decimals: number): number {
  if (!Number.isFinite(value) || decimals > 322) return value;
  if (decimals < -309) return value < 0 ? -0 : 0;
  if (decimals >= 0) return Number(fixedText(value, decimals));
  const unit = 10n ** BigInt(-decimals);
  const { numerator, denominator } = rational(Math.abs(value));
  const rounded = divideHalfEven(numerator, denominator * unit) * unit;
  return (value < 0 ? -1 : 1) * Number(rounded);
}

function mantissa(digits: string): string {
  return digits.length > 1 ? `${digits.charAt(0)}.${digits.slice(1)}` : digits;
}

function trimZeros(digits: string): string {
  return digits.replace(/0+$/, '') || '0';
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** Digits with the point where the exponent of the first of them says. */
function placePoint(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

interface Scientific {
  readonly sign: string;
  readonly digits: string;
  readonly exponent: number;
}

function scientific(text: string): Scientific {
  const [front = '', exponent = '0'] = text.split('e');
  const sign = front.startsWith('-') ? '-' : '';
  return { sign, digits: front.replace(/[-.]/g, ''), exponent: Number(exponent) };
}

/** Exactly `count` significant digits of a finite number. */
function significant(value: number, count: number): { negative: boolean; digits: string; exponent: number } {
  const negative = value < 0 || Object.is(value, -0);
  if (value === 0) return { negative, digits: '0'.repeat(count), exponent: 0 };
  const { exponent } = scientific(Math.abs(value).toExponential());
  const digits = scaledToInteger(Math.abs(value), count - 1 - exponent).toString();
  // Rounding up may have made one digit more.
  return digits.length > count
    ? { negative, digits: digits.slice(0, count), exponent: exponent + 1 }
    : { negative, digits: digits.padEnd(count, '0'), exponent };
}

/** value x 10^decimals as the nearest integer, ties to even, from the exact value. */
function scaledToInteger(value: number, decimals: number): bigint {
  const { numerator, denominator } = rational(value);
  return decimals >= 0
    ? divideHalfEven(numerator * 10n ** BigInt(decimals), denominator)
    : divideHalfEven(numerator, denominator * 10n ** BigInt(-decimals));
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const doubled = (numerator % denominator) * 2n;
  const up = doubled > denominator || (doubled === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** A finite number of 0 or more as an exact fraction. */
export function rational(value: number): { numerator: bigint; denominator: bigint } {
  if (value === 0) return { numerator: 0n, denominator: 1n };
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent += 1;
  }
  return { numerator: BigInt(scaled), denominator: 2n ** BigInt(exponent) };
}
