/**
 * Holds real models, read from their source by us, against what PyTorch measured of them, and prints a table.
 *
 * usage: npx tsx test/corpus/python/compare.ts --root DIR --packages DIR [--models FILE] [--reference FILE] [--fill sine|hash] [--only TEXT]
 *        [--group TEXT] [--float64] [--seconds N] [--norms DIR] [--table FILE] [--causes FILE]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runJobs, serve, type Outcome } from './jobs';
import { measure, type Measured, type Measuring } from './measured';
import { causesOf, needsFloat64, table, totals, type Model, type References, type Row } from './table';

/** A job with the name of its model. */
interface Job extends Measuring {
  readonly name: string;
}

function asked(): ReturnType<typeof parse>['values'] {
  return parse().values;
}

function parse() {
  const here = import.meta.dirname;
  return parseArgs({
    options: {
      root: { type: 'string' },
      packages: { type: 'string' },
      models: { type: 'string', default: path.join(here, 'models.json') },
      reference: { type: 'string', default: path.join(here, 'reference.json') },
      fill: { type: 'string', default: 'sine' },
      only: { type: 'string', default: '' },
      group: { type: 'string', default: '' },
      float64: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '60' },
      norms: { type: 'string' },
      table: { type: 'string' },
      causes: { type: 'string' },
    },
  });
}

async function compare(): Promise<void> {
  const options = asked();
  const { root, packages } = options;
  if (root === undefined || packages === undefined) throw new Error('--root and --packages are needed');
  const fill = options.fill === 'hash' ? 'hash' : 'sine';
  const models = json(options.models) as readonly Model[];
  const references = json(options.reference) as References;
  const chosen = models.filter(
    ({ name, group }) =>
      new RegExp(options.only).test(name) && new RegExp(options.group).test(group) && references.models[name],
  );
  const job = (model: Model, float64: boolean): Job => ({
    ...placeOf(model, root, packages),
    ...{ name: model.name, network: model.network, inputs: model.inputs, fill, packages, float64 },
    norms: options.norms !== undefined,
  });
  const measured = async (
    asked: readonly Model[],
    float64: boolean,
    told: (row: Row) => void,
  ): Promise<void> => {
    await runJobs<Job, Measured>({
      script: import.meta.filename,
      jobs: asked.map((model) => job(model, float64)),
      // Plain loops in float64 take several times as long.
      seconds: Number(options.seconds) * (float64 && !options.float64 ? 4 : 1),
      told: ({ name }, outcome) => {
        const model = asked.find((one) => one.name === name);
        const reference = references.models[name];
        if (model && reference) told({ model, reference, fill, outcome });
      },
    });
  };
  const rows: Row[] = [];
  await measured(chosen, options.float64, (row) => {
    rows.push(row);
    tell(row, options.norms);
  });
  const doubtful = options.float64 ? [] : rows.filter(needsFloat64).map(({ model }) => model);
  await measured(doubtful, true, ({ model, outcome }) => {
    const place = rows.findIndex((row) => row.model === model);
    const row = rows[place];
    if (!row) return;
    rows[place] = { ...row, wide: outcome };
    tell(rows[place], undefined);
  });
  process.stdout.write(`\n${totals(rows)}\n`);
  if (options.table !== undefined) writeFileSync(options.table, page(rows, references));
  if (options.causes !== undefined) writeFileSync(options.causes, causesOf(rows));
}

/** Prints a row as soon as it is known. */
function tell(row: Row, norms: string | undefined): void {
  process.stdout.write(
    `${table([row]).split('\n').at(-1) ?? ''}${worst(row.model.name, row.outcome, norms)}\n`,
  );
}

/** @returns what a file beside the scripts holds; who asks knows its form, since the scripts write them */
function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function placeOf(model: Model, root: string, packages: string): Pick<Measuring, 'file' | 'text' | 'roots'> {
  const own = path.join(root, (model.repository ?? '').replace('/', '-'));
  if (model.imports !== undefined)
    return { file: path.join(own, 'model.py'), text: model.imports, roots: [packages] };
  const base = model.package === undefined ? own : packages;
  return {
    file: path.join(base, model.file ?? ''),
    text: null,
    roots: [own, packages].filter((each) => each !== root),
  };
}

/** The parameter whose gradient norm is furthest off, where norms are known. */
function worst(name: string, outcome: Outcome<Measured>, folder: string | undefined): string {
  if (folder === undefined || outcome.kind !== 'answer' || !outcome.answer.norms) return '';
  const file = path.join(folder, `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '_')}.json`);
  if (!existsSync(file)) return '';
  const fill = asked().fill;
  const theirs = (json(file) as Record<string, Record<string, number>>)[fill] ?? {};
  const ours = outcome.answer.norms;
  const strange = Object.keys(ours).filter((key) => theirs[key] === undefined && (ours[key] ?? 0) > 0);
  const lost = Object.keys(theirs).filter((key) => ours[key] === undefined);
  const errors = Object.entries(theirs).map(([key, norm]) => {
    const error = Math.abs((ours[key] ?? 0) - norm) / Math.max(norm, 1e-12);
    return { key, error };
  });
  const [first] = errors.toSorted((a, b) => b.error - a.error);
  const names = [
    strange.length > 0 && `strange: ${strange.slice(0, 2).join(', ')}`,
    lost.length > 0 && `lost: ${lost.slice(0, 2).join(', ')}`,
  ];
  return `  ${first ? `${first.key} ${first.error.toExponential(0)}` : ''} ${names.filter(Boolean).join('; ')}`;
}

function page(rows: readonly Row[], { versions }: References): string {
  const words = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    '# Real models, read from their source, against PyTorch',
    '',
    `Written on ${new Date().toISOString().slice(0, 10)} by [compare.ts](compare.ts); the other side was measured with ${words.join(', ')} by [reference.py](reference.py),`,
    'in float64 and evaluation mode, parameters and inputs filled by formula. L is the sum over outputs of the mean square, gnorm the norm of its gradient over all',
    'parameters; an error is relative, and up to 1e-4 counts as right. We compute in float32 as the extension does; where its digits do not suffice, in float64 too,',
    'and then the row says how far PyTorch itself is off in float32. The models and their arguments stand in [models.json](models.json). To run it again:',
    '',
    '```sh',
    'python test/corpus/python/reference.py test/corpus/python/models.json test/corpus/python/reference.json --root REPOSITORIES',
    'npx tsx test/corpus/python/compare.ts --root REPOSITORIES --packages SITE_PACKAGES --table test/corpus/python/comparison.md',
    '```',
    '',
    'REPOSITORIES holds a folder OWNER-NAME for each repository that is named, SITE_PACKAGES is that of the PyTorch which measured.',
    '',
    totals(rows),
    '',
    table(rows),
    '',
    '## Causes',
    '',
    causesOf(rows),
  ].join('\n');
}

if (process.send) serve<Job>(measure);
else void compare();
