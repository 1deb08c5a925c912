/** Meeting an unknown where a value is needed. */
import type { Machine } from './machine';
import type { Keywords, UnknownValue, Value } from './value';

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

/** What a call of an unknown gives, where another folder can say more than that it is unknown; kept with the machine under `unknownCallKey`. */
export type UnknownCall = (
  machine: Machine,
  callee: UnknownValue,
  positional: readonly Value[],
  keywords: Keywords,
) => Value | undefined;

/** The key of the machine's `UnknownCall`. */
export const unknownCallKey = 'call of an unknown';

/** The first unknown among values. */
export function firstUnknown(values: Iterable<Value>): UnknownValue | undefined {
  for (const value of values) if (value.kind === 'unknown') return value;
  return undefined;
}
