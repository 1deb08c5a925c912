/** Axes of a sample as network files count them: from 1, since the batch is axis 0; negative ones from the last. */
import { counted, shapeText } from '../../../base/numbers';
import type { Field, Placed } from '../fields';
import { whole, type Form } from '../forms';
import type { LayerContext } from './statements';

/** Samples have at most so many axes; layers may add some. */
const mostAxes = 32;

/** The number of an axis. */
export const axisForm = whole({ minimum: -mostAxes, maximum: mostAxes });

/** A list form that reads nothing when one of its items cannot be read: where the place of each counts. */
export function complete<Item>(form: Form<Item[]>): Form<Item[]> {
  return {
    ...form,
    read: (written, report) => {
      const items = form.read(written, report);
      return written.kind === 'list' && items?.length !== written.items.length ? undefined : items;
    },
  };
}

/** A field that names an axis. */
export function axisField(meaning: string, fallback?: number): Field<number> {
  return { form: axisForm, meaning, ...(fallback !== undefined && { fallback }) };
}

/** An axis of the whole tensor, or why there is none. */
export type FoundAxis = { readonly axis: number } | { readonly reason: string };

/**
 * The axis of a layer's first input that is written, or `silent`; what is no axis of its samples has been reported. `extra` axes may be
 * named besides, for layers that add some.
 */
export function axisOfSample(
  { builder, args, report, range }: LayerContext,
  written: Placed<number> | undefined,
  silent: number,
  extra = 0,
): FoundAxis {
  const type = builder.typeOf(args[0]);
  if (!type) return { reason: 'Its input is not known.' };
  const rank = type.shape.length + extra;
  const given = written?.value ?? silent;
  const axis = given < 0 ? given + rank : given;
  if (axis >= 1 && axis < rank) return { axis };
  const sample = shapeText(type.shape.slice(1));
  const known = rank === 1 ? 'no axis' : rank === 2 ? 'only the axis 1' : `the axes 1 to ${rank - 1}`;
  const reason = `A sample of shape ${sample} has ${extra > 0 ? `room for ${known}` : known}, found ${given}.`;
  report.error(reason, written?.range ?? range);
  return { reason };
}

/** Several axes, as `axisOfSample`. */
export function axesOfSample(
  context: LayerContext,
  written: Placed<readonly number[]>,
): { readonly axes: readonly number[] } | { readonly reason: string } {
  const axes: number[] = [];
  for (const value of written.value) {
    const found = axisOfSample(context, { ...written, value }, 1);
    if ('reason' in found) return found;
    axes.push(found.axis);
  }
  return { axes };
}

/** How many axes a sample has, in words. */
export function axisCount(context: LayerContext): string {
  const { builder, args } = context;
  return counted(Math.max(0, (builder.typeOf(args[0])?.shape.length ?? 1) - 1), 'axis', 'axes');
}
