/** Fuzzes readers for some minutes each, led by coverage: `npm run fuzz -- --minutes=10 [--target=hdf5,torch] [--seed=1]`; see README.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoverage, type Coverage } from './coverage';
import { drawFrom } from './draw';
import { targets, type Target } from './targets';
import { tried } from './trial';

function option(name: string): string | undefined {
  return process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** Files between two looks at the coverage, each of which takes some 20 ms. */
const turns = { quick: 200, slow: 20 } as const;
/** Files of more bytes are not kept: they would only be slow. */
const longestKept = 200_000;

interface Run {
  readonly faults: Map<string, string>;
  /** Blocks that were reached. */
  readonly blocks: Set<string>;
  files: number;
  longest: number;
  /** Blocks that the valid files reach. */
  readonly atFirst: number;
  kept: number;
}

function fuzz(target: Target, coverage: Coverage, minutes: number, seed: number): Run {
  const { seeds, mutate } = target;
  const turn = target.slow ? turns.slow : turns.quick;
  coverage.taken();
  for (const [, bytes] of seeds) target.read(bytes);
  const blocks = new Set(coverage.taken());
  const run: Run = { faults: new Map(), blocks, files: 0, longest: 0, atFirst: blocks.size, kept: 0 };
  const corpus = seeds.map(([, bytes]) => bytes);
  const end = Date.now() + minutes * 60_000;
  for (let next = seed; Date.now() < end; next += turn) {
    const inputs = Array.from({ length: turn }, (_, place) => {
      const draw = drawFrom(next + place);
      // Half of them from what the readers are given in life.
      const from = draw.chance(0.5) ? draw.any(seeds)?.[1] : draw.any(corpus);
      return mutate(from ?? new Uint8Array(), draw);
    });
    for (const input of inputs) judge(target, input, run, seed);
    const found = coverage.taken().filter((block) => !blocks.has(block));
    if (found.length > 0) corpus.push(...reaching(new Set(found), inputs, target, coverage));
    for (const block of found) blocks.add(block);
    run.kept = corpus.length - seeds.length;
  }
  return run;
}

/** The files that reach new blocks, found by reading each once more; one for each block is enough. */
function reaching(
  found: Set<string>,
  inputs: readonly Uint8Array[],
  target: Target,
  coverage: Coverage,
): readonly Uint8Array[] {
  const wanted = new Set(found);
  return inputs.filter((input) => {
    if (wanted.size === 0 || input.length > longestKept) return false;
    tried(target, input);
    const reached = coverage.taken().filter((block) => wanted.delete(block));
    return reached.length > 0;
  });
}

function judge(target: Target, input: Uint8Array, run: Run, seed: number): void {
  const { fault, seconds } = tried(target, input);
  run.files += 1;
  run.longest = Math.max(run.longest, seconds);
  if (fault === null || run.faults.has(fault)) return;
  const folder = join(tmpdir(), 'fuzz');
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, `${target.name}-${seed}-${run.faults.size}`);
  writeFileSync(kept, input);
  run.faults.set(fault, kept);
  console.log(`${target.name}: ${fault} (${seconds.toFixed(1)} s, ${kept})`);
}

const minutes = Number(option('minutes') ?? '1');
const seed = Number(option('seed') ?? String(Date.now() % 2 ** 31));
const wanted = option('target')?.split(',');
const coverage = startCoverage();
let faults = 0;
for (const target of targets.filter(({ name }) => !wanted || wanted.includes(name))) {
  const run = fuzz(target, coverage, minutes, seed);
  faults += run.faults.size;
  console.log(
    `${target.name}: ${run.files} files in ${minutes} min, blocks ${run.atFirst} -> ${run.blocks.size}, ${run.kept} kept, ${run.faults.size} faults, longest ${run.longest.toFixed(2)} s, at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB (seed ${seed})`,
  );
}
process.exitCode = faults > 0 ? 1 : 0;
