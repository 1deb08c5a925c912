/** Calls the command line as a process would, with what it prints in hand. */
import { run } from '../../src/cli/run';
import { referenceKernels } from '../../src/tensor/reference';

/** What a call left behind. */
export interface Printed {
  readonly code: number;
  /** Standard output, standard error, and the lines that a terminal would show for a moment. */
  readonly output: string;
  readonly complaints: string;
  readonly progress: readonly string[];
}

/** Runs one command with the plain loops in float32. */
export async function call(...words: readonly string[]): Promise<Printed> {
  let output = '';
  let complaints = '';
  const progress: string[] = [];
  const code = await run(words, {
    print: (text) => (output += text),
    complain: (text) => (complaints += text),
    progress: (line) => progress.push(line),
    kernels: () => referenceKernels('float32'),
  });
  return { code, output, complaints, progress };
}
