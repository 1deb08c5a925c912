/** Where a sampled function of two numbers is 0: marching squares. */

/** A function sampled on a grid: `columns` x `rows` values, row-major, the first row at the lowest y. */
export interface Field {
  readonly columns: number;
  readonly rows: number;
  readonly values: ArrayLike<number>;
  /** Where the values of a column and of a row stand. */
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
}

type Point = readonly [x: number, y: number];

/**
 * The line where the function is 0, as segments x1, y1, x2, y2 one after the other: a straight one through every square of four neighbours whose
 * signs differ, its ends where the function crosses 0 by linear interpolation (after Lorensen and Cline 1987, in two dimensions). Where signs
 * alternate around a square, the mean of the four decides which corners belong together. Squares with a value that is not finite are left out.
 */
export function zeroLine(field: Field): Float64Array {
  const segments: number[] = [];
  for (let row = 0; row + 1 < field.rows; row += 1) {
    for (let column = 0; column + 1 < field.columns; column += 1) {
      for (const [from, to] of segmentsIn(field, column, row)) segments.push(...from, ...to);
    }
  }
  return Float64Array.from(segments);
}

function segmentsIn(field: Field, column: number, row: number): readonly (readonly [Point, Point])[] {
  // Around the square, starting at its lower left.
  const corners = [
    cornerAt(field, column, row),
    cornerAt(field, column + 1, row),
    cornerAt(field, column + 1, row + 1),
    cornerAt(field, column, row + 1),
  ];
  if (!corners.every(({ value }) => Number.isFinite(value))) return [];
  const crossings = corners.flatMap((corner, side) => {
    const next = corners[(side + 1) % corners.length] ?? corner;
    return corner.value > 0 === next.value > 0 ? [] : [crossing(corner, next)];
  });
  const [first, second, third, fourth] = crossings;
  if (!first || !second) return [];
  if (!third || !fourth) return [[first, second]];
  const mean = corners.reduce((sum, { value }) => sum + value, 0) / corners.length;
  // The middle belongs to the first corner's side: then the second and the fourth corner are cut off, else the first and the third.
  return mean > 0 === (corners[0]?.value ?? 0) > 0
    ? [
        [first, second],
        [third, fourth],
      ]
    : [
        [fourth, first],
        [second, third],
      ];
}

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

function cornerAt({ columns, values, x, y }: Field, column: number, row: number): Corner {
  return { x: x(column), y: y(row), value: values[row * columns + column] ?? NaN };
}

function crossing(from: Corner, to: Corner): Point {
  const share = from.value / (from.value - to.value);
  return [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
}
