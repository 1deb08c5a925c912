/**
 * Holds models of keras.applications, read by us from their source and from what `to_json()` writes, against Keras, and writes the table.
 *
 * usage: npx tsx test/corpus/keras/compare.ts --packages DIR --saved DIR [--only TEXT] [--seconds N] [--table FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runJobs, serve } from '../python/jobs';
import { compared, type Compared, type Comparing } from './compared';
import { page, rowOf, type Model, type References, type Row } from './table';

const here = import.meta.dirname;

async function compare(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      packages: { type: 'string' },
      saved: { type: 'string' },
      only: { type: 'string', default: '' },
      seconds: { type: 'string', default: '240' },
      table: { type: 'string' },
    },
  });
  const { packages, saved } = options;
  if (packages === undefined || saved === undefined) throw new Error('--packages and --saved are needed');
  // Both files were written beside this script, the second by reference.py.
  const models = json('models.json') as readonly Model[];
  const references = json('reference.json') as References;
  const rows: Row[] = [];
  const chosen = models.filter(({ name }) => name.includes(options.only) && references.models[name]);
  await runJobs<Comparing, Compared>({
    script: import.meta.filename,
    jobs: chosen.flatMap(({ name, module, input }) => {
      const base = { name, input, packages };
      const source = path.join(packages, 'keras/src/applications', `${module}.py`);
      const whole = path.join(saved, `${name}-whole.json`);
      return [
        { ...base, from: 'source', file: source, whole: source } as const,
        { ...base, from: 'to_json', file: path.join(saved, `${name}.json`), whole } as const,
      ];
    }),
    seconds: Number(options.seconds),
    told: (job, outcome) => {
      const reference = references.models[job.name];
      if (!reference) return;
      const row: Row = { name: job.name, from: job.from, input: job.input, reference, outcome };
      rows.push(row);
      process.stdout.write(`${rowOf(row)}\n`);
    },
  });
  if (options.table !== undefined) writeFileSync(options.table, page(rows, references));
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(path.join(here, file), 'utf8'));
}

if (process.send) serve<Comparing>(compared);
else void compare();
