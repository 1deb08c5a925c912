/** What attributes that count places have in common: whole numbers between a least one and what sizes can hold exactly. */
import type { ShapeError } from './op';

/** Attributes beyond this are slips; below it all sizes are exact. */
const largest = 2 ** 31 - 1;

/** Why numbers are no whole ones of at least `least`, or null where they are. */
export function wholeNumbersError(
  name: string,
  what: string,
  values: readonly number[],
  least: number,
): ShapeError | null {
  const wrong = values.find((value) => !Number.isInteger(value) || value < least || value > largest);
  return wrong === undefined
    ? null
    : { error: `${name} needs whole numbers from ${least} as ${what}, found ${wrong}` };
}
