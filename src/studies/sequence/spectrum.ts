/** Spectral norm and spectral radius of a matrix, by squaring it again and again. */
import type { Kernels } from '../../tensor/kernels';
import { rows } from '../../ops/recurrent/time';
import type { Tensor } from '../../tensor/tensor';

/** What powers of a matrix grow by. */
export interface Spectrum {
  /** The largest singular value: the most that the matrix stretches any vector by. */
  readonly norm: number;
  /** The largest magnitude of an eigenvalue: what high powers of the matrix stretch by, step for step. NaN for a matrix that is not square. */
  readonly radius: number;
}

/** Squarings at most: the matrix to the power 2^40. */
const mostSquarings = 40;
/** A change of the logarithm that no shown digit sees. */
const settled = 1e-7;

/** Both numbers of one block of rows. */
export function spectrumOf({ shape, data }: Tensor, kernels: Kernels): Spectrum {
  const [height = 0, width = 0] = shape;
  return kernels.temporarily(() => {
    const matrix = kernels.allocate(shape);
    matrix.data.set(data);
    const product = kernels.allocate([width, width]);
    kernels.matrixProduct(matrix, matrix, product, { transposeA: true });
    // The largest singular value is the root of the largest eigenvalue of W^T W, which is symmetric.
    const norm = Math.sqrt(radiusOf(product, kernels));
    return { norm, radius: height === width ? radiusOf(matrix, kernels) : NaN };
  });
}

/**
 * Gelfand's formula (1941): the spectral radius is the limit of |A^k|^(1/k). With k = 2, 4, 8 ... it is there in some thirty products, also
 * where the largest eigenvalues are a complex pair, on which a power iteration turns for ever.
 */
function radiusOf(matrix: Tensor, kernels: Kernels): number {
  let power = kernels.allocate(matrix.shape);
  power.data.set(matrix.data);
  let square = kernels.allocate(matrix.shape);
  // log |A^k| / k, of which every turn knows more.
  let logarithm = 0;
  let before = NaN;
  for (let turn = 0; turn <= mostSquarings; turn += 1) {
    const scale = kernels.summary(power).norm;
    if (scale === 0) return 0;
    if (!Number.isFinite(scale)) return NaN;
    logarithm += Math.log(scale) / 2 ** turn;
    if (Math.abs(logarithm - before) < settled) break;
    before = logarithm;
    kernels.affine(power, 1 / scale, 0, power);
    kernels.matrixProduct(power, power, square);
    [power, square] = [square, power];
  }
  return Math.exp(logarithm);
}

/** The matrix that each gate has of the stacked recurrent weights. */
export function gateBlocks(weights: Tensor, gates: number): readonly Tensor[] {
  const units = (weights.shape[0] ?? 0) / gates;
  return Array.from({ length: gates }, (_, gate) => rows(weights, gate * units, units));
}
