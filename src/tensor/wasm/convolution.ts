/**
 * Convolutions over the module's packed panels: images go through in blocks, with zeros around them where the windows reach beyond.
 * Calls are some milliseconds long and write parts of the result of their own; each element is summed in one order whoever computes it.
 */
import type { ConvolutionGeometry, ConvolutionKernels } from '../convolution';
import { windowsOf, type SlidingWindows } from '../slidingWindows';
import { reshaped, type Tensor } from '../tensor';
import {
  blockPlaces,
  bytesOfStored,
  bytesOfTables,
  inImageBlocks,
  inRowParts,
  jobOf,
  writeTables,
  type Job,
  type Tables,
} from './imageBlocks';
import type { WasmFunctions } from './module';
import { multiplied } from './products';
import { forwardSlide, gradientSlide, type Slide } from './slides';
import { allFloat32, type Placed, type Storage } from './storage';

/** The convolutions of the module; `plain` does what it cannot. */
export function convolutionKernels(storage: Storage, plain: ConvolutionKernels): ConvolutionKernels {
  return {
    convolution: (x, weight, bias, out, geometry) => {
      const slide = slideFor(x, weight, out, geometry, forwardSlide);
      if (!slid(storage, slide, { source: x, weight, bias, out }, geometry.groups, true)) {
        plain.convolution(x, weight, bias, out, geometry);
      }
    },
    convolutionInputGradient: (dy, weight, out, geometry) => {
      if (spread(storage, dy, weight, out, geometry)) return;
      const slide = isSparse(dy, out, geometry) ? null : slideFor(out, weight, dy, geometry, gradientSlide);
      if (!slid(storage, slide, { source: dy, weight, bias: null, out }, geometry.groups, false)) {
        plain.convolutionInputGradient(dy, weight, out, geometry);
      }
    },
    convolutionWeightGradient: (dy, x, out, geometry) => {
      const slide = slideFor(x, out, dy, geometry, forwardSlide);
      if (!correlated(storage, slide, dy, x, out, geometry)) {
        plain.convolutionWeightGradient(dy, x, out, geometry);
      }
    },
  };
}

/**
 * Where the kernel has the size of the image there is one position, and its gradient goes to every place once: a plain product. False,
 * with nothing done, elsewhere.
 */
function spread(
  storage: Storage,
  dy: Tensor,
  weight: Tensor,
  out: Tensor,
  { padding, dilations, groups }: ConvolutionGeometry,
): boolean {
  const [images = 0, channels = 0, ...places] = out.shape;
  const covers = places.every((size, axis) => weight.shape[axis + 2] === size && padding[axis] === 0);
  const dense = dilations.every((dilation, axis) => dilation === 1 || places[axis] === 1);
  const [, outputs = 0, ...positions] = dy.shape;
  if (!covers || !dense || groups !== 1 || positions.some((count) => count !== 1)) return false;
  const width = channels * places.reduce((product, size) => product * size, 1);
  return multiplied(
    storage,
    reshaped(dy, [images, outputs]),
    reshaped(weight, [outputs, width]),
    reshaped(out, [images, width]),
    {},
  );
}

/** Whether a slide would read zeros nearly everywhere: few positions, and kernels nearly as large as the image. */
function isSparse(dy: Tensor, out: Tensor, { strides }: ConvolutionGeometry): boolean {
  const size = (places: readonly number[]): number => places.reduce((product, count) => product * count, 1);
  return size(out.shape.slice(2)) > 64 * size(strides) * size(dy.shape.slice(2));
}

/** Null where there is nothing to compute, or no vectors for it. */
function slideFor(
  x: Tensor,
  weight: Tensor,
  y: Tensor,
  geometry: ConvolutionGeometry,
  slideOf: (windows: SlidingWindows) => Slide,
): Slide | null {
  const empty = [x, weight, y].some(({ data }) => data.length === 0);
  if (empty || !allFloat32(x, weight, y)) return null;
  return slideOf(windowsOf(x.shape.slice(2), weight.shape.slice(2), y.shape.slice(2), geometry));
}

/** What the vectors do in the time of one step of a plain loop. */
const operationsPerStep = 64;

/** With fewer outputs a channel, the rows of a tile would be mostly empty. */
const fewOutputs = 4;

