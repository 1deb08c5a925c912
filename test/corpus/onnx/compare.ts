/**
 * Holds models that PyTorch exported, read by us, against PyTorch, and writes the table.
 *
 * usage: npx tsx test/corpus/onnx/compare.ts --exports DIR [--reference FILE] [--only TEXT] [--seconds N] [--table FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runJobs, serve, type Outcome } from '../python/jobs';
import { compared, type Compared, type Comparing } from './compared';
import { page, rowOf, variantName, type Model, type References, type Row } from './table';

const here = import.meta.dirname;

async function compare(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      exports: { type: 'string' },
      reference: { type: 'string', default: path.join(here, 'reference.json') },
      only: { type: 'string', default: '' },
      seconds: { type: 'string', default: '240' },
      table: { type: 'string' },
    },
  });
  const { exports: folder } = options;
  if (folder === undefined) throw new Error('--exports is needed');
  // Both files were written beside this script, the second by reference.py.
  const models = json(path.join(here, 'models.json')) as readonly Model[];
  const references = json(options.reference) as References;
  const rows: Row[] = [];
  const told = (row: Row): void => {
    rows.push(row);
    process.stdout.write(`${rowOf(row)}\n`);
  };
  const jobs = models.flatMap(({ name, input, variants }) =>
    variants.flatMap((variant) => {
      const key = `${name}/${variantName(variant)}`;
      const reference = references.exports[key];
      if (!reference || !key.includes(options.only)) return [];
      const file = path.join(folder, `${key.replaceAll('/', '-')}.onnx`);
      const [, mode, , fill] = variant;
      const job: Comparing = { file, fill, training: mode === 'train', batch: input[0] ?? 1 };
      return [{ row: { name, variant, input, reference }, job }];
    }),
  );
  const rowOfJob = new Map(jobs.map(({ row, job }) => [job, row]));
  const possible = jobs.filter(({ row }) => !('problem' in row.reference));
  await runJobs<Comparing, Compared>({
    script: import.meta.filename,
    jobs: possible.map(({ job }) => job),
    seconds: Number(options.seconds),
    told: (job, outcome) => {
      const row = rowOfJob.get(job);
      if (row) told({ ...row, outcome });
    },
  });
  const none: Outcome<Compared> = { kind: 'crash', reason: '' };
  for (const { row } of jobs) if ('problem' in row.reference) told({ ...row, outcome: none });
  if (options.table !== undefined) writeFileSync(options.table, page(rows, references));
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

if (process.send) serve<Comparing>(compared);
else void compare();
