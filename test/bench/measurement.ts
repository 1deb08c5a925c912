/** What the process of an engine prints for one workload, and what is made of it. */

export interface Measurement {
  /** Every run, in order. */
  readonly milliseconds: readonly number[];
  /** The most bytes that the process held, where it knows. */
  readonly peakMemory?: number;
  /** Floating-point operations of one run, where the engine plans them. */
  readonly work?: number;
}

/** The median, or NaN of nothing. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** The measurement in the output of a process, or undefined. */
export function measurementIn(output: string): Measurement | undefined {
  const line = output.split('\n').find((each) => each.startsWith('{'));
  return line === undefined ? undefined : (JSON.parse(line) as Measurement); // written by an engine's program, whose line has this type
}

/** All rounds of one workload on one engine as one. */
export function joined(rounds: readonly Measurement[]): Measurement | undefined {
  const [first] = rounds;
  return (
    first && {
      ...first,
      milliseconds: rounds.flatMap(({ milliseconds }) => milliseconds),
      ...(first.peakMemory !== undefined && {
        peakMemory: Math.max(...rounds.map(({ peakMemory = 0 }) => peakMemory)),
      }),
    }
  );
}
