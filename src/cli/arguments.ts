/** The command line's words: what can be asked, and what is wrong with what was asked. */
import { parseArgs } from 'node:util';
import { settableLimits, type OtherLimits } from '../analysis/rules/limits';
import { ruleIds } from '../analysis/rules/table';
import { severities, type Severity } from '../base/problem';
import { listed, nearest } from '../base/words';
import { fills, type Fill } from '../inspect/fill';
import { lossNames } from '../inspect/inspect';
import type { Scaling } from '../readers/reader';

/** Inspect these files. */
export interface InspectCommand {
  readonly kind: 'inspect';
  readonly files: readonly string[];
  /** Only the network of this name; of a program, the network that this expression makes. */
  readonly network: string | null;
  readonly format: 'text' | 'json' | 'sarif';
  /** What --json or --sarif printed earlier: findings in it are known and do not count. */
  readonly baseline: string | null;
  /** Rules that are silenced. */
  readonly ignore: readonly string[];
  /** Limits of rules in place of the usual ones. */
  readonly limits: OtherLimits;
  readonly batch: number | null;
  readonly seed: number | null;
  /** Whole shapes of the inputs, batch first: of a network file the sizes of one, of a program the words of directives. */
  readonly inputs: readonly string[];
  /** How a program is read, where it asks whether it trains; null: as it trains. */
  readonly mode: 'train' | 'eval' | null;
  /** Folders of installed packages, in which imports of programs are read. */
  readonly sitePackages: readonly string[];
  readonly loss: string | null;
  /** A file whose tensors take the place of the first values of all parameters. */
  readonly weights: string | null;
  /** A file of data: with the tensors `input` and `target` it takes the place of the probe, else a table or arrays of samples. */
  readonly data: string | null;
  /** The column of the data to predict; null: guessed. */
  readonly target: string | null;
  /** The columns of the inputs; null: guessed. */
  readonly features: readonly string[] | null;
  /** What is done to the inputs. */
  readonly scaling: Scaling;
  /** A formula that fills parameters and inputs, in evaluation mode, to compare with other frameworks. */
  readonly fill: Fill | null;
  /** Where the gradients of all parameters go, as safetensors. */
  readonly gradients: string | null;
  /** Plain loops in float64 instead of the fast kernels. */
  readonly float64: boolean;
  /** Runs as evaluation does, without dropout and with running statistics. */
  readonly evaluation: boolean;
  readonly failOn: Severity | 'never';
}

/** Train the network of a file. */
export interface TrainCommand {
  readonly kind: 'train';
  readonly file: string;
  /** The network of this name; null where there is only one. */
  readonly network: string | null;
  readonly json: boolean;
  readonly seed: number | null;
  /** Steps in place of the file's own. */
  readonly steps: number | null;
  /** A file whose tensors take the place of the first values of all parameters. */
  readonly weights: string | null;
  /** Where the parameters go when it is done, as safetensors. */
  readonly save: string | null;
  readonly float64: boolean;
}

/** What the user asked for; `wrong` carries one sentence. */
export type Command =
  | InspectCommand
  | TrainCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly reason: string };