/** What a slide reads and writes. */
interface Operands {
  readonly source: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly out: Tensor;
}

/**
 * out = the sums of a slide. `forward`: weights are (rows of the result, channels read, ...kernel); else the first two axes are
 * exchanged.
 */
function slid(
  storage: Storage,
  slide: Slide | null,
  { source, weight, bias, out }: Operands,
  groups: number,
  forward: boolean,
): boolean {
  if (!slide) return false;
  const [, rows = 0, ...places] = out.shape;
  const [outputs = 0, channels = 0, ...kernel] = weight.shape;
  const outPlane = places.reduce((product, size) => product * size, 1);
  const taps = kernel.reduce((product, size) => product * size, 1);
  const job = jobOf(slide, source, rows, outPlane, groups, taps);
  const depthwise = channels === 1 && outputs < fewOutputs * groups;
  const tableBytes = bytesOfTables(job);
  const inputs = bias ? [source, weight, bias] : [source, weight];
  return storage.run(inputs, out, tableBytes + bytesOfStored(job), (placed) => {
    const { arena, inputs: places, work } = placed;
    const [from = 0, weights = 0, terms = 0] = places;
    if (!slide.whole) new Float32Array(arena.buffer, placed.out, out.data.length).fill(0);
    const tables = writeTables(job, arena.buffer, work, forward ? taps : channels * taps);
    inImageBlocks(job, placed, from, work + tableBytes, (block, first, images) => {
      const into = placed.out + 4 * first * rows * outPlane;
      for (const table of tables) {
        if (table.inner === 0) continue;
        if (depthwise)
          slideDepthwise(storage, job, arena.functions, table, { block, weights, into, images }, forward);
        else slidePhase(storage, job, placed, table, { block, weights, into, images }, forward);
      }
      if (bias) arena.functions.addToRows(into, terms, rows, images * rows, outPlane);
    });
  });
}

/** Addresses of a block of images, the weights and the block's result. */
interface Block {
  readonly block: number;
  readonly weights: number;
  readonly into: number;
  readonly images: number;
}

/** The places of one phase for a block of images, as products of panels. */
function slidePhase(
  { pace }: Storage,
  { groups, channels, rows, plane, outPlane, taps }: Job,
  { arena: { functions, work } }: Placed,
  { phase, bases, targets, offsets, weightOffsets, inner }: Tables,
  { block, weights, into, images }: Block,
  forward: boolean,
): void {
  const deepest = functions.matrixProductInner();
  const columns = images * phase.bases.length;
  const weightRow = forward ? channels * taps : taps;
  for (let group = 0; group < groups; group += 1) {
    for (let column = 0; column < columns; column += blockPlaces) {
      const width = Math.min(blockPlaces, columns - column);
      for (let k = 0; k < inner; k += deepest) {
        const depth = Math.min(deepest, inner - k);
        inRowParts(rows, width * depth, functions, (row, height) => {
          const firstWeight = group * rows * channels * taps + row * weightRow + (forward ? k : 0);
          functions.convolutionPart(
            weights + 4 * firstWeight,
            4 * weightRow,
            forward ? 0 : weightOffsets + 4 * k,
            block + 4 * group * channels * plane,
            bases + 4 * column,
            offsets + 4 * k,
            into + 4 * (group * rows + row) * outPlane,
            4 * outPlane,
            targets + 4 * column,
            height,
            width,
            depth,
            row === 0,
            k > 0,
            work,
          );
          pace((2 * height * width * depth) / operationsPerStep);
        });
      }
    }
  }
}

/** The same where outputs see one channel each, an image at a time. */
function slideDepthwise(
  { pace }: Storage,
  { groups, channels, rows, storedImage, plane, outPlane, taps }: Job,
  functions: WasmFunctions,
  { phase, bases, targets, offsets, weightOffsets, inner }: Tables,
  { block, weights, into, images }: Block,
  forward: boolean,
): void {
  for (let image = 0; image < images; image += 1) {
    for (let row = 0; row < rows; row += 1) {
      functions.depthwise(
        weights + 4 * row * taps,
        4 * (forward ? rows : channels) * taps,
        weightOffsets,
        block + 4 * image * storedImage,
        4 * channels * plane,
        bases,
        offsets,
        inner,
        into + 4 * (image * groups * rows + row) * outPlane,
        4 * rows * outPlane,
        targets,
        phase.bases.length / phase.rowPlaces,
        phase.rowPlaces,
        groups,
      );
      pace((2 * groups * inner * phase.bases.length) / operationsPerStep);
    }
  }
}

