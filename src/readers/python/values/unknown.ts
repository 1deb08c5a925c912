/** Meeting an unknown where a value is needed. */
import type { UnknownValue, Value } from './value';

/**
 * Thrown by our own functions when they need a value and meet an unknown. Whoever called the function takes the unknown as its result; no
 * `except` of the program sees it.
 */
export class Encountered extends Error {
  readonly unknown: UnknownValue;

  constructor(unknown: UnknownValue) {
    super('an unknown value');
    this.unknown = unknown;
  }
}

/** The first unknown among values. */
export function firstUnknown(values: Iterable<Value>): UnknownValue | undefined {
  for (const value of values) if (value.kind === 'unknown') return value;
  return undefined;
}
