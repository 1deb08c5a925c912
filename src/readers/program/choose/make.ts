/** Makes candidates: the module that a candidate's expression gives, or why it gives none. */
import { isLayer } from '../../keras/layer/layerClass';
import type { Problem } from '../../../base/problem';
import { fileStart } from '../../../base/span';
import { evaluateText, type Outcome } from '../../python/read/sites';
import type { Program } from '../../python/read/program';
import { unwrap } from '../../python/values/classes';
import type { InstanceValue, Value } from '../../python/values/value';
import { isModule } from '../../torch/module/moduleClass';
import { stateIn } from '../../torch/module/state';
import { failureProblem } from '../problems';
import type { Candidate, Survey } from './candidate';

/** A candidate that was made, or why it could not be. */
export interface Made {
  readonly candidate: Candidate;
  readonly module: InstanceValue | null;
  readonly problem: Problem | null;
}

/** The candidate for an expression: a call of the program where one is written so, else whatever it gives in the scope of its module. */
export function candidateFor({ program, candidates }: Survey, expression: string): Candidate {
  const known = candidates.find((candidate) => candidate.expression === expression);
  if (known) return known;
  const { file } = program.main;
  const [first] = file.body;
  return {
    expression,
    label: expression,
    strength: 'call',
    span: first ? file.span(first) : fileStart(file.path),
    target: null,
    site: null,
    assumed: [],
    make: () => evaluateText(program, expression),
  };
}

/** Makes a candidate's module. */
export function make({ program }: Survey, candidate: Candidate): Made {
  const outcome: Outcome | string = candidate.make();
  const wrong = (message: string): Made => ({
    candidate,
    module: null,
    problem: { severity: 'error', message, span: candidate.span },
  });
  if (typeof outcome === 'string') return wrong(outcome);
  if ('failure' in outcome) {
    return { candidate, module: null, problem: failureProblem(program, outcome.failure, candidate.span) };
  }
  const several = amongSeveral(program, outcome.value);
  const value = several?.module ?? outcome.value;
  if (value.kind === 'unknown') return wrong(`${candidate.expression} is not known: ${value.message}`);
  if (!isModule(program.machine, value) && !isLayer(program.machine, value))
    return wrong(`${candidate.expression} is neither a torch.nn.Module nor a model of Keras.`);
  const target = candidate.targets?.[several?.place ?? -1] ?? candidate.target;
  return { candidate: { ...candidate, target }, module: value, problem: null };
}

/** The network among several things that a call gives at once: `model, criterion = build(args)`. */
function amongSeveral(
  { machine }: Program,
  value: Value,
): { readonly module: InstanceValue; readonly place: number } | null {
  const plain = unwrap(value);
  if (plain.kind !== 'tuple' && plain.kind !== 'list') return null;
  const found = plain.items.flatMap((module, place) =>
    isModule(machine, module) ? [{ module, place }] : [],
  );
  return found.find(({ module }) => holdsParameters(module)) ?? found[0] ?? null;
}

/** Whether a module or one below it has parameters. What cannot be looked into may have some. */
export function holdsParameters(module: InstanceValue, depth = 0): boolean {
  const state = stateIn(module);
  if (!state || depth > mostDepth || state.unknownModules.size > 0 || state.cause) return true;
  if ([...state.parameters.values()].some((parameter) => parameter !== null)) return true;
  return [...state.modules.values()].some((child) => child !== null && holdsParameters(child, depth + 1));
}

/** Deeper modules are not looked into. */
const mostDepth = 40;
