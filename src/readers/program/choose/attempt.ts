/** Tries a module on inputs until its forward runs through: those that somebody gives, those of the program, and guesses. */
import type { Assumption } from '../../../graph/network';
import { nominalBatch } from '../../../graph/builder';
import { faultsOf } from '../../../graph/shapes';
import { shapeText } from '../../../base/numbers';
import type { Span } from '../../../base/span';
import type { CallSite } from '../../python/read/sites';
import type { Program } from '../../python/read/program';
import { directiveWords, type InputWords } from '../inputs';
import { trace, type Traced, type TraceOrder } from '../../torch/trace';
import { datasetShape, exampleInputs } from './exampleInputs';
import { corrected } from './correctInputs';
import { guesses } from './guessInputs';

/** What came of the attempts. */
export interface Attempt {
  readonly traced: Traced;
  readonly inputs: readonly InputWords[];
  /** Samples of the first input. */
  readonly batch: number;
  readonly assumptions: readonly Assumption[];
  /** What the attempt cost. */
  readonly steps: number;
  /** Whether nobody says what the inputs are: then what does not fit may be our guess. */
  readonly guessed: boolean;
}

/** What is known before the first attempt. */
export interface AttemptOrder extends Omit<TraceOrder, 'inputs' | 'batch'> {
  /** Inputs that a person or a directive gives; null: none. */
  readonly given: readonly InputWords[] | null;
  readonly target: string | null;
  readonly sites: readonly CallSite[];
}

/** Most guesses that are traced. */
const mostGuesses = 14;
/** Steps of one trace behind which no further guess is made. */
const mostSteps = 1_000_000;

/** Runs forward on the inputs that are known, or on guesses until one fits. */
export function attempt(program: Program, order: AttemptOrder): Attempt {
  const { given, module, sites, target, span } = order;
  if (given) return onceWith(program, order, given, [], false);
  const example = exampleInputs(program, sites, module, target);
  if (example) {
    const message = `The input is ${describe(example.inputs)}, as the program calls the network.`;
    return onceWith(program, order, example.inputs, [inputAssumption(message, example.inputs, span)], false);
  }
  const known = datasetShape(program, sites);
  const fromData = known ? guesses(module, known.sample) : [];
  const [first] = fromData;
  if (known && first) {
    const message = `The input is taken to be a sample of ${known.name}, ${shapeText(known.sample)}.`;
    const tried = onceWith(program, order, first, [inputAssumption(message, first, span)], true);
    if (!tried.traced.failure) return tried;
  }
  return guessed(program, order, span, known !== null && first ? [first] : []);
}

function guessed(
  program: Program,
  order: AttemptOrder,
  span: Span,
  before: readonly (readonly InputWords[])[],
): Attempt {
  let best: Attempt | null = null;
  const seen = new Set(before.map(describe));
  const open = [...guesses(order.module, null)];
  let steps = 0;
  for (let inputs = open.shift(); inputs; inputs = open.shift()) {
    const words = describe(inputs);
    if (seen.has(words)) continue;
    seen.add(words);
    const message = `Nothing says what the input is; ${words} is taken since the network runs on it.`;
    const assumed = inputAssumption(message, inputs, span);
    const tried = onceWith(program, order, inputs, [assumed], true);
    if (!tried.traced.failure) return tried;
    const furthest = `Nothing says what the input is; of what was tried, ${words} came furthest.`;
    const stopped = { ...tried, assumptions: [{ ...assumed, message: furthest }] };
    if (!best || tried.traced.network.nodes.length > best.traced.network.nodes.length) best = stopped;
    // What the exception says of the sizes is a better guess than the next usual one.
    open.unshift(...corrected(inputs, tried.traced.failure.text));
    steps += tried.steps;
    if (seen.size >= mostGuesses || steps > mostSteps || program.machine.over) break;
  }
  return best ?? onceWith(program, order, [], [], true);
}

/** An assumption with the words that would say it. */
function inputAssumption(message: string, inputs: readonly InputWords[], span: Span): Assumption {
  const words = directiveWords(inputs);
  return { about: 'input', message, span, ...(words !== null && { directive: { field: 'input', words } }) };
}

/** Every batch if that works; else the batch that is asked for, whose words are those that PyTorch would say. */
function onceWith(
  program: Program,
  order: AttemptOrder,
  inputs: readonly InputWords[],
  assumptions: readonly Assumption[],
  isGuess: boolean,
): Attempt {
  const [batch = 1] = inputs.flatMap((input) => (input.kind === 'input' ? [input.shape[0] ?? 1] : []));
  const { machine } = program;
  machine.renew();
  machine.openSize = nominalBatch;
  const open = trace(program, { ...order, inputs, batch: null });
  machine.openSize = null;
  const spent = machine.steps;
  machine.renew();
  // What takes a row by its number, or so many rows, may hold for the nominal batch and for no usual one.
  const isOpen = !open.failure && open.problems.length === 0 && faultsOf(open.network).length === 0;
  // What takes so long will not be done sooner with another batch.
  if (isOpen || spent > mostSteps || machine.over)
    return { traced: open, inputs, batch, assumptions, guessed: isGuess, steps: spent };
  const traced = trace(program, { ...order, inputs, batch });
  const steps = spent + machine.steps;
  machine.renew();
  return { traced, inputs, batch, assumptions, guessed: isGuess, steps };
}

/** Inputs for a sentence, batch left out. */
function describe(inputs: readonly InputWords[]): string {
  const words = inputs.flatMap((input) => {
    if (input.kind === 'value') return [];
    const sizes = input.whole ? input.shape : input.shape.slice(1);
    const kind = input.indexCount > 0 ? `indices below ${input.indexCount} of shape ` : '';
    return [`${kind}${sizes.length === 0 ? 'one number' : shapeText(sizes)}`];
  });
  return words.length === 0 ? 'nothing' : words.join(' and ');
}
