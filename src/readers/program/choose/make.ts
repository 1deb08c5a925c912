/** Makes candidates: the module that a candidate's expression gives, or why it gives none. */
import { isLayer } from '../../keras/layer/layerClass';
import type { Problem } from '../../../base/problem';
import { fileStart } from '../../../base/span';
import { evaluateText, type Outcome } from '../../python/read/sites';
import type { InstanceValue } from '../../python/values/value';
import { isModule } from '../../torch/module/moduleClass';
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
  const { value } = outcome;
  if (value.kind === 'unknown') return wrong(`${candidate.expression} is not known: ${value.message}`);
  if (!isModule(program.machine, value) && !isLayer(program.machine, value))
    return wrong(`${candidate.expression} is neither a torch.nn.Module nor a model of Keras.`);
  return { candidate, module: value, problem: null };
}
