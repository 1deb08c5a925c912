/** Jobs one after another in a process of their own, which is ended and begun anew when one of them takes too long or breaks it. */
import { fork, type ChildProcess } from 'node:child_process';

/** What became of a job: its answer, or why there is none. */
export type Outcome<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'hang' }
  | { readonly kind: 'crash'; readonly reason: string };

/** How jobs are run. */
export interface Running<Job, Answer> {
  /** The script that calls `serve`. */
  readonly script: string;
  readonly jobs: readonly Job[];
  /** Seconds that a job may take. */
  readonly seconds: number;
  readonly told: (job: Job, outcome: Outcome<Answer>) => void;
}

/** A process that has said it is ready. */
interface Ready<Answer> {
  readonly process: ChildProcess;
  /** Sends a job and waits for what becomes of it. */
  readonly run: (job: unknown, seconds: number) => Promise<Outcome<Answer>>;
}

/** Runs every job and tells of each as it ends. */
export async function runJobs<Job, Answer>(running: Running<Job, Answer>): Promise<void> {
  let ready: Ready<Answer> | null = null;
  for (const job of running.jobs) {
    ready ??= await begin<Answer>(running.script);
    const outcome: Outcome<Answer> = await ready.run(job, running.seconds);
    running.told(job, outcome);
    if (outcome.kind !== 'answer') {
      ready.process.kill('SIGKILL');
      ready = null;
    }
  }
  ready?.process.kill();
}

async function begin<Answer>(script: string): Promise<Ready<Answer>> {
  const child = fork(script, [], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=6000'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-2000)));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => {
      resolve();
    });
    child.once('exit', () => {
      reject(new Error(complaint));
    });
  });
  const run = (job: unknown, seconds: number): Promise<Outcome<Answer>> =>
    new Promise((resolve) => {
      const end = (outcome: Outcome<Answer>): void => {
        clearTimeout(timer);
        child.removeAllListeners('message').removeAllListeners('exit');
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        end({ kind: 'hang' });
      }, seconds * 1000);
      // The other side is `serve` with the same job and answer types.
      child.once('message', (answer) => {
        end({ kind: 'answer', answer: answer as Answer });
      });
      child.once('exit', (code) => {
        end({ kind: 'crash', reason: complaint.trim() || `exit code ${String(code)}` });
      });
      child.send(job as Parameters<ChildProcess['send']>[0]);
    });
  return { process: child, run };
}

/** In the process that `runJobs` begins: answers jobs; what `work` throws is a crash. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what runJobs sends
export function serve<Job>(work: (job: Job) => Promise<unknown>): void {
  process.on('message', (job) => {
    // `runJobs` of the same script sent it.
    work(job as Job).then(
      (answer) => {
        process.send?.(answer);
      },
      (error: unknown) => {
        process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error), () => {
          process.exit(1);
        });
      },
    );
  });
  process.send?.('ready');
}
