/** The reader of PyTorch source: modules of the program are made and traced without running anything outside of our evaluator. */
import type { Problem } from '../../base/problem';
import { importsTorch, isProgramPath } from '../../base/programs';
import type { Files, Source } from '../../base/source';
import { fileStart, type Span } from '../../base/span';
import type { Network } from '../../graph/network';
import { readProgram, type Failure, type Program } from '../python/read/program';
import { evaluateText, type Outcome } from '../python/read/sites';
import { spanOf } from '../python/values/place';
import type { InstanceValue } from '../python/values/value';
import type { Choice, Overrides, Reader, Reading } from '../reader';
import { attempt, type Attempt } from './choose/attempt';
import { survey, type Candidate, type Survey } from './choose/candidates';
import { directivesOf, type Directive, type Directives } from './choose/directives';
import { lossOf, trainingOf } from './choose/trainingOf';
import { editProgram } from './edit/edit';
import { inputOf, type InputWords } from './inputs';
import { lossCalled } from './loss';
import { callMethod } from './mode';
import { isModule } from './module/moduleClass';
import { torchModules } from './modules';

/** Reads Python files and notebooks that import torch. */
export const torchReader: Reader = {
  claims: ({ path, text }) => isProgramPath(path) && importsTorch(text),
  isProgram: true,
  read,
  edit: (source, network, intents, { files, overrides }) =>
    editProgram(source, network, intents, (each) => read(each, files, overrides)),
};

/** Candidates that are made in search of one that is a module. */
const mostCandidates = 8;

function read(source: Source, files: Files, overrides: Overrides): Reading {
  const program = readProgram(source, {
    files,
    modules: torchModules,
    packages: overrides.packages ?? [],
  });
  // What files that are still to come will change is not worth a run.
  if (program.needs().length > 0) {
    return { networks: [], problems: program.problems(), needs: program.needs(), choices: [] };
  }
  const found = survey(program);
  const directives = directivesOf(program.main.file);
  const [directive = null] = directives.networks;
  const expression = overrides.network ?? directive?.network ?? null;
  const made = expression === null ? firstMade(found) : madeBy(found, expression);
  const result = networkOf(found, made, directives, directive, overrides);
  return {
    networks: result.network ? [result.network] : [],
    problems: [...program.problems(), ...result.problems],
    needs: program.needs(),
    choices: choicesOf(found, result.network ? made : null),
  };
}

/** A candidate that was made, or why it could not be. */
interface Made {
  readonly candidate: Candidate;
  readonly module: InstanceValue | null;
  readonly problem: Problem | null;
}

/** The first candidate that makes a module; the failure of the first where none does. */
function firstMade(found: Survey): Made | null {
  let first: Made | null = null;
  for (const candidate of found.candidates.slice(0, mostCandidates)) {
    const made = make(found.program, candidate);
    if (made.module) return made;
    first ??= made;
  }
  return first;
}

/** What an expression makes: a call of the program where one is written so, else in the scope of its module. */
function madeBy(found: Survey, expression: string): Made {
  const { program } = found;
  const known = found.candidates.find((candidate) => candidate.expression === expression);
  const span = program.main.file.body[0]
    ? program.main.file.span(program.main.file.body[0])
    : fileStart(program.main.file.path);
  return make(
    program,
    known ?? {
      expression,
      label: expression,
      span,
      target: null,
      site: null,
      assumed: [],
      make: () => evaluateText(program, expression),
    },
  );
}

function make(program: Program, candidate: Candidate): Made {
  const outcome: Outcome | string = candidate.make();
  const wrong = (message: string): Made => ({
    candidate,
    module: null,
    problem: { severity: 'error', message, span: candidate.span },
  });
  if (typeof outcome === 'string') return wrong(outcome);
  if ('failure' in outcome)
    return { candidate, module: null, problem: problemOf(outcome.failure, candidate.span) };
  const { value } = outcome;
  if (value.kind === 'unknown') return wrong(`${candidate.expression} is not known: ${value.message}`);
  if (!isModule(program.machine, value)) return wrong(`${candidate.expression} is no torch.nn.Module.`);
  return { candidate, module: value, problem: null };
}

