/** What the module exports for convolutions (assembly/convolution.ts and depthwise.ts); addresses and steps are bytes. */

/** The module's functions. */
export interface ConvolutionFunctions {
  /** A block of places and of k, and any rows, of W times the patches. */
  convolutionPart(
    ...operands: [
      weights: number,
      weightRow: number,
      weightOffsets: number,
      source: number,
      bases: number,
      offsets: number,
      out: number,
      outRow: number,
      targets: number,
      rows: number,
      columns: number,
      inner: number,
      packs: boolean,
      adds: boolean,
      work: number,
    ]
  ): void;
  /** A block of places and of taps, and any rows, of dy times the transpose of the patches. */
  convolutionWeightPart(
    ...operands: [
      dy: number,
      dyImage: number,
      dyRow: number,
      places: number,
      first: number,
      source: number,
      bases: number,
      offsets: number,
      out: number,
      outRow: number,
      rows: number,
      taps: number,
      columns: number,
      packs: boolean,
      adds: boolean,
      work: number,
    ]
  ): void;
  depthwise(
    ...operands: [
      weights: number,
      weightStep: number,
      weightOffsets: number,
      source: number,
      sourceStep: number,
      bases: number,
      offsets: number,
      taps: number,
      out: number,
      outStep: number,
      targets: number,
      rows: number,
      rowPlaces: number,
      channels: number,
    ]
  ): void;
  depthwiseWeights(
    ...operands: [
      dy: number,
      dyStep: number,
      source: number,
      sourceStep: number,
      bases: number,
      offsets: number,
      taps: number,
      out: number,
      outStep: number,
      rows: number,
      rowPlaces: number,
      channels: number,
      adds: boolean,
    ]
  ): void;
  copyPlanes(
    ...operands: [
      from: number,
      fromPlane: number,
      fromRow: number,
      into: number,
      intoPlane: number,
      intoRow: number,
      planes: number,
      rows: number,
      count: number,
    ]
  ): void;
  /** out[row][i] += numbers[row modulo cycle]. */
  addToRows(out: number, numbers: number, cycle: number, rows: number, count: number): void;
}