const options = {
  network: { type: 'string' },
  json: { type: 'boolean' },
  sarif: { type: 'boolean' },
  baseline: { type: 'string' },
  ignore: { type: 'string', multiple: true },
  limit: { type: 'string', multiple: true },
  batch: { type: 'string' },
  seed: { type: 'string' },
  input: { type: 'string', multiple: true },
  mode: { type: 'string' },
  'site-packages': { type: 'string', multiple: true },
  loss: { type: 'string' },
  weights: { type: 'string' },
  data: { type: 'string' },
  target: { type: 'string' },
  features: { type: 'string' },
  scale: { type: 'string' },
  fill: { type: 'string' },
  gradients: { type: 'string' },
  evaluation: { type: 'boolean' },
  float64: { type: 'boolean' },
  'fail-on': { type: 'string' },
  steps: { type: 'string' },
  save: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Options that only one command has. */
const ownOptions = {
  inspect: [
    'sarif',
    'baseline',
    'ignore',
    'limit',
    'batch',
    'input',
    'mode',
    'site-packages',
    'loss',
    'data',
    'target',
    'features',
    'scale',
    'fill',
    'gradients',
    'evaluation',
    'fail-on',
  ],
  train: ['steps', 'save'],
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const modes = ['train', 'eval'] as const;

const scalings = ['none', 'standardised', 'pixels'] as const satisfies readonly Scaling[];

const levels = [...severities, 'never'] as const;

/** Reads the words after the program's name. Never throws. */
export function readArguments(words: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (values.help === true || words.length === 0) return { kind: 'help' };
    if (values.version === true) return { kind: 'version' };
    const [verb, ...files] = positionals;
    if (verb !== 'inspect' && verb !== 'train') return wrong(unknownVerb(verb));
    const other = verb === 'inspect' ? 'train' : 'inspect';
    const stray = ownOptions[other].find((name) => values[name] !== undefined);
    if (stray !== undefined) return wrong(`--${stray} belongs to ${other}`);
    return verb === 'inspect' ? inspectCommand(files, values) : trainCommand(files, values);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

/** @throws RangeError that says what was expected */
function inspectCommand(files: readonly string[], values: Values): Command {
  if (files.length === 0) return wrong('inspect needs at least one file');
  if (values.json === true && values.sarif === true) return wrong('--json and --sarif exclude each other');
  return {
    kind: 'inspect',
    files,
    network: values.network ?? null,
    format: values.json === true ? 'json' : values.sarif === true ? 'sarif' : 'text',
    baseline: values.baseline ?? null,
    ignore: (values.ignore ?? []).map(ruleOption),
    limits: limitOptions(values.limit ?? []),
    batch: wholeNumberOption('batch', values.batch, 1),
    seed: wholeNumberOption('seed', values.seed, 0),
    inputs: (values.input ?? []).map(inputOption),
    mode: values.mode === undefined ? null : modeOption(values.mode),
    sitePackages: values['site-packages'] ?? [],
    loss: values.loss === undefined ? null : lossOption(values.loss),
    weights: values.weights ?? null,
    data: values.data ?? null,
    target: values.target ?? null,
    features: values.features === undefined ? null : values.features.split(',').map((name) => name.trim()),
    scaling: scalingOption(values.scale ?? 'none'),
    fill: values.fill === undefined ? null : fillOption(values.fill),
    gradients: values.gradients ?? null,
    float64: values.float64 === true,
    evaluation: values.evaluation === true,
    failOn: levelOption(values['fail-on'] ?? 'error'),
  };
}

/** @throws RangeError that says what was expected */
function trainCommand(files: readonly string[], values: Values): Command {
  const [file, ...others] = files;
  if (file === undefined) return wrong('train needs a file');
  if (others.length > 0) return wrong(`train takes one file, found ${files.length}`);
  return {
    kind: 'train',
    file,
    network: values.network ?? null,
    json: values.json === true,
    seed: wholeNumberOption('seed', values.seed, 0),
    steps: wholeNumberOption('steps', values.steps, 0),
    weights: values.weights ?? null,
    save: values.save ?? null,
    float64: values.float64 === true,
  };
}

function wrong(reason: string): Command {
  return { kind: 'wrong', reason };
}

function unknownVerb(verb: string | undefined): string {
  const near = verb === undefined ? undefined : nearest(verb, ['inspect', 'train']);
  if (verb === undefined) return 'the command is missing: inspect or train';
  return `unknown command ${verb}${near === undefined ? '' : `, did you mean ${near}?`}`;
}

/** @throws RangeError that says what was expected */
function wholeNumberOption(name: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`--${name} takes a whole number from ${least} on, found ${text}`);
}

/** What the words are is for the reader of a program to say; a network file takes sizes only, see `sizesOf`. */
function inputOption(text: string): string {
  if (text.trim() !== '') return text;
  throw new RangeError('--input takes sizes separated by commas, batch first (1,3,32,32), found nothing');
}

/** A whole shape, batch first; null where it is none. */
export function sizesOf(text: string): readonly number[] | null {
  const sizes = text.split(',').map((part) => part.trim());
  return sizes.length > 1 && sizes.every((size) => /^[1-9]\d*$/.test(size)) ? sizes.map(Number) : null;
}

function modeOption(text: string): 'train' | 'eval' {
  const mode = modes.find((known) => known === text);
  if (mode) return mode;
  throw new RangeError(`--mode takes ${listed(modes, 'or')}, found ${text}`);
}

function scalingOption(text: string): Scaling {
  const scaling = scalings.find((known) => known === text);
  if (scaling) return scaling;
  throw new RangeError(`--scale takes ${listed(scalings, 'or')}, found ${text}`);
}

function lossOption(text: string): string {
  if (lossNames.includes(text)) return text;
  const near = nearest(text, lossNames);
  const hint = near === undefined ? '' : `, did you mean ${near}?`;
  throw new RangeError(`--loss takes ${listed(lossNames, 'or')}; found ${text}${hint}`);
}

function ruleOption(text: string): string {
  if (ruleIds.some((rule) => rule === text)) return text;
  const near = nearest(text, ruleIds);
  throw new RangeError(
    `--ignore: no rule is called ${text}${near === undefined ? '' : `, did you mean ${near}?`}`,
  );
}

/** Every RULE.LEVEL=NUMBER in one table. @throws RangeError that says what was expected */
function limitOptions(texts: readonly string[]): OtherLimits {
  const settable: Readonly<Record<string, Readonly<Record<string, number>> | undefined>> = settableLimits();
  const limits: Record<string, Record<string, number>> = {};
  for (const text of texts) {
    const [name = '', number = ''] = text.split('=');
    const [rule = '', level = ''] = name.split('.');
    const value = Number(number);
    if (number.trim() === '' || !Number.isFinite(value))
      throw new RangeError(`--limit takes RULE.LEVEL=NUMBER (vanishing.warning=0.01), found ${text}`);
    const levelsOfRule = Object.hasOwn(settable, rule) ? settable[rule] : undefined;
    if (!levelsOfRule || !Object.hasOwn(levelsOfRule, level)) {
      const known = Object.entries(settable).flatMap(([id, own]) =>
        Object.keys(own ?? {}).map((one) => `${id}.${one}`),
      );
      const near = nearest(name, known);
      const hint = near === undefined ? `: ${listed(known, 'or')}` : `, did you mean ${near}?`;
      throw new RangeError(`--limit: ${name} is no limit that can be set${hint}`);
    }
    (limits[rule] ??= {})[level] = value;
  }
  return limits;
}

function fillOption(text: string): Fill {
  const fill = fills.find((known) => known === text);
  if (fill) return fill;
  throw new RangeError(`--fill takes ${listed(fills, 'or')}, found ${text}`);
}

function levelOption(text: string): Severity | 'never' {
  const level = levels.find((known) => known === text);
  if (level) return level;
  throw new RangeError(`--fail-on takes ${listed(levels, 'or')}, found ${text}`);
}
