/** What the module exports: one function per kernel, over addresses in the memory that it is given. */
export { maskedSoftmax, softmaxGradient } from './attention';
export * from './arithmetic';
export { addToRows, convolutionPart, convolutionWeightPart, copyPlanes } from './convolution';
export { depthwise, depthwiseWeights } from './depthwise';
export { drawCoins, drawNormal, drawUniform } from './draws';
export * from './elementwise';
export {
  columnDeviationSums,
  columnMoments,
  combineColumns,
  combineRows,
  rowDeviationSums,
  rowMoments,
  splitDoubles,
  standardiseColumns,
  standardiseRows,
} from './normalisation';
export * from './pairwise';
export { maximumOfWindows, meanOfWindows, spreadOverWindows } from './pooling';
export { resample, resampleGradient } from './resampling';
export {
  accumulateMaximum,
  accumulateMinimum,
  accumulateSum,
  fillDoubles,
  move,
  moveRows,
  roundDoubles,
} from './reduction';
export { normaliseRows, normaliseRowsGradient } from './rowNorms';
export { logSoftmax, softmax } from './rows';
export {
  matrixProduct,
  matrixProductBytes,
  matrixProductColumns,
  matrixProductInner,
  matrixProductPart,
  matrixProductRows,
} from './product';
export { addSquares, countWithin, summarise } from './summary';
export { multiplyTile } from './tile';
export { multiplyPacked, packColumns } from './packed';
export * from './recurrent';

/** The first byte behind the module's own constants. */
export function firstFreeByte(): usize {
  return __heap_base;
}
