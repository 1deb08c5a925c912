/** What a command of the command line works with, and what the process ends with. */
import type { InspectOptions } from '../inspect/inspect';

/** What the process ends with. */
export const exitCodes = { fine: 0, findings: 1, failed: 2 } as const;

/** What a command works with. */
export interface Surroundings {
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Writes to standard error. */
  readonly complain: (text: string) => void;
  /** Shows a line at the terminal in place of the last one; absent where nobody watches. */
  readonly progress?: (line: string) => void;
  readonly kernels: InspectOptions['kernels'];
  /** Ends readings that take too long; left out: only their steps do. */
  readonly readingClock?: InspectOptions['readingClock'];
}
