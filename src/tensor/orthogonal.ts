/** Random orthogonal matrices by modified Gram and Schmidt (Saxe, McClelland, Ganguli 2014; PyTorch's nn.init.orthogonal_). */
import { unhurried, type Pace } from './pace';
import type { RandomStream } from './random';
import { sizeOf, type Shape } from './tensor';

/**
 * A matrix of shape [first axis, product of the others], row-major, whose shorter side is orthonormal. Drawn from normal
 * numbers; the projection runs twice, which keeps the vectors orthogonal to rounding.
 */
export function orthogonal(shape: Shape, random: RandomStream, pace: Pace = unhurried): Float64Array {
  const size = sizeOf(shape);
  const rows = shape[0] ?? 1;
  const columns = rows === 0 ? 0 : size / rows;
  const tall = rows > columns;
  const count = tall ? columns : rows;
  const length = tall ? rows : columns;
  const vectors: Float64Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const vector = Float64Array.from({ length }, (_, position) => random.normal(index * length + position));
    for (let round = 0; round < 2; round += 1) {
      for (const earlier of vectors) {
        subtractProjection(vector, earlier);
        pace(2 * length);
      }
    }
    const norm = Math.sqrt(product(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  return Float64Array.from({ length: size }, (_, position) => {
    const row = Math.floor(position / columns);
    const column = position % columns;
    return (tall ? vectors[column]?.[row] : vectors[row]?.[column]) ?? 0;
  });
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const along = product(vector, unit);
  for (let position = 0; position < vector.length; position += 1) {
    vector[position] = (vector[position] ?? 0) - along * (unit[position] ?? 0);
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let position = 0; position < a.length; position += 1) sum += (a[position] ?? 0) * (b[position] ?? 0);
  return sum;
}
