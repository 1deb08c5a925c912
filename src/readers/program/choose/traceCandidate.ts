/** From a module that was made to its network, with what the program and its directives say of inputs, loss, mode and training. */
import type { Problem } from '../../../base/problem';
import type { Span } from '../../../base/span';
import type { Network } from '../../../graph/network';
import type { Training } from '../../../graph/training';
import type { Program } from '../../python/read/program';
import { spanOf } from '../../python/values/place';
import type { InstanceValue } from '../../python/values/value';
import type { Overrides } from '../../reader';
import { inputOf, type InputWords } from '../inputs';
import { lossCalled } from '../namedLoss';
import { callMethod } from '../../torch/module/mode';
import { failureProblem, isOwn } from '../problems';
import { attempt, type Attempt } from './attempt';
import type { Candidate, Survey } from './candidate';
import { targetOf } from './candidates';
import { entryOf } from './entry';
import { directiveFor, ignoredIn, type Directives } from './directives';
import { lossOf } from './lossOf';
import { parametersFrom } from './surroundings';
import { trainingOf, type TrainingSites } from './trainingOf';

/** What came of a candidate. */
export interface Tried {
  readonly network: Network | null;
  readonly problems: readonly Problem[];
  /** Whether forward came to its end and gave something. */
  readonly runs: boolean;
  /** Whether a failure is certainly the program's own: it makes the module and its inputs by itself. */
  readonly isOwnFailure: boolean;
  /** What it cost. */
  readonly steps: number;
}

/** Traces a module on inputs that are said, found or guessed. */
export function traceCandidate(
  found: Survey,
  candidate: Candidate,
  module: InstanceValue,
  directives: Directives,
  overrides: Overrides,
): Tried {
  const { program, sites } = found;
  const said = saidOf(found, candidate, module, directives, overrides);
  if ('problems' in said) return said;
  const { given, mode, named } = said;
  callMethod(program, module, mode);
  const entry = entryOf(module, sites, placeOf(program, module, candidate));
  const around = trainingSites(found, candidate, module);
  const models = { target: candidate.target, others: targetsBeside(found, candidate) };
  const own = named === null ? lossOf(program, around.sites, models, around.parameter) : null;
  const tried = attempt(program, {
    module,
    name: module.cls.name,
    span: placeOf(program, module, candidate),
    given,
    target: entry && candidate.target !== null ? `${candidate.target}.${entry.name}` : candidate.target,
    sites,
    loss: named === null ? (own?.call ?? null) : lossCalled(named),
    lossSpan: own?.span ?? null,
    isAsked: named !== null,
    shapes: directives.shapes,
  });
  const assumptions = [...(entry ? [entry.assumption] : []), ...tried.assumptions];
  const whole = { ...tried, assumptions };
  const { network, ...rest } = withWords(program, candidate, whole, directives, trainingOf(around));
  return { ...rest, network: mode === 'eval' && network ? { ...network, mode } : network };
}

/** Where the network stands in the source that is shown: its class, or, where that stands elsewhere, the call that makes it. */
function placeOf(program: Program, { cls, origin }: InstanceValue, candidate: Candidate): Span {
  const here = [cls.origin, origin].find((place) => place !== null && isOwn(program, { place }));
  return here ? spanOf(here) : candidate.span;
}

/** The variables of the other models that the program makes, those of one class among them. */
function targetsBeside({ program, sites, candidates }: Survey, { target }: Candidate): ReadonlySet<string> {
  const makers = new Set(candidates.flatMap(({ site }) => (site === null ? [] : [site.callee])));
  const made = sites.filter(({ callee }) => makers.has(callee)).map((site) => targetOf(program, site));
  const all = [...candidates.map((one) => one.target), ...made];
  return new Set(all.flatMap((one) => (one === null || one === target ? [] : [one])));
}

/** What a person or a directive says of how a candidate is to be traced. */
export interface Said {
  /** Null where nobody says the inputs. */
  readonly given: readonly InputWords[] | null;
  readonly mode: 'train' | 'eval';
  /** The name of a loss; null where nobody says one. */
  readonly named: string | null;
}

/** What is said over the program's head; inputs that are none end the attempt. */
export function saidOf(
  found: Survey,
  candidate: Candidate,
  module: InstanceValue,
  directives: Directives,
  overrides: Overrides,
): Said | Tried {
  const directive = directiveFor(directives, candidate, module, found.lines);
  const given = inputsOf(overrides.inputs ?? directive.inputs);
  if (typeof given === 'string') {
    // What is wrong with a directive's words is said at the directive.
    const problems = overrides.inputs
      ? [{ severity: 'error', message: given, span: candidate.span } as const]
      : [];
    return { network: null, problems, runs: false, isOwnFailure: true, steps: 0 };
  }
  return {
    given,
    mode: overrides.mode ?? directive.mode ?? 'train',
    named: overrides.loss ?? directive.loss,
  };
}

/** Where training is looked for: outside of the classes of modules, then in the module's own class, where `self` is the module. */
function trainingSites(
  { program, sites, inside }: Survey,
  { target }: Candidate,
  module: InstanceValue,
): TrainingSites {
  const own = new Set(module.cls.mro.map(({ origin }) => origin?.node));
  const within = inside.filter(({ statements }) => statements.some((one) => own.has(one)));
  const all = [...sites, ...within];
  return { program, sites: all, target, parameter: parametersFrom(program, all, module) };
}

/** Inputs in the words of directives; a sentence where they are none. */
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
export function withWords(
  program: Program,
  candidate: Candidate,
  { traced, batch, assumptions, guessed, steps }: Attempt,
  directives: Directives,
  training: Training | null,
): Tried {
  const { expression, span } = candidate;
  const assumed = candidate.assumed.map((message) => ({
    ...{ about: 'structure' as const, message: `${expression}: ${message}.`, span },
    directive: { field: 'network' as const, words: expression },
  }));
  const imported = [...program.modules.values()]
    .map(({ file }) => file)
    .filter((file) => file !== program.main.file);
  const network: Network = {
    ...traced.network,
    // The batch of an example or a guess says nothing of the one that the network is trained with.
    batch: assumptions.some(({ about }) => about === 'input') ? null : batch,
    training,
    assumptions: [...assumed, ...assumptions, ...traced.network.assumptions],
    ignore: [...traced.network.ignore, ...directives.ignoredFile],
    ignoredLines: [...directives.ignoredLines, ...imported.flatMap(ignoredIn)],
  };
  const failure = traced.failure && failureProblem(program, traced.failure, span);
  const failures = failure === null ? [] : [guessed ? guessProblem(failure) : failure];
  return {
    network,
    problems: [...traced.problems, ...failures],
    runs: failure === null && network.outputs.length > 0,
    isOwnFailure: failure !== null && !guessed && candidate.site !== null,
    steps,
  };
}

/** A failure on inputs that nobody has given may be the fault of the guess. */
function guessProblem(problem: Problem): Problem {
  return {
    ...problem,
    severity: 'warning',
    message: `No input that was tried runs through the network; say what it takes in a comment: # backprop-lens: input=1,3,32,32. The best try ended with ${problem.message}`,
  };
}
