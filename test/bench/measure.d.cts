/** See measure.cjs. */
export function measure(
  run: () => unknown,
  seconds: number,
): Promise<{ readonly milliseconds: readonly number[]; readonly peakMemory: number }>;
