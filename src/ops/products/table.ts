/** All products of matrices, and parts of matrices, by their names. */
import { bilinear } from './bilinear';
import { dot, einsum, outer } from './einsum';
import { cholesky, determinant, logDeterminant, solve } from './inverses';
import { linear } from './linear';
import { matrixProduct } from './matrixProduct';
import { diagonal, lowerTriangle, trace, upperTriangle } from './triangles';

/** A row per op. */
export const products = {
  linear,
  bilinear,
  'matrix-product': matrixProduct,
  outer,
  dot,
  einsum,
  'lower-triangle': lowerTriangle,
  'upper-triangle': upperTriangle,
  diagonal,
  trace,
  solve,
  determinant,
  'log-determinant': logDeterminant,
  cholesky,
} as const;
