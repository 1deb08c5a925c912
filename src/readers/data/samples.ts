/** Samples before they are a data set: what every kind of data gives, and the split into training and test. */
import type { Span } from '../../base/span';
import type { Dataset } from '../../graph/dataset';
import { randomStream, shuffled, type RandomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/tensor';

/** All samples, without their name, place and split. */
export type Samples = Omit<Dataset, 'name' | 'span' | 'training' | 'testing'>;

/** Where reading of data says what is wrong. Errors give null, so that they can be returned. */
export interface Say {
  error(message: string): null;
  warning(message: string): void;
  /** Says that a cell holds no number. */
  cell(place: string, content: string): void;
  /** Whether an error has been said. */
  failed(): boolean;
}

/** Random streams of one data set: its own draws and its split do not disturb each other. */
const splitStream = 0x5917;
const drawStream = 0xda7a;

/** The random numbers from which a named set is drawn. */
export function drawsOf(seed: number): RandomStream {
  return randomStream(seed, drawStream);
}

/** How the samples are ordered and which are held out. */
export interface Split {
  /** Number of samples held out for testing. */
  readonly test: number;
  readonly seed: number;
  /** False keeps the order in which the samples stand. */
  readonly shuffle: boolean;
}

/**
 * Makes a data set of samples: a seeded shuffle, of which `test` samples are held out. Where each target is one whole number each
 * class is held out in its share (largest remainders), so that a small test set holds every class.
 */
export function datasetOf(
  samples: Samples,
  name: string,
  span: Span,
  { test, seed, shuffle }: Split,
): Dataset {
  const random = randomStream(seed, splitStream);
  const order = shuffle
    ? shuffled(samples.count, random)
    : Array.from({ length: samples.count }, (_, index) => index);
  if (test === 0) return { ...samples, name, span, training: order, testing: [] };
  const held = new Set(heldOut(order, classOf(samples), test));
  return {
    ...samples,
    name,
    span,
    training: order.filter((index) => !held.has(index)),
    testing: order.filter((index) => held.has(index)),
  };
}

/** The class of each sample; one class for all where targets are no whole numbers. */
function classOf({ targets, targetShape }: Samples): (index: number) => number {
  const isClass = targets && sizeOf(targetShape) === 1 && targets.every((value) => Number.isInteger(value));
  return isClass ? (index) => targets[index] ?? 0 : () => 0;
}

function heldOut(order: readonly number[], classFor: (index: number) => number, test: number): number[] {
  const members = new Map<number, number[]>();
  for (const index of order) {
    const key = classFor(index);
    const list = members.get(key);
    if (list) list.push(index);
    else members.set(key, [index]);
  }
  const groups = [...members.entries()].sort(([a], [b]) => a - b).map(([, list]) => list);
  const shares = groups.map((list) => (list.length * test) / order.length);
  const counts = shares.map(Math.floor);
  let missing = test - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = shares
    .map((share, group) => ({ group, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.group - b.group);
  for (const { group } of byRemainder) {
    if (missing === 0) break;
    counts[group] = (counts[group] ?? 0) + 1;
    missing -= 1;
  }
  return groups.flatMap((list, group) => list.slice(0, counts[group]));
}
