/** The entry of the command line program: hands the process's words and streams to the command. */
import { workClock } from '../base/workClock';
import { runKernels } from '../tensor/wasm/embedded';
import { run } from './run';

/** Runs the command of this process. */
export function start(): void {
  // A reader that has seen enough (head) closes the pipe; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });

  run(process.argv.slice(2), {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    ...(process.stderr.isTTY && { progress: (line: string) => process.stderr.write(`\r\x1b[K${line}`) }),
    kernels: runKernels,
    readingClock: workClock(
      () => performance.now(),
      () => process.cpuUsage(),
    ),
  }).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(
        `backprop-lens: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      process.exitCode = 2;
    },
  );
}
