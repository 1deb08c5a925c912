/** The study of a circuit: at other values, of another expression, folded, with numerical derivatives and the linear prediction beside the true values. */
import { circuitReport } from '../analysis/circuit/circuit';
import { valueAt } from '../analysis/circuit/gates';
import type { CircuitInput, CircuitReport } from '../analysis/circuit/report';
import type { CircuitOutput } from '../graph/circuit';
import type { Network } from '../graph/network';
import { StudyRefused, type Study } from './study';

export type {
  CircuitArgument,
  CircuitConstant,
  CircuitExpression,
  CircuitGate,
  CircuitInput,
  CircuitNode,
  CircuitReport,
  Foldable,
  GateFamily,
} from '../analysis/circuit/report';

/** How somebody looks at a circuit. */
export interface CircuitQuestion {
  /** Values in place of the file's. */
  readonly values: Readonly<Record<string, number>>;
  /** The expression to differentiate; null: the last one. */
  readonly output: string | null;
  /** Ids of groups of gates to draw as one. */
  readonly folded: readonly string[];
  /** The variable that is moved; null: the first one. */
  readonly input: string | null;
  /** How far it is moved to each side. */
  readonly reach: number;
}

/** The circuit as it was asked for. */
export interface CircuitAnswer {
  readonly circuit: CircuitReport;
  /** Of every variable, in the order of the circuit's inputs: (f(x+h) - f(x-h)) / 2h; null until it is computed. */
  readonly numeric: readonly (number | null)[];
  readonly prediction: Prediction | null;
}

/** What the derivative foretells when one variable is moved by h, and what happens. */
export interface Prediction {
  readonly input: string;
  readonly x: number;
  readonly value: number;
  readonly slope: number;
  /** From -reach to reach. */
  readonly h: Float64Array;
  /** f(x + h). */
  readonly truth: Float64Array;
  /** f(x) + h f'(x). */
  readonly linear: Float64Array;
  /** The difference quotients as h shrinks by tens. */
  readonly quotients: readonly Quotient[];
}

/** The numerical derivative for one h. */
export interface Quotient {
  readonly h: number;
  /** (f(x+h) - f(x)) / h. */
  readonly forward: number;
  /** (f(x+h) - f(x-h)) / 2h. */
  readonly centred: number;
}

/** Points of the prediction, an odd number so that h = 0 is one of them. */
const points = 81;
const shrinkings = 8;
/** The error of a centred difference is least at the cube root of the rounding error. */
const smallStep = Math.cbrt(Number.EPSILON);

/** A circuit, looked at from another side. */
export const circuitStudy = {
  read: ({ values, output, folded, input, reach }): CircuitQuestion | null =>
    isNumbers(values) &&
    isName(output) &&
    isName(input) &&
    Array.isArray(folded) &&
    folded.every((id) => typeof id === 'string') &&
    typeof reach === 'number' &&
    reach > 0 &&
    Number.isFinite(reach)
      ? { values, output, folded, input, reach }
      : null,
  answer: function* ({ network, checkpoint }, question) {
    const values = new Map(Object.entries(question.values));
    const circuit = circuitReport(network, { values, output: question.output, folded: question.folded });
    const output = network.circuit?.outputs.find(
      ({ name }) => name === circuit?.outputs[circuit.chosen]?.name,
    );
    if (!circuit || !output) throw new StudyRefused('This network is no circuit.');
    const inputs = circuit.nodes.filter((node) => node.kind === 'input');
    const evaluate = evaluator(network, output, inputs, checkpoint);
    const numeric: (number | null)[] = inputs.map(() => null);
    let prediction: Prediction | null = null;
    const chosen = inputs.find(({ name }) => name === question.input) ?? inputs[0];
    yield { circuit, numeric: [...numeric], prediction };
    if (chosen) {
      prediction = yield* predicted(chosen, question.reach, evaluate, (so) => ({
        circuit,
        numeric: [...numeric],
        prediction: so,
      }));
    }
    for (const [at, { name, value }] of inputs.entries()) {
      const h = smallStep * Math.max(1, Math.abs(value));
      numeric[at] = centred(evaluate, name, value, h);
      yield { circuit, numeric: [...numeric], prediction };
    }
    return { circuit, numeric, prediction };
  },
} satisfies Study<CircuitQuestion, CircuitAnswer>;

/** The value of the expression with one variable at another place. */
type Evaluate = (name: string, at: number) => number;

function evaluator(
  network: Network,
  output: CircuitOutput,
  inputs: readonly CircuitInput[],
  checkpoint: () => void,
): Evaluate {
  return (moved, at) => {
    checkpoint();
    const values = new Map(inputs.map(({ name, value }) => [name, name === moved ? at : value]));
    return valueAt(network, output, values);
  };
}

function* predicted(
  { name, value: x, gradient }: CircuitInput,
  reach: number,
  evaluate: Evaluate,
  partly: (prediction: null) => CircuitAnswer,
): Generator<CircuitAnswer, Prediction> {
  const slope = gradient ?? 0;
  const value = evaluate(name, x);
  const h = Float64Array.from(
    { length: points },
    (_, at) => (reach * (2 * at - (points - 1))) / (points - 1),
  );
  const truth = new Float64Array(points);
  for (const [at, step] of h.entries()) {
    truth[at] = evaluate(name, x + step);
    yield partly(null);
  }
  const quotients = Array.from({ length: shrinkings }, (_, power): Quotient => {
    const step = 10 ** -power;
    const forward = (evaluate(name, x + step) - value) / step;
    return { h: step, forward, centred: centred(evaluate, name, x, step) };
  });
  return { input: name, x, value, slope, h, truth, linear: h.map((step) => value + step * slope), quotients };
}

function centred(evaluate: Evaluate, name: string, x: number, h: number): number {
  return (evaluate(name, x + h) - evaluate(name, x - h)) / (2 * h);
}

function isName(sent: unknown): sent is string | null {
  return sent === null || typeof sent === 'string';
}

function isNumbers(sent: unknown): sent is Readonly<Record<string, number>> {
  return (
    typeof sent === 'object' &&
    sent !== null &&
    Object.values(sent).every((value) => typeof value === 'number')
  );
}
