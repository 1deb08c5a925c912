/** Square matrices as products of triangles: what systems of equations and determinants are computed with, in float64. */

/** A square matrix taken apart by Gauss's elimination with row pivots: rows[i] of the matrix is row i of L U (Golub and Van Loan, Matrix Computations, 3.4). */
export interface Factors {
  readonly size: number;
  /** U on and above the diagonal, L without its diagonal of ones below it. */
  readonly triangles: Float64Array;
  /** Which row of the matrix stands in which place. */
  readonly rows: readonly number[];
  /** 1 or -1: whether the rows were exchanged an even number of times. */
  readonly sign: number;
}

/** The factors of the matrix that begins at `start`, row by row. A singular one has a zero on the diagonal of U. */
export function factorsOf(matrices: ArrayLike<number>, start: number, size: number): Factors {
  const a = Float64Array.from({ length: size * size }, (_, place) => matrices[start + place] ?? 0);
  const rows = Array.from({ length: size }, (_, row) => row);
  const at = (row: number, column: number): number => a[row * size + column] ?? 0;
  let sign = 1;
  for (let pivot = 0; pivot < size; pivot += 1) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row += 1)
      if (Math.abs(at(row, pivot)) > Math.abs(at(best, pivot))) best = row;
    if (best !== pivot) {
      exchange(a, size, pivot, best);
      [rows[pivot], rows[best]] = [rows[best] ?? 0, rows[pivot] ?? 0];
      sign = -sign;
    }
    const head = at(pivot, pivot);
    if (head === 0) continue;
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = at(row, pivot) / head;
      a[row * size + pivot] = factor;
      for (let column = pivot + 1; column < size; column += 1)
        a[row * size + column] = at(row, column) - factor * at(pivot, column);
    }
  }
  return { size, triangles: a, rows, sign };
}

function exchange(a: Float64Array, size: number, one: number, other: number): void {
  for (let column = 0; column < size; column += 1) {
    const [left, right] = [one * size + column, other * size + column];
    [a[left], a[right]] = [a[right] ?? 0, a[left] ?? 0];
  }
}

/** X of A X = B, or of A^T X = B, for B of `columns` columns, row by row. Of a singular matrix no finite numbers. */
export function solved(
  { size, triangles, rows }: Factors,
  right: ArrayLike<number>,
  columns: number,
  transposed = false,
): Float64Array {
  const x = new Float64Array(size * columns);
  const entry = (row: number, column: number): number =>
    triangles[transposed ? column * size + row : row * size + column] ?? 0;
  // A = P^T L U: forward through L, back through U, and for A^T through U^T first.
  for (let column = 0; column < columns; column += 1) {
    const y = new Float64Array(size);
    for (let row = 0; row < size; row += 1) {
      const place = transposed ? row : (rows[row] ?? 0);
      let sum = right[place * columns + column] ?? 0;
      for (let before = 0; before < row; before += 1) sum -= entry(row, before) * (y[before] ?? 0);
      y[row] = transposed ? sum / entry(row, row) : sum;
    }
    for (let row = size - 1; row >= 0; row -= 1) {
      let sum = y[row] ?? 0;
      for (let behind = row + 1; behind < size; behind += 1) sum -= entry(row, behind) * (y[behind] ?? 0);
      y[row] = transposed ? sum : sum / entry(row, row);
    }
    for (let row = 0; row < size; row += 1)
      x[(transposed ? (rows[row] ?? 0) : row) * columns + column] = y[row] ?? 0;
  }
  return x;
}

/** The transposed inverse, row by row. */
export function inverseTransposed(factors: Factors): Float64Array {
  const { size } = factors;
  const ones = Float64Array.from({ length: size * size }, (_, place) => (place % (size + 1) === 0 ? 1 : 0));
  return solved(factors, ones, size, true);
}

/** The product of the diagonal of U with its sign. */
export function determinantOf({ size, triangles, sign }: Factors): number {
  let product = sign;
  for (let row = 0; row < size; row += 1) product *= triangles[row * (size + 1)] ?? 0;
  return product;
}

/** The derivative of the determinant by each element: the cofactors, which a singular matrix has too. */
export function cofactors(matrices: ArrayLike<number>, start: number, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const minor: number[] = [];
      for (let place = 0; place < size * size; place += 1)
        if (Math.floor(place / size) !== row && place % size !== column)
          minor.push(matrices[start + place] ?? 0);
      const sign = (row + column) % 2 === 0 ? 1 : -1;
      result[row * size + column] = sign * determinantOf(factorsOf(minor, 0, size - 1));
    }
  }
  return result;
}

/** L with (A + A^T) / 2 = L L^T (Cholesky). NaN where that is not positive definite. */
export function choleskyFactor(matrices: ArrayLike<number>, start: number, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const [below, above] = [start + row * size + column, start + column * size + row];
      let sum = ((matrices[below] ?? 0) + (matrices[above] ?? 0)) / 2;
      for (let inner = 0; inner < column; inner += 1)
        sum -= (lower[row * size + inner] ?? 0) * (lower[column * size + inner] ?? 0);
      lower[row * size + column] =
        row === column ? Math.sqrt(sum) : sum / (lower[column * size + column] ?? 0);
    }
  }
  return lower;
}
