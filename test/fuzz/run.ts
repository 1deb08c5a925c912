/** Fuzzes readers for some minutes each: `npm run fuzz -- --minutes=10 [--target=hdf5,torch] [--seed=1]`; tells what threw and what was slow. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { mutated, mutations } from './mutations';
import { targets, type Target } from './targets';

/** Processor seconds for one file from which on it is called slow. */
const slow = 1;

function option(name: string): string | undefined {
  return process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
}

interface Found {
  readonly threw: Map<string, string>;
  files: number;
  longest: number;
}

function fuzz({ name, seeds, read }: Target, minutes: number, seed: number): Found {
  const found: Found = { threw: new Map(), files: 0, longest: 0 };
  const end = Date.now() + minutes * 60_000;
  const folder = join(tmpdir(), 'fuzz');
  mkdirSync(folder, { recursive: true });
  for (let round = 0; Date.now() < end; round += 1) {
    const [file, bytes] = seeds[round % seeds.length] ?? ['', new Uint8Array()];
    for (const changes of fc.sample(mutations, { numRuns: 50, seed: seed + round })) {
      const input = mutated(bytes, changes);
      const before = process.cpuUsage();
      let problem: string | null = null;
      try {
        read(input);
      } catch (error) {
        problem =
          error instanceof Error
            ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ')
            : String(error);
      }
      const { user } = process.cpuUsage(before);
      const seconds = user / 1e6;
      found.files += 1;
      if (seconds > slow) problem ??= `slow`;
      if (problem !== null && !found.threw.has(problem)) {
        const kept = join(folder, `${name}-${seed}-${found.threw.size}`);
        writeFileSync(kept, input);
        found.threw.set(problem, `${file}, ${seconds.toFixed(1)} s, kept as ${kept}`);
        console.log(`${name}: ${problem} (${file}, ${seconds.toFixed(1)} s, ${kept})`);
      }
      found.longest = Math.max(found.longest, seconds);
    }
  }
  return found;
}

const minutes = Number(option('minutes') ?? '1');
const seed = Number(option('seed') ?? String(Date.now() % 2 ** 31));
const wanted = option('target')?.split(',');
let faults = 0;
for (const target of targets.filter(({ name }) => !wanted || wanted.includes(name))) {
  const { threw, files, longest } = fuzz(target, minutes, seed);
  faults += threw.size;
  console.log(
    `${target.name}: ${files} files, ${threw.size} faults, longest ${longest.toFixed(2)} s (seed ${seed})`,
  );
}
process.exitCode = faults > 0 ? 1 : 0;