function correlated(
  storage: Storage,
  slide: Slide | null,
  dy: Tensor,
  x: Tensor,
  out: Tensor,
  { groups }: ConvolutionGeometry,
): boolean {
  const [phase] = slide?.phases ?? [];
  if (!slide || !phase) return false;
  const [outputs = 0, channels = 0, ...kernel] = out.shape;
  const taps = kernel.reduce((product, size) => product * size, 1);
  const depthwise = channels === 1 && outputs < fewOutputs * groups;
  const job = jobOf(slide, x, outputs, phase.bases.length, groups, taps);
  const tableBytes = bytesOfTables(job);
  return storage.run([x, dy], out, tableBytes + bytesOfStored(job), (placed) => {
    const { arena, inputs, work } = placed;
    const [from = 0, flow = 0] = inputs;
    const [table] = writeTables(job, arena.buffer, work, taps);
    if (!table) return;
    inImageBlocks(job, placed, from, work + tableBytes, (block, first, images) => {
      const dyBlock = flow + 4 * first * outputs * job.outPlane;
      if (depthwise) correlateDepthwise(storage, job, placed, table, { block, dyBlock, first, images });
      else correlateBlock(storage, job, placed, table, { block, dyBlock, first, images });
    });
  });
}

/** Addresses of a block of images and of the gradient that belongs to it, and its first image. */
interface CorrelatedBlock {
  readonly block: number;
  readonly dyBlock: number;
  readonly first: number;
  readonly images: number;
}

/** What a block of images adds to the gradient of the weights. */
function correlateBlock(
  { pace }: Storage,
  { groups, channels, rows, plane, outPlane, taps }: Job,
  { arena: { functions, work }, out }: Placed,
  { bases, offsets, inner }: Tables,
  { block, dyBlock, first, images }: CorrelatedBlock,
): void {
  const deepest = functions.matrixProductInner();
  const widest = functions.matrixProductColumns();
  const places = images * outPlane;
  for (let group = 0; group < groups; group += 1) {
    for (let tap = 0; tap < inner; tap += widest) {
      const width = Math.min(widest, inner - tap);
      for (let place = 0; place < places; place += deepest) {
        const depth = Math.min(deepest, places - place);
        inRowParts(rows, width * depth, functions, (row, height) => {
          functions.convolutionWeightPart(
            dyBlock + 4 * (group * rows + row) * outPlane,
            4 * groups * rows * outPlane,
            4 * outPlane,
            outPlane,
            place,
            block + 4 * group * channels * plane,
            bases + 4 * place,
            offsets + 4 * tap,
            out + 4 * ((group * rows + row) * channels * taps + tap),
            4 * channels * taps,
            height,
            width,
            depth,
            row === 0,
            first > 0 || place > 0,
            work,
          );
          pace((2 * height * width * depth) / operationsPerStep);
        });
      }
    }
  }
}

/** The same where outputs see one channel each, an image at a time. */
function correlateDepthwise(
  { pace }: Storage,
  { groups, rows, storedImage, plane, outPlane, taps }: Job,
  { arena: { functions }, out }: Placed,
  { phase, bases, offsets }: Tables,
  { block, dyBlock, first, images }: CorrelatedBlock,
): void {
  for (let image = 0; image < images; image += 1) {
    for (let row = 0; row < rows; row += 1) {
      functions.depthwiseWeights(
        dyBlock + 4 * (image * groups * rows + row) * outPlane,
        4 * rows * outPlane,
        block + 4 * image * storedImage,
        4 * plane,
        bases,
        offsets,
        taps,
        out + 4 * row * taps,
        4 * rows * taps,
        outPlane / phase.rowPlaces,
        phase.rowPlaces,
        groups,
        first + image > 0,
      );
      pace((2 * groups * taps * outPlane) / operationsPerStep);
    }
  }
}
