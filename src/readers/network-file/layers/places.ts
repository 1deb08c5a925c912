/** Numbers for the axes of places of an image, a volume or a sequence: one for all axes, or a list with one for each. */
import { counted } from '../../../base/numbers';
import type { Placed } from '../fields';
import { number, oneOrMany, whole, type Bounds, type Form } from '../forms';
import type { LayerContext } from './statements';

/** Larger sizes are slips of the keyboard; below it all sizes are exact. */
export const mostPlaces = 1_000_000_000;

/** Whole numbers from `minimum`, for instance a kernel or a stride. */
export function sizesForm(minimum: 0 | 1): Form<number[]> {
  return oneOrMany(
    whole({ minimum, maximum: mostPlaces }),
    'a whole number, or a list with one for each axis of places',
  );
}

/** Numbers that need not be whole. */
export function factorsForm(bounds: Bounds): Form<number[]> {
  return oneOrMany(number(bounds), 'a number, or a list with one for each axis of places');
}

/** The numbers for each of `axes` axes, `silent` where nothing is written; undefined, with a problem reported, when the list is too short or too long. */
export function forAxes(
  given: Placed<readonly number[]> | undefined,
  axes: number,
  silent: number,
  { report }: LayerContext,
): readonly number[] | undefined {
  const written = given?.value ?? [silent];
  if (written.length === axes) return written;
  const [only, ...others] = written;
  if (only !== undefined && others.length === 0) return Array.from({ length: axes }, () => only);
  if (given) {
    report.error(
      `Expected one number, or ${axes} for the ${counted(axes, 'axis', 'axes')} of places of its input, found ${written.length}.`,
      given.range,
    );
  }
  return undefined;
}
