// What a run of the in-host suite writes to disk, as it goes, for the process that started it.

export interface Failure {
  readonly title: string;
  readonly message: string;
  readonly stack: string;
}

export interface Results {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** The test in progress when this was written, or nothing; left over, it names the test that died or hung. */
  readonly running: string;
  readonly finished: boolean;
}

export const nothingYet: Results = { passed: 0, skipped: 0, failures: [], running: '', finished: false };

/** The environment variables between the two processes. */
export const variables = {
  results: 'BACKPROP_LENS_RESULTS',
  grep: 'BACKPROP_LENS_GREP',
  files: 'BACKPROP_LENS_FILES',
} as const;
