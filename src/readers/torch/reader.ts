/** The reader of PyTorch source: modules of the program are made and traced without running anything outside of our evaluator. */
import type { Problem } from '../../base/problem';
import { importsTorch, isProgramPath } from '../../base/programs';
import type { Files, Source } from '../../base/source';
import { fileStart } from '../../base/span';
import type { Network } from '../../graph/network';
import { readProgram, type Failure, type Program } from '../python/read/program';
import { evaluateText } from '../python/read/sites';
import { spanOf } from '../python/values/place';
import type { InstanceValue } from '../python/values/value';
import type { Choice, Overrides, Reader, Reading } from '../reader';
import { isModule } from './module/moduleClass';
import { callMethod } from './mode';
import { lossCalled } from './loss';
import { inputOf, type InputWords } from './inputs';
import { torchModules } from './modules';
import { trace, type Traced } from './trace';

/** Reads Python files and notebooks that import torch. */
export const torchReader: Reader = {
  claims: ({ path, text }) => isProgramPath(path) && importsTorch(text),
  isProgram: true,
  read,
};

function read(source: Source, files: Files, overrides: Overrides): Reading {
  const program = readProgram(source, {
    files,
    modules: torchModules,
    packages: overrides.packages ?? [],
  });
  const expression = overrides.network ?? null;
  const result = expression === null ? nothing : networkOf(program, source, expression, overrides);
  return {
    networks: result.networks,
    problems: [...program.problems(), ...result.problems],
    needs: program.needs(),
    choices: result.choices,
  };
}

/** What one choice came to. */
interface Result {
  readonly networks: readonly Network[];
  readonly problems: readonly Problem[];
  readonly choices: readonly Choice[];
}

const nothing: Result = { networks: [], problems: [], choices: [] };

function networkOf(program: Program, source: Source, expression: string, overrides: Overrides): Result {
  const span = fileStart(source.path);
  const wrong = (message: string): Result => ({
    ...nothing,
    problems: [{ severity: 'error', message, span }],
  });
  const outcome = evaluateText(program, expression);
  if (typeof outcome === 'string') return wrong(outcome);
  if ('failure' in outcome) return { ...nothing, problems: [problemOf(outcome.failure, source)] };
  const { value } = outcome;
  if (value.kind === 'unknown') return wrong(value.message);
  if (!isModule(program.machine, value)) return wrong(`${expression} is no torch.nn.Module.`);
  if (overrides.mode) callMethod(program, value, overrides.mode);
  const inputs = inputsOf(overrides.inputs ?? []);
  if (typeof inputs === 'string') return wrong(inputs);
  return traced(program, source, value, expression, inputs, overrides);
}

function inputsOf(words: readonly string[]): readonly InputWords[] | string {
  let batch: number | null = null;
  const inputs: InputWords[] = [];
  for (const one of words) {
    const input = inputOf(one, batch);
    if (typeof input === 'string') return input;
    if (input.kind === 'input') batch ??= input.shape[0] ?? null;
    inputs.push(input);
  }
  return inputs;
}

function traced(
  program: Program,
  source: Source,
  module: InstanceValue,
  name: string,
  inputs: readonly InputWords[],
  overrides: Overrides,
): Result {
  const span = module.cls.origin ? spanOf(module.cls.origin) : fileStart(source.path);
  const order = { module, name: module.cls.name, span, inputs, loss: lossCalled(overrides.loss) };
  const [batch = 1] = inputs.flatMap((input) => (input.kind === 'input' ? [input.shape[0] ?? 1] : []));
  const open = trace(program, { ...order, batch: null });
  // What does not hold for every batch may hold for the one that was asked for; its words are those that PyTorch would say.
  const result: Traced =
    open.failure || open.problems.length > 0 ? trace(program, { ...order, batch }) : open;
  const problems = result.failure ? [problemOf(result.failure, source)] : [];
  return {
    networks: [{ ...result.network, batch }],
    problems: [...result.problems, ...problems],
    choices: [{ expression: name, label: module.cls.name, span, shown: true }],
  };
}

function problemOf({ text, trace: calls }: Failure, source: Source): Problem {
  const place = calls.at(-1)?.place;
  const chain = calls
    .slice(0, -1)
    .map(({ name, place: { node } }) => `line ${node.lineno} in ${name}`)
    .reverse();
  const message = chain.length > 0 ? `${text} (called from ${chain.join(', ')})` : text;
  return { severity: 'error', message, span: place ? spanOf(place) : fileStart(source.path) };
}
