/**
 * How long reading a program takes: programs of the size of a tutorial, and ResNet-50 from the source of an installed torchvision. Each row is
 * measured in a process of its own: its very first reading, and readings after a change, as a save makes them. What counts is the work of the
 * process or the time that passed, whichever is less.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { relativePath } from '../../src/base/paths';
import { programReader } from '../../src/readers/program/reader';
import { diskFiles } from '../corpus/python/diskFiles';
import { median } from './measurement';

/** What is read. */
interface ReadingRow {
  readonly name: string;
  readonly files: readonly string[];
  /** Which network of it; null: the one that the reader chooses. */
  readonly network: string | null;
  /** The folder of installed packages. */
  readonly packages: string | null;
  /** Milliseconds that the median may take. */
  readonly limit: number;
}

/** Milliseconds of readings of one row. */
interface ReadingTimes {
  /** The first reading in the process. */
  readonly first: number;
  /** The median of each file after changes. */
  readonly medians: readonly number[];
  /** Files of which no network came. */
  readonly failed: readonly string[];
}

const readingsOfEach = 9;

const programs = path.join(__dirname, 'programs');

/** The rows; without installed packages the one that needs them is left out, and said. */
export function readingRows(packages: string | null): readonly ReadingRow[] {
  const files = readdirSync(programs).map((name) => path.join(programs, name));
  const tutorials: ReadingRow = {
    name: `${files.length} programs of the size of a tutorial`,
    ...{ files, network: null, packages: null, limit: 50 },
  };
  if (packages === null) return [tutorials];
  const resnet: ReadingRow = {
    name: "ResNet-50 from torchvision's source",
    files: [path.join(packages, 'torchvision', 'models', 'resnet.py')],
    ...{ network: 'resnet50()', packages, limit: 300 },
  };
  return [tutorials, resnet];
}

/** The table in Markdown. */
export function readingTable(packages: string | null): string {
  const lines = [
    '| reading | first in a process, ms | after a change, median ms (times the limit) | slowest file, ms |',
    '|---|---:|---:|---:|',
    ...readingRows(packages).map((row) => lineOf(row)),
  ];
  const note = packages === null ? ['', 'Without --packages=DIR ResNet-50 of torchvision is not read.'] : [];
  return [...lines, ...note].join('\n');
}

function lineOf(row: ReadingRow): string {
  const words = ['--import', 'tsx', __filename, JSON.stringify(row)];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) return `| ${row.name} | cannot run: ${stderr.trim().split('\n').at(-1) ?? ''} | | |`;
  const { first, medians, failed } = JSON.parse(stdout) as ReadingTimes; // printed below
  const middle = median(medians);
  const share = `${middle.toFixed(1)} (x ${(middle / row.limit).toPrecision(2)})`;
  const missing = failed.length > 0 ? `; no network in ${failed.join(', ')}` : '';
  return `| ${row.name}${missing} | ${first.toFixed(0)} | ${share} | ${Math.max(...medians).toFixed(1)} |`;
}

/** Reads every file again and again, each time with another text, so that no tree of an earlier reading is used for it. */
function timesOf({ files, network, packages }: ReadingRow): ReadingTimes {
  const failed: string[] = [];
  let change = 0;
  const once = (file: string): number => {
    const folder = path.dirname(file);
    const text = `${readFileSync(file, 'utf8')}\n# change ${(change += 1)}\n`;
    const around = diskFiles(folder, packages === null ? [folder] : [folder, packages]);
    const given = packages === null ? [] : [relativePath(folder, packages)];
    const started = performance.now();
    const worked = process.cpuUsage();
    const overrides = { sampleShape: null, loss: null, network, packages: given };
    const { networks } = programReader.read({ path: file, text }, around, overrides);
    const { user, system } = process.cpuUsage(worked);
    // On a machine that others use too, what passed says little.
    const taken = Math.min(performance.now() - started, (user + system) / 1000);
    if (networks.length === 0 && !failed.includes(path.basename(file))) failed.push(path.basename(file));
    return taken;
  };
  const [firstFile = ''] = files;
  const first = once(firstFile);
  for (const file of files) once(file);
  const medians = files.map((file) => median(Array.from({ length: readingsOfEach }, () => once(file))));
  return { first, medians, failed };
}

const [, script, asked] = process.argv;
if (script === __filename && asked !== undefined) {
  process.stdout.write(JSON.stringify(timesOf(JSON.parse(asked) as ReadingRow))); // written above
}
