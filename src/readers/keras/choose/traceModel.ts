/** From a model that was made to its network: its inputs, the loss and optimizer that compile was told, the batch of fit. */
import type { Assumption } from '../../../graph/network';
import type { Training } from '../../../graph/training';
import { trace, type Traced } from '../../program/trace';
import type { Program } from '../../python/read/program';
import { callValue, evaluateAt, type CallSite, type ParameterValue } from '../../python/read/sites';
import { spanOf } from '../../python/values/place';
import type { InstanceValue } from '../../python/values/value';
import type { Overrides } from '../../reader';
import type { Attempt } from '../../program/choose/attempt';
import type { Candidate, Survey } from '../../program/choose/candidate';
import type { Directives } from '../../program/choose/directives';
import { parametersFrom } from '../../program/choose/surroundings';
import { saidOf, withWords, type Tried } from '../../program/choose/traceCandidate';
import { nominalBatch } from '../../../graph/batchSizes';
import { recorderOf } from '../../tensors/recorder';
import { directiveWords, type InputWords } from '../../program/inputs';
import { lossCalled } from '../../program/namedLoss';
import { nameOf, stateOf } from '../layer/state';
import { modelClassesOf } from '../model/modelClass';
import { symbolOf } from '../model/symbolic';
import { trainingBy } from '../outside/optimizers';
import { inputsFor, kerasFramework, type Mode } from '../trace';
import { declaredInputs, guessedInputs, usedInputs, type FoundInputs } from './inputs';

/** Guesses of an input that are traced. */
const mostGuesses = 6;

/** Traces a model on the inputs that are said, declared, used or guessed. */
export function traceModel(
  found: Survey,
  candidate: Candidate,
  model: InstanceValue,
  directives: Directives,
  overrides: Overrides,
): Tried {
  const { program, sites } = found;
  const said = saidOf(found, candidate, model, directives, overrides);
  if ('problems' in said) return said;
  const { given, mode, named } = said;
  const parameter = parametersFrom(program, sites, model);
  const asked: FoundInputs | null = given && { inputs: given, assumed: null, guessed: false };
  const known =
    asked ?? declaredInputs(program, model) ?? usedInputs(program, model, candidate.target, sites, parameter);
  const tries = known ? [known] : guessedInputs(program, model).slice(0, mostGuesses);
  let best: Attempt | null = null;
  for (const [place, inputs] of tries.entries()) {
    const fresh = place === 0 ? model : remade(candidate);
    if (!fresh) break;
    const order = { candidate, model: fresh, mode, named, shapes: directives.shapes };
    const tried = attempt(program, order, inputs);
    best ??= tried;
    if (!tried.traced.failure) {
      best = tried;
      break;
    }
  }
  if (!best) return { network: null, problems: [], runs: false, isOwnFailure: false, steps: 0 };
  const training = trainingFor(program, candidate, model, sites, parameter);
  const words = withWords(program, candidate, best, directives, training);
  // Samples of inputs that the program declares are as many as anybody likes.
  return asked || !words.network ? words : { ...words, network: { ...words.network, batch: null } };
}

/** A model that an attempt has built for another shape is made anew. */
function remade(candidate: Candidate): InstanceValue | null {
  const outcome = candidate.make();
  return typeof outcome !== 'string' && 'value' in outcome && outcome.value.kind === 'instance'
    ? outcome.value
    : null;
}

interface Order {
  readonly candidate: Candidate;
  readonly model: InstanceValue;
  readonly mode: Mode;
  readonly named: string | null;
  readonly shapes: Directives['shapes'];
}

function attempt(program: Program, order: Order, { inputs, assumed, guessed }: FoundInputs): Attempt {
  const { candidate, model, mode, named } = order;
  const { machine } = program;
  const span = spanFor(candidate, model);
  const [batch = 1] = inputs.flatMap((input) => (input.kind === 'input' ? [input.shape[0] ?? 1] : []));
  const traced = (fixed: number | null): Traced =>
    trace(program, {
      ...{
        framework: kerasFramework(mode),
        module: model,
        name: networkName(program, candidate, model),
        inputs,
      },
      ...{ shapes: order.shapes, batch: fixed, span, loss: named === null ? null : lossCalled(named) },
      ...{ lossSpan: null, isAsked: named !== null },
    });
  const words = directiveWords(inputs);
  const assumptions: readonly Assumption[] =
    assumed === null
      ? []
      : [
          {
            about: 'input',
            message: assumed,
            span,
            ...(words !== null && { directive: { field: 'input', words } }),
          },
        ];
  machine.renew();
  buildOn(program, model, inputs);
  const open = traced(null);
  const steps = machine.steps;
  machine.renew();
  const result = { inputs, batch, assumptions, guessed };
  if (!open.failure && open.problems.length === 0) return { ...result, traced: open, steps };
  const closed = traced(batch);
  const all = steps + machine.steps;
  machine.renew();
  return { ...result, traced: closed.failure && !open.failure ? open : closed, steps: all };
}

/** Calls a model on tensors without numbers where that has not been done: its weights must have their places before they are traced. */
function buildOn(program: Program, model: InstanceValue, inputs: readonly InputWords[]): void {
  if (stateOf(model).output) return;
  const { machine } = program;
  const symbols = inputs.map((input) =>
    input.kind === 'input'
      ? symbolOf(machine, input.whole ? input.shape : [nominalBatch, ...input.shape.slice(1)], input.dtype)
          .value
      : input.value(recorderOf(machine)),
  );
  // Tracing says again what is to be said of it.
  machine.aside(() => callValue(program, model, inputsFor(model, symbols)));
}

function spanFor(candidate: Candidate, model: InstanceValue): Candidate['span'] {
  return model.cls.origin ? spanOf(model.cls.origin) : candidate.span;
}

/** A class of the program by its name; a model of layers by the name that it was given, or by the variable or function that gives it. */
function networkName({ machine }: Program, candidate: Candidate, model: InstanceValue): string {
  const { model: base, sequential } = modelClassesOf(machine);
  if (model.cls !== base && model.cls !== sequential) return model.cls.name;
  const name = nameOf(machine, model);
  return /^(sequential|functional|model)(_\d+)?$/.test(name) ? candidate.label : name;
}

/** The optimizer of compile, and the batch of fit: Keras takes 32 where it says none. */
function trainingFor(
  program: Program,
  { target }: Candidate,
  model: InstanceValue,
  sites: readonly CallSite[],
  parameter: ParameterValue,
): Training | null {
  const { compiled } = stateOf(model);
  if (!compiled) return null;
  const isFit = ({ callee }: CallSite): boolean => /\.(fit|fit_generator)$/.test(callee);
  const fit =
    sites.find((site) => isFit(site) && target !== null && site.callee.startsWith(`${target}.`)) ??
    sites.find(isFit);
  const expression = fit?.node.keywords.find(({ arg }) => arg === 'batch_size')?.value ?? fit?.node.args[2];
  const outcome =
    fit && expression
      ? program.machine.aside(() => evaluateAt(program, fit, expression, program.main, parameter))
      : null;
  const value = outcome && 'value' in outcome ? outcome.value : null;
  const batch = value?.kind === 'int' && Number(value.value) > 0 ? Number(value.value) : null;
  const compile = sites.find(
    ({ callee }) => callee.endsWith('.compile') && (target === null || callee.startsWith(`${target}.`)),
  );
  const span = compile ? program.main.file.span(compile.node) : null;
  return trainingBy(compiled.get('optimizer'), batch, span);
}
