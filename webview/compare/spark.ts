/** The small picture of one cell as strokes in a box of width 1 and height 1, which screen and export both draw. */
import type { MetricLook, Scale, Shown } from './metrics';

/** A point of the box, from its left upper corner. */
export type Place = readonly [x: number, y: number];

/** What is drawn in a cell. */
export interface Spark {
  /** Lines through points that can be drawn; one of a single point is a dot. */
  readonly lines: readonly (readonly Place[])[];
  /** Where a value is exactly 0 on a scale of decades: it has no place there. */
  readonly zeros: readonly Place[];
  /** Where a value is not finite. */
  readonly broken: readonly Place[];
  /** Height of the hairline, or null. */
  readonly mark: number | null;
}

/** The small picture of a cell on the common scale. */
export function sparkOf(look: MetricLook, shown: Shown, scale: Scale): Spark {
  const values = look.course(shown);
  const x = (index: number): number => (index + 0.5) / values.length;
  const lines: Place[][] = [];
  const zeros: Place[] = [];
  const broken: Place[] = [];
  let line: Place[] = [];
  const end = (): void => {
    if (line.length > 0) lines.push(line);
    line = [];
  };
  values.forEach((value, index) => {
    if (value === null) {
      // Layers without such a number (a head without an activation) are passed over.
      if (look.decades) end();
    } else if (!Number.isFinite(value)) {
      end();
      broken.push([x(index), 0]);
    } else if (look.decades && value <= 0) {
      end();
      zeros.push([x(index), 1]);
    } else {
      line.push([x(index), 1 - scale.place(value)]);
    }
  });
  end();
  return { lines, zeros, broken, mark: look.mark === null ? null : 1 - scale.place(look.mark) };
}
