/** What an engine's process prints, a line of JSON per workload, and what is made of it. */

export interface Measurement {
  readonly workload: string;
  /** Floating-point operations, where the workload is not one of the table's rows. */
  readonly work?: number;
  /** Every run, in order. */
  readonly milliseconds: readonly number[];
}

/** The median, or NaN of nothing. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** Reads the lines of a process; what is no measurement is left out. */
export function measurementsIn(output: string): readonly Measurement[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Measurement); // written by engine.ts or pytorch.py, whose lines have this type
}
