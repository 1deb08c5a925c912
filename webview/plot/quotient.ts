/** Quotients in words: – where they have no value. */
import { shortNumber } from '../../src/base/numbers';

/** A quotient in words; – where it has no value, since what it divides by is 0 (a printed NaN is kept for values that broke). */
export function quotient(value: number | null | undefined): string {
  return value == null || Number.isNaN(value) ? '–' : shortNumber(value);
}