interface Result {
  readonly network: Network | null;
  readonly problems: readonly Problem[];
}

function networkOf(
  found: Survey,
  made: Made | null,
  directives: Directives,
  directive: Directive | null,
  overrides: Overrides,
): Result {
  if (!made) return { network: null, problems: [] };
  const { module, candidate, problem } = made;
  if (!module) return { network: null, problems: problem ? [problem] : [] };
  const { program, sites } = found;
  const given = inputsOf(overrides.inputs ?? directive?.inputs ?? null);
  if (typeof given === 'string') {
    const span = overrides.inputs ? candidate.span : (directive?.span ?? candidate.span);
    return { network: null, problems: [{ severity: 'error', message: given, span }] };
  }
  callMethod(program, module, overrides.mode ?? directive?.mode ?? 'train');
  const named = overrides.loss ?? directive?.loss ?? null;
  const own = named === null ? lossOf(program, sites) : null;
  const span = module.cls.origin ? spanOf(module.cls.origin) : candidate.span;
  const tried = attempt(program, {
    module,
    name: module.cls.name,
    span,
    given,
    target: candidate.target,
    sites,
    loss: lossCalled(named ?? own?.name ?? null),
    lossSpan: own?.span ?? null,
    isAsked: named !== null,
    shapes: directives.shapes,
  });
  return withWords(found, candidate, tried, directives);
}

function inputsOf(words: readonly string[] | null): readonly InputWords[] | null | string {
  if (words === null || words.length === 0) return null;
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

/** The network with what the program says of its training, what was taken for granted, and all problems. */
function withWords(
  { program, sites }: Survey,
  candidate: Candidate,
  { traced, batch, assumptions, guessed }: Attempt,
  directives: Directives,
): Result {
  const training = trainingOf(program, sites, candidate.target);
  const assumed = candidate.assumed.map((message) => ({
    about: 'structure' as const,
    message: `${candidate.expression}: ${message}.`,
    span: candidate.span,
  }));
  const network: Network = {
    ...traced.network,
    batch,
    training: training?.training ?? null,
    assumptions: [...assumed, ...assumptions, ...traced.network.assumptions],
    ignore: [...traced.network.ignore, ...directives.ignoredFile],
    ignoredLines: directives.ignoredLines,
  };
  const failure = traced.failure && problemOf(traced.failure, candidate.span);
  const guess = failure && guessed ? [guessProblem(failure)] : failure ? [failure] : [];
  return { network, problems: [...traced.problems, ...guess] };
}

/** A failure on inputs that nobody has given may be the fault of the guess. */
function guessProblem(problem: Problem): Problem {
  return {
    ...problem,
    severity: 'warning',
    message: `No input that was tried runs through the network. Say what it takes in a comment: # backprop-lens: input=1,3,32,32. The first try ended with ${problem.message}`,
  };
}

function choicesOf({ candidates }: Survey, made: Made | null): readonly Choice[] {
  const listed = candidates.map(({ expression, label, span }) => ({
    expression,
    label,
    span,
    shown: expression === made?.candidate.expression,
  }));
  if (!made || listed.some(({ shown }) => shown)) return listed;
  const { expression, label, span } = made.candidate;
  return [{ expression, label, span, shown: true }, ...listed];
}

/** An exception of the program with the calls that led to it. */
function problemOf({ text, trace: calls }: Failure, otherwise: Span): Problem {
  const place = calls.at(-1)?.place;
  const chain = calls
    .slice(0, -1)
    .map(({ name, place: { node } }) => `line ${node.lineno}${name === '<module>' ? '' : ` in ${name}`}`)
    .reverse();
  const message = chain.length > 0 ? `${text} (called from ${chain.join(', ')})` : text;
  return { severity: 'error', message, span: place ? spanOf(place) : otherwise };
}
