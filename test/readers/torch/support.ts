/** What of PyTorch, einops, NumPy and Keras is understood, as the README's table: the names that a program finds when it imports them. */
import { readProgram } from '../../../src/readers/python/read/program';
import type { Value } from '../../../src/readers/python/values/value';
import { tensorClass } from '../../../src/readers/torch/values/flavour';
import { programModules } from '../../../src/readers/program/modules';

/** Rows of the table: words for the reader, and the modules whose names stand in them. */
const rows: readonly (readonly [words: string, modules: readonly string[]])[] = [
  [
    '`torch.nn`',
    ['torch.nn', 'torch.nn.modules.rnn', 'torch.nn.modules.transformer', 'torch.nn.modules.further'],
  ],
  ['`torch.nn.functional`', ['torch.nn.functional']],
  ['`torch`', ['torch', 'torch.functional']],
  ['`torch.linalg`', ['torch.linalg']],
  ['`torch.special`', ['torch.special']],
  ['`torch.fft`', ['torch.fft']],
  ['`torch.distributions`', ['torch.distributions']],
  ['`torch.nn.init`', ['torch.nn.init']],
  ['`torch.nn.utils`', ['torch.nn.utils', 'torch.nn.utils.parametrizations', 'torch.nn.utils.rnn']],
  ['`torch.optim`', ['torch.optim']],
  ['`torch.optim.lr_scheduler`', ['torch.optim.lr_scheduler']],
  ['`torch.utils.data`', ['torch.utils.data']],
  ['`einops`', ['einops', 'einops.layers.torch']],
  ['`numpy`', ['numpy']],
  ['`keras.layers`', ['keras.layers']],
  ['`keras.activations`', ['keras.activations']],
  ['`keras.initializers`', ['keras.initializers']],
  ['`keras.ops`', ['keras.ops']],
];

/** The modules of PyTorch that have a row, without the tensors. */
export function torchModulesOfTable(): readonly string[] {
  return rows.flatMap(([, modules]) => modules).filter((module) => module.startsWith('torch'));
}

/** The table in Markdown. */
export function supportTable(): string {
  const { machine } = readProgram(
    { path: 'none.py', text: '' },
    { files: new Map(), modules: programModules, packages: [] },
  );
  const namesIn = (module: string): readonly string[] => {
    const value = programModules.has(module) ? machine.importModule(module) : null;
    return value?.kind === 'module' ? understood(value.attributes) : [];
  };
  const found = rows.map(([words, modules]) => [words, modules.flatMap(namesIn)] as const);
  const functions = new Set(namesIn('torch'));
  const methods = understood(tensorClass.attributes).filter((name) => !functions.has(name));
  const beside = 'methods of `Tensor`, beside those of the same name in `torch`';
  const all = [...found, [beside, methods] as const].filter(([, names]) => names.length > 0);
  return [
    '| where | what |',
    '|---|---|',
    ...all.map(([words, names]) => `| ${words} (${new Set(names).size}) | ${listed(names)} |`),
  ].join('\n');
}

/** Functions and classes; of `relu` and `relu_` the first stands for both. */
export function understood(attributes: ReadonlyMap<string, Value>): readonly string[] {
  return [...attributes].flatMap(([name, { kind }]) => {
    if (name.startsWith('_') || !['class', 'function', 'builtin'].includes(kind)) return [];
    return name.endsWith('_') && attributes.has(name.slice(0, -1)) ? [] : [name];
  });
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].sort((one, other) => (one < other ? -1 : 1)).join(', ');
}

const begin = '<!-- Made by `npm run support`: the names that a program finds. -->';
const end = '<!-- /support -->';

/** The README with the table as it is now. @throws Error where it has no place for one */
export function withSupport(readme: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`The README has no ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n\n${supportTable()}\n\n${readme.slice(to)}`;
}
