/** The tables of the corpus: the examples' own, and small ones made by generators whose law is known. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../../src/base/source';
import { randomStream } from '../../src/tensor/random';

const examples = join(__dirname, '..', '..', 'examples');

/** All tables by the name under which the originals ask for them. */
export const tables: Files = new Map([
  ...['digits.csv', 'two-classes.csv'].map((name) => [name, readFileSync(join(examples, name))] as const),
  ...Object.entries({
    'housing.csv': housing(),
    'sensors.csv': sensors(),
    'tags.csv': tags(),
    'housing-gaps.csv': withGaps(housing()),
    'sensors-gaps.csv': withGaps(sensors()),
    'tags-gaps.csv': withGaps(tags()),
    'housing-dollars.csv': withTargets(housing(), 1, (price) => 200_000 + 80_000 * price),
    'housing-tiny.csv': withTargets(housing(), 1, inTinyUnits),
    'sensors-tiny.csv': withTargets(sensors(), 2, inTinyUnits),
  }).map(([name, text]) => [name, new TextEncoder().encode(text)] as const),
]);

/** Eight standard normal columns; the price is a linear law with one product and noise of a tenth of its variance. */
function housing(): string {
  const law = (x: readonly number[]): readonly number[] => {
    const [area = 0, rooms = 0, age = 0, distance = 0] = x;
    return [0.6 * area + 0.3 * rooms - 0.4 * age - 0.4 * distance + 0.3 * area * rooms];
  };
  const columns = ['area', 'rooms', 'age', 'distance', 'tax', 'noise', 'schools', 'green'];
  return table({ columns, targets: ['price'], count: 400, seed: 1, noise: 0.3, law });
}

/** Six standard normal sensors; two smooth functions of them. */
function sensors(): string {
  const law = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): readonly number[] => [
    Math.sin(a) + 0.5 * b,
    0.7 * c - 0.7 * Math.tanh(d),
  ];
  const columns = ['left', 'right', 'front', 'back', 'heat', 'light'];
  return table({ columns, targets: ['angle', 'speed'], count: 300, seed: 2, noise: 0.1, law });
}

/** Ten standard normal columns; a label holds where a linear law of its own is above 0. */
function tags(): string {
  const law = (x: readonly number[]): readonly number[] =>
    [0, 1, 2, 3].map((label) =>
      (x[label] ?? 0) + (x[label + 4] ?? 0) - 0.5 * (x[label + 6] ?? 0) > 0 ? 1 : 0,
    );
  const columns = Array.from({ length: 10 }, (_, index) => `feature${index}`);
  const targets = ['indoor', 'night', 'people', 'water'];
  return table({ columns, targets, count: 400, seed: 3, noise: 0, law });
}

interface Law {
  readonly columns: readonly string[];
  readonly targets: readonly string[];
  readonly count: number;
  readonly seed: number;
  /** Standard deviation of what is added to the targets. */
  readonly noise: number;
  readonly law: (x: readonly number[]) => readonly number[];
}

function table({ columns, targets, count, seed, noise, law }: Law): string {
  const [inputs, errors] = [randomStream(seed, 1), randomStream(seed, 2)];
  const rows = Array.from({ length: count }, (_, row) => {
    const x = columns.map((_name, column) => inputs.normal(row * columns.length + column));
    return [...x, ...law(x).map((y, target) => y + noise * errors.normal(row * targets.length + target))];
  });
  return csv([...columns, ...targets], rows);
}

function csv(header: readonly string[], rows: readonly (readonly number[])[]): string {
  return [header.join(','), ...rows.map((row) => row.map((value) => value.toPrecision(6)).join(','))].join(
    '\n',
  );
}

/** A table with a missing number in its first column of every fiftieth row, as pandas writes it back when told to. */
function withGaps(text: string): string {
  return lines(text, (cells, row) => (row % 50 === 0 ? ['nan', ...cells.slice(1)] : cells));
}

/** The last columns in another unit. */
function withTargets(text: string, count: number, change: (target: number) => number): string {
  return lines(text, (cells) =>
    cells.map((cell, index) => (index < cells.length - count ? cell : change(Number(cell)).toExponential(5))),
  );
}

function inTinyUnits(target: number): number {
  return target * 1e-7;
}

function lines(text: string, change: (cells: readonly string[], row: number) => readonly string[]): string {
  const [header = '', ...rows] = text.split('\n');
  return [header, ...rows.map((row, index) => change(row.split(','), index).join(','))].join('\n');
}
