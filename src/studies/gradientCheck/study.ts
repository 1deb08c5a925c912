/** The gradient check: sampled parameters' gradients from backprop beside centred differences of the loss, in float64. */
import { shortNumber, wholeNumber } from '../../base/numbers';
import { parametersOf } from '../../engine/parameters';
import type { Plan } from '../../engine/plan';
import type { ParameterNode } from '../../graph/network';
import { normOf } from '../../tensor/summary';
import { sizeOf } from '../../tensor/tensor';
import type { Study, Subject } from '../study';
import {
  counting,
  distance,
  normError,
  outcomesOf,
  verdictOf,
  worstError,
  worstPlace,
  type ElementCheck,
  type GradientCheckAnswer,
  type TensorCheck,
} from './answer';
import { checkedLoss, indicesOf, passWork } from './checkedLoss';
import { compare, limit, relativeStep } from './difference';
import { lookAt } from './element';
import { randomOps, roughOps } from './kinks';
import { gradientOf, lossIn, type Gradient, type Loss, type Place } from './loss';
import { sampledPlaces } from './sample';

/** What to check. */
export interface GradientCheckQuestion {
  /** Elements to sample. */
  readonly elements: number;
}

/** More elements than anyone waits for. */
const mostElements = 4096;
/** Floating-point operations that a check may take: plain loops do some 1e8 a second. */
const checkBudget = 5e9;
/** Passes that an element takes; more where the first step is not good enough. */
const usualPasses = 8;

/** Compares gradients from backprop with numeric ones. */
export const gradientCheckStudy = {
  read: ({ elements }) =>
    typeof elements === 'number' && Number.isInteger(elements) && elements >= 1
      ? { elements: Math.min(elements, mostElements) }
      : null,
  *answer(subject, { elements }) {
    const { loss, plan } = checkedLoss(subject);
    const gradient = gradientOf(loss, subject.checkpoint);
    const parameters = parametersOf(subject.network).map((node) => ({ ...node, size: sizeOf(node.shape) }));
    const affordable = Math.floor(checkBudget / Math.max(1, passWork(plan) * usualPasses));
    const count = Math.min(elements, Math.max(affordable, parameters.length));
    const places = sampledPlaces(parameters, gradient, count, subject.network.seed);
    const task: Task = {
      subject,
      loss,
      plan,
      gradient,
      parameters,
      places,
      asked: elements,
      shown: shownErrors(subject, loss, gradient),
    };
    const checks: ElementCheck[] = [];
    for (const place of places) {
      const soFar = answerOf(task, checks);
      const steps = checked(task, place);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield soFar;
      checks.push(step.value);
      yield answerOf(task, checks);
    }
    const answer = answerOf(task, checks);
    if (answer.worst === null) return answer;
    const look = lookAt(subject, loss, answer.worst, analyticAt(task, answer.worst));
    let step = look.next();
    for (; step.done !== true; step = look.next()) yield answer;
    return { ...answer, detail: step.value };
  },
} satisfies Study<GradientCheckQuestion, GradientCheckAnswer>;

/** A gradient that is smaller than another tensor's by this factor is what rounding left of 0, as before a batch norm. */
const mereRounding = 1e-14;

/** Everything that the answer is made of. */
interface Task {
  readonly subject: Subject;
  readonly loss: Loss;
  readonly plan: Plan;
  readonly gradient: Gradient;
  readonly parameters: readonly (ParameterNode & { readonly size: number })[];
  readonly places: readonly Place[];
  readonly asked: number;
  readonly shown: ReadonlyMap<string, number | null>;
}

/** How far the gradients in the panel's own arithmetic are from those in float64. */
function shownErrors(subject: Subject, loss: Loss, gradient: Gradient): ReadonlyMap<string, number | null> {
  const { kernels, checkpoint } = subject;
  return kernels.temporarily(() => {
    const own = gradientOf(lossIn(loss, kernels, checkpoint), checkpoint);
    const norms = [...gradient.values()].map((tensor) => (tensor ? normOf(tensor.data) : 0));
    const least = mereRounding * Math.max(0, ...norms);
    return new Map(
      [...gradient].map(([name, tensor]) => {
        const other = own.get(name);
        const known = tensor && other && !(normOf(tensor.data) < least);
        return [name, known ? distance(tensor.data, other.data) : null];
      }),
    );
  });
}

/** A parameter that the loss does not depend on has no gradient: zero. */
function analyticAt({ gradient }: Pick<Task, 'gradient'>, { parameter, index }: Place): number {
  return gradient.get(parameter)?.data[index] ?? 0;
}

function* checked(task: Task, place: Place): Generator<undefined, ElementCheck> {
  const { loss, parameters } = task;
  const shape = parameters.find(({ name }) => name === place.parameter)?.shape ?? [];
  const analytic = analyticAt(task, place);
  return {
    ...place,
    at: indicesOf(place.index, shape),
    value: loss.valueOf(place),
    analytic,
    ...(yield* compare(loss, place, analytic)),
  };
}

function answerOf(task: Task, checks: readonly ElementCheck[]): GradientCheckAnswer {
  const { subject, loss, plan, parameters, places, asked } = task;
  const answer = {
    batch: plan.batch,
    loss: loss.here,
    limit,
    relativeStep,
    asked,
    sampled: places.length,
    elements: parameters.reduce((sum, { size }) => sum + size, 0),
    outcomes: outcomesOf(checks),
    tensors: parameters.map((parameter) => tensorCheck(task, parameter, checks)),
    checks: [...checks],
    rough: roughOps(subject.network),
    random: randomOps(subject.network),
    shownBy: subject.kernels.variant,
  };
  return {
    ...answer,
    detail: null,
    worst: worstPlace(checks),
    verdict: verdictOf(answer, budgetRemark(task, answer.elements)),
  };
}

function tensorCheck(
  { places, shown }: Task,
  { name, shape, size }: Task['parameters'][number],
  checks: readonly ElementCheck[],
): TensorCheck {
  const own = checks.filter(({ parameter }) => parameter === name);
  const counted = counting(own);
  return {
    parameter: name,
    shape,
    size,
    sampled: places.filter(({ parameter }) => parameter === name).length,
    checked: own.length,
    outcomes: outcomesOf(own),
    worst: worstError(counted),
    norm: normError(counted),
    shown: shown.get(name) ?? null,
  };
}

function budgetRemark({ places, asked, plan }: Task, elements: number): string | null {
  if (places.length >= Math.min(asked, elements)) return null;
  return `${wholeNumber(places.length)} of ${wholeNumber(asked)} asked for: one pass takes ${shortNumber(passWork(plan))} operations.`;
}
