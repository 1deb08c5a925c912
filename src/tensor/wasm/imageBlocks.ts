/** Images in blocks for convolutions: stored with zeros around them, with tables of where everything stands. */
import { volume } from '../slidingWindows';
import type { Tensor } from '../tensor';
import type { WasmFunctions } from './module';
import { largestPhase, storedPlane, type Phase, type Slide } from './slides';
import type { Placed } from './storage';

/** Places that are computed together. */
export const blockPlaces = 1024;

/** Floating-point operations of the largest call: some milliseconds. */
const largestPart = 2 ** 26;

/** Sizes and steps, in elements, of a slide over whole tensors. */
export interface Job {
  readonly slide: Slide;
  readonly images: number;
  readonly groups: number;
  /** Channels that are read, and rows of the result, in each group. */
  readonly channels: number;
  readonly rows: number;
  /** Numbers of an image and of a channel of what is read, as stored. */
  readonly storedImage: number;
  readonly plane: number;
  readonly outPlane: number;
  readonly taps: number;
  readonly imagesPerBlock: number;
}

/** The job of reading `source` for a result of `rows` channels. */
export function jobOf(
  slide: Slide,
  source: Tensor,
  rows: number,
  outPlane: number,
  groups: number,
  taps: number,
): Job {
  const [images = 0, channels = 0] = source.shape;
  const plane = storedPlane(slide);
  return {
    slide,
    images,
    groups,
    channels: channels / groups,
    rows: rows / groups,
    storedImage: channels * plane,
    plane,
    outPlane,
    taps,
    imagesPerBlock: Math.min(images, Math.max(1, Math.floor(blockPlaces / largestPhase(slide)))),
  };
}

/** Working storage for a block of images. */
export function bytesOfStored({ slide, imagesPerBlock, storedImage }: Job): number {
  // The last vector may read behind the last number.
  return slide.pads ? 4 * imagesPerBlock * storedImage + 64 : 0;
}

/** The tables of a phase as addresses: one entry per place of a block of images, one per channel and tap. Entries are bytes. */
export interface Tables {
  readonly phase: Phase;
  readonly bases: number;
  readonly targets: number;
  readonly offsets: number;
  readonly weightOffsets: number;
  readonly inner: number;
}

/** Working storage for the tables. */
export function bytesOfTables({ slide, imagesPerBlock, channels }: Job): number {
  const entries = slide.phases.map(
    ({ bases, offsets }) => 2 * (imagesPerBlock * bases.length + channels * offsets.length),
  );
  return 4 * entries.reduce((sum, count) => sum + count, 0);
}

/** Writes the tables of every phase to `at`. A channel's weights lie `weightStep` behind those of the one before. */
export function writeTables(
  job: Job,
  buffer: ArrayBuffer,
  at: number,
  weightStep: number,
): readonly Tables[] {
  const { slide, imagesPerBlock, channels, storedImage, plane, rows, groups, outPlane } = job;
  let next = at;
  const write = (numbers: Uint32Array, times: number, step: number): number => {
    const start = next;
    const table = new Uint32Array(buffer, start, numbers.length * times);
    for (let turn = 0, place = 0; turn < times; turn += 1) {
      const shift = turn * step;
      for (let entry = 0; entry < numbers.length; entry += 1, place += 1) {
        table[place] = 4 * (shift + (numbers[entry] ?? 0));
      }
    }
    next += table.byteLength;
    return start;
  };
  return slide.phases.map((phase) => ({
    phase,
    bases: write(phase.bases, imagesPerBlock, storedImage),
    targets: write(phase.targets, imagesPerBlock, groups * rows * outPlane),
    offsets: write(phase.offsets, channels, plane),
    weightOffsets: write(phase.taps, channels, weightStep),
    inner: channels * phase.offsets.length,
  }));
}

/** Copies a block of images between their zeros, which are there already. */
function storeImages(
  { slide, storedImage }: Job,
  functions: WasmFunctions,
  from: number,
  into: number,
  images: number,
): void {
  const { source, stored, before } = slide;
  const [depths, rows, columns] = [0, 1, 2].map((axis) =>
    Math.max(0, Math.min(source[axis] ?? 0, (stored[axis] ?? 0) - (before[axis] ?? 0))),
  ) as [number, number, number]; // one per axis
  const [, height, width] = stored;
  const first = (before[0] * height + before[1]) * width + before[2];
  const [plane, storedPlaneSize] = [source[1] * source[2], height * width];
  const channels = (images * storedImage) / volume(stored);
  const copy = (fromStep: number, intoStep: number, start: number, target: number, planes: number): void =>
    functions.copyPlanes(
      start,
      4 * fromStep,
      4 * source[2],
      target,
      4 * intoStep,
      4 * width,
      planes,
      rows,
      columns,
    );
  if (source[0] === 1 && stored[0] === 1) {
    copy(plane, storedPlaneSize, from, into + 4 * first, channels);
    return;
  }
  for (let channel = 0; channel < channels; channel += 1) {
    const start = from + 4 * channel * volume(source);
    copy(plane, storedPlaneSize, start, into + 4 * (channel * volume(stored) + first), depths);
  }
}

/** Calls `each` with the address of every block of images as stored, zeroed at first. */
export function inImageBlocks(
  job: Job,
  { arena: { buffer, functions } }: Placed,
  source: number,
  stored: number,
  each: (from: number, first: number, images: number) => void,
): void {
  const { slide, images, imagesPerBlock, storedImage } = job;
  if (slide.pads) new Float32Array(buffer, stored, imagesPerBlock * storedImage).fill(0);
  const sourceImage = slide.pads ? (storedImage / volume(slide.stored)) * volume(slide.source) : storedImage;
  for (let first = 0; first < images; first += imagesPerBlock) {
    const count = Math.min(imagesPerBlock, images - first);
    const from = source + 4 * first * sourceImage;
    if (slide.pads) storeImages(job, functions, from, stored, count);
    each(slide.pads ? stored : from, first, count);
  }
}

/** Calls `each` with parts of the rows, each a whole number of blocks of the module's. */
export function inRowParts(
  rows: number,
  perRow: number,
  functions: WasmFunctions,
  each: (row: number, height: number) => void,
): void {
  const block = functions.matrixProductRows();
  const most = block * Math.max(1, Math.floor(largestPart / (2 * perRow * block)));
  for (let row = 0; row < rows; row += most) each(row, Math.min(most, rows - row));
}
