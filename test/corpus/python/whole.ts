/**
 * Reads every Python file and notebook of folders, and every network that the reader offers in them, and counts what came of it: nothing may crash or hang.
 *
 * usage: npx tsx test/corpus/python/whole.ts [--packages DIR] [--candidates N] [--only TEXT] [--seconds N] [--lines] FOLDER...
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workClock } from '../../../src/base/workClock';
import type { Overrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { timeLimit, unwatched } from '../../../src/readers/watch';
import { diskFiles, pythonFiles } from './diskFiles';
import { runJobs, serve, type Outcome } from './jobs';
import { greyNodes, said, textOf, type Said } from './measured';
import { causeOf, causeText } from './table';

/** One reading: a file, and which of its networks; null where the reader chooses. */
interface Job {
  readonly file: string;
  readonly network: string | null;
  readonly packages: string;
  /** The folder that was named, as an editor's workspace: imports are found in it. */
  readonly root: string;
}

/** What came of it. */
interface Read {
  readonly state: 'whole' | 'grey' | 'not instantiated' | 'nothing in it' | 'broken off';
  /** What else can be read, as expressions. */
  readonly choices: readonly string[];
  /** Why it is not whole. */
  readonly cause: Said | null;
  /** Of work. */
  readonly milliseconds: number;
}

/** The limit is that of the worker: work of this process, whatever else the machine does. */
const clock = workClock(
  () => performance.now(),
  () => process.cpuUsage(),
);

async function read({ file, network, packages, root }: Job): Promise<Read> {
  const folder = path.dirname(file);
  const roots = packages === '' ? [root] : [packages, root];
  const overrides: Overrides = {
    ...{ sampleShape: null, loss: null, network, inputs: null, mode: 'eval' },
    packages: packages === '' ? [] : [path.relative(folder, packages)],
  };
  const source = { path: file, text: textOf(file) };
  const start = clock();
  const timeUp = timeLimit(clock);
  const reading = readSource(source, diskFiles(folder, roots), overrides, { ...unwatched, timeUp });
  const milliseconds = clock() - start;
  const grey = reading.networks.flatMap(greyNodes);
  const problems = reading.problems.map(said);
  const choices = (reading.choices ?? []).map(({ expression }) => expression);
  // A model that gives what is not known has no grey node where nothing of it is a tensor.
  const first = grey[0] ?? problems.find(({ message }) => message.startsWith('What call gives is not known'));
  const broken = problems.find(({ message }) => message.startsWith('Reading was broken off'));
  const state = broken
    ? 'broken off'
    : first
      ? 'grey'
      : reading.networks.length > 0
        ? 'whole'
        : network === null && choices.length === 0 && !problems.some(saysMore)
          ? 'nothing in it'
          : 'not instantiated';
  const cause = broken ?? first ?? (state === 'not instantiated' ? (causeOf(problems) ?? unsaid) : null);
  return Promise.resolve({ state, choices, cause, milliseconds });
}

/** Whether a problem is about more than that the file imports no framework: many files of a library only pass names on. */
function saysMore({ severity, message }: Said): boolean {
  return severity === 'error' && !message.startsWith('Neither this file');
}

const unsaid: Said = { severity: 'error', message: 'nothing said why', place: '' };

/** Counts over readings. */
class Counts {
  readonly states = new Map<string, number>();
  readonly causes = new Map<string, { count: number; places: string[] }>();
  readonly times: { readonly milliseconds: number; readonly file: string }[] = [];

  add(job: Job, outcome: Outcome<Read>): string {
    const state = outcome.kind === 'answer' ? outcome.answer.state : outcome.kind;
    this.states.set(state, (this.states.get(state) ?? 0) + 1);
    const file = path.basename(job.file);
    if (outcome.kind === 'answer') this.times.push({ milliseconds: outcome.answer.milliseconds, file });
    const cause = outcome.kind === 'answer' ? outcome.answer.cause : null;
    const reason = outcome.kind === 'crash' ? outcome.reason : (cause?.message ?? '');
    if (state !== 'whole' && state !== 'nothing in it') {
      const key = causeText(`${state}: ${reason}`);
      const known = this.causes.get(key) ?? { count: 0, places: [] };
      known.count += 1;
      known.places.push(cause?.place ?? file);
      this.causes.set(key, known);
    }
    return `${state.padEnd(16)} ${file} ${job.network ?? ''} ${cause?.place ?? ''} ${causeText(reason)}`;
  }

  print(title: string): void {
    const states = [...this.states].map(([state, count]) => `${state} ${String(count)}`);
    const sorted = this.times.toSorted((a, b) => a.milliseconds - b.milliseconds);
    const at = (share: number): string =>
      (sorted[Math.floor(share * (sorted.length - 1))]?.milliseconds ?? 0).toFixed(0);
    print(
      `${title}: ${states.join(', ')}; reading median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms (${sorted.at(-1)?.file ?? ''})`,
    );
    const ranked = [...this.causes].toSorted(([, a], [, b]) => b.count - a.count).slice(0, 60);
    for (const [cause, { count, places }] of ranked)
      print(`- ${String(count)}: ${cause} (${[...new Set(places)].slice(0, 3).join(', ')})`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function whole(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      packages: { type: 'string' },
      candidates: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      seconds: { type: 'string', default: '10' },
      lines: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const { packages = '' } = values;
  for (const folder of positionals) {
    const files = pythonFiles(folder).filter((file) => new RegExp(values.only).test(file));
    const byFile = new Counts();
    const offered: Job[] = [];
    const run = (
      jobs: readonly Job[],
      counts: Counts,
      more: (job: Job, answer: Read) => void,
    ): Promise<void> =>
      runJobs<Job, Read>({
        script: import.meta.filename,
        jobs,
        seconds: Number(values.seconds),
        told: (job, outcome) => {
          const line = counts.add(job, outcome);
          if (values.lines) print(line);
          if (outcome.kind === 'answer') more(job, outcome.answer);
        },
      });
    await run(
      files.map((file) => ({ file, network: null, packages, root: folder })),
      byFile,
      ({ file }, { choices }) => {
        // 0: files alone; Infinity: all that they offer.
        for (const network of choices.slice(0, Number(values.candidates)))
          offered.push({ file, network, packages, root: folder });
      },
    );
    byFile.print(`${folder}, ${String(files.length)} files`);
    const byNetwork = new Counts();
    await run(offered, byNetwork, () => undefined);
    byNetwork.print(`${folder}, ${String(offered.length)} networks offered`);
  }
}

if (process.send) serve<Job>(read);
else void whole();
