/** One file given to a reader, with what it took: thrown errors, processor time and memory are the three faults that there can be. */
import type { Target } from './targets';

/** Processor seconds that one file may take where nothing else is said. */
const longest = 1;

/** Bytes by which one file of some kilobytes may raise the most that the process has ever held. */
const mostMemory = 512 * 1024 ** 2;

/** What came of one file. */
export interface Trial {
  /** What is wrong, the same words for the same fault; null where nothing is. */
  readonly fault: string | null;
  readonly seconds: number;
}

/** Reads a file, which may take so many processor seconds. */
export function tried({ read }: Pick<Target, 'read'>, bytes: Uint8Array, most = longest): Trial {
  const memory = process.resourceUsage().maxRSS;
  const before = process.cpuUsage();
  let fault: string | null = null;
  try {
    read(bytes);
  } catch (error) {
    fault =
      error instanceof Error
        ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ')
        : String(error);
  }
  const { user } = process.cpuUsage(before);
  const seconds = user / 1e6;
  const grown = (process.resourceUsage().maxRSS - memory) * 1024;
  if (seconds > most) fault ??= 'slow';
  if (grown > mostMemory) fault ??= 'large';
  return { fault, seconds };
}
