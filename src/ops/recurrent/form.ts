/** What recurrent ops are given: which arguments, in which order, and whether they fit. */
import { isFloat, sameShape, type Shape, type TensorType } from '../../tensor/tensor';
import type { ExtraStorage, ShapeError } from '../op';

/** The arguments of recurrent ops by their names. */
export type ArgumentName =
  | 'input'
  | 'inputWeights'
  | 'recurrentWeights'
  | 'inputBias'
  | 'recurrentBias'
  | 'projection'
  | 'hidden'
  | 'cell';

/** A value for each argument that there is. */
export type Arguments<Value> = Partial<Record<ArgumentName, Value>>;

/** What all recurrent layers can be asked for. */
export type SequenceAttributes = {
  /** 2: beside the input's and the recurrent weights, as in PyTorch; 1: beside the input's only; 0: none. */
  readonly biases: number;
  /** Whether the states before the first step are arguments; else they are zeros. */
  readonly initial: boolean;
  /** Runs from the last step to the first, as the backward direction of a bidirectional layer does. */
  readonly reverse: boolean;
  /** Axes are (time, batch, features) in place of (batch, time, features). */
  readonly timeMajor: boolean;
};

/** What cells, recurrent ops of one step, can be asked for. */
export type CellAttributes = Pick<SequenceAttributes, 'biases' | 'initial'>;

/** One kind of recurrent op. */
export interface Form extends SequenceAttributes {
  /** The op's name. */
  readonly name: string;
  /** Blocks of rows in its weights. */
  readonly gates: number;
  /** Whether the output is projected to a size of its own (Sak et al. 2014). */
  readonly projection: boolean;
  /** Whether it has cells besides its hidden state. */
  readonly cell: boolean;
  /** False for one step. */
  readonly sequence: boolean;
}

/** The sizes of a recurrent op. */
export interface Sizes {
  readonly steps: number;
  readonly batch: number;
  readonly features: number;
  /** Units of the gates and of the cells. */
  readonly units: number;
  /** The size of the hidden state: `units` unless projected. */
  readonly outputs: number;
}

/** The names of the arguments, in order. */
export function argumentNames({ biases, projection, initial, cell }: Form): readonly ArgumentName[] {
  return [
    'input',
    'inputWeights',
    'recurrentWeights',
    ...(biases > 0 ? (['inputBias'] as const) : []),
    ...(biases > 1 ? (['recurrentBias'] as const) : []),
    ...(projection ? (['projection'] as const) : []),
    ...(initial ? (['hidden'] as const) : []),
    ...(initial && cell ? (['cell'] as const) : []),
  ];
}

/** The arguments by their names. */
export function named<Value>(form: Form, args: readonly Value[]): Arguments<Value> {
  const found: Arguments<Value> = {};
  argumentNames(form).forEach((name, place) => {
    const value = args[place];
    if (value !== undefined) found[name] = value;
  });
  return found;
}

const words: Readonly<Record<ArgumentName, string>> = {
  input: 'an input',
  inputWeights: 'input weights',
  recurrentWeights: 'recurrent weights',
  inputBias: 'an input bias',
  recurrentBias: 'a recurrent bias',
  projection: 'projection weights',
  hidden: 'an initial hidden state',
  cell: 'an initial cell state',
};

/** The sizes, or the first misfit as a sentence. */
export function sizesOf(form: Form, args: readonly TensorType[]): Sizes | ShapeError {
  const { name, gates, sequence, timeMajor, biases } = form;
  if (biases !== 0 && biases !== 1 && biases !== 2) return { error: `${name} takes 0, 1 or 2 biases` };
  const names = argumentNames(form);
  if (args.length !== names.length) {
    const list = names.map((each) => words[each]);
    return { error: `${name} takes ${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}` };
  }
  const { input, inputWeights, recurrentWeights, projection } = named(form, args);
  const integer = names.find((_, place) => !isFloat(args[place]?.elementType ?? 'bool'));
  if (integer)
    return { error: `${name} needs floats, ${words[integer]} was given as whole numbers or a mask` };
  const { shape = [] } = input ?? {};
  if (sequence && shape.length !== 3) {
    return {
      error: `${name} needs sequences of features (${timeMajor ? 'time, batch' : 'batch, time'}, features), the input has ${axes(shape)}`,
    };
  }
  if (!sequence && shape.length !== 2) {
    return { error: `${name} needs features (batch, features), the input has ${axes(shape)}` };
  }
  const [rows = 0, columns = 0] = inputWeights?.shape ?? [];
  if (inputWeights?.shape.length !== 2 || rows % gates !== 0) {
    return {
      error: `${name} needs input weights (${gatesText(gates)}units, features), found ${text(inputWeights)}`,
    };
  }
  const units = rows / gates;
  const features = shape.at(-1) ?? 0;
  if (features !== columns)
    return { error: `${name} expects ${columns} features, the input has ${features}` };
  const outputs = form.projection ? (projection?.shape[0] ?? 0) : (recurrentWeights?.shape[1] ?? 0);
  const [steps = 0, batch = 0] = !sequence ? [1, shape[0]] : timeMajor ? shape : [shape[1], shape[0]];
  const sizes = { steps, batch, features, units, outputs };
  return misfit(form, sizes, named(form, args)) ?? sizes;
}

/** The first argument behind the input weights whose shape is not what the others ask for. */
function misfit(form: Form, sizes: Sizes, found: Arguments<TensorType>): ShapeError | null {
  const { batch, units, outputs } = sizes;
  const rows = form.gates * units;
  const wanted: Arguments<Shape> = {
    recurrentWeights: [rows, form.projection ? outputs : units],
    inputBias: [rows],
    recurrentBias: [rows],
    projection: [outputs, units],
    hidden: [batch, outputs],
    cell: [batch, units],
  };
  for (const name of argumentNames(form)) {
    const [shape, type] = [wanted[name], found[name]];
    if (shape && type && !sameShape(shape, type.shape)) {
      return { error: `${form.name} needs ${words[name]} (${shape.join(', ')}), found ${text(type)}` };
    }
  }
  return null;
}

function gatesText(gates: number): string {
  return gates === 1 ? '' : `${gates} x `;
}

function axes({ length }: Shape): string {
  return `${length} ${length === 1 ? 'axis' : 'axes'}`;
}

function text(type: TensorType | undefined): string {
  return `(${type?.shape.join(', ') ?? ''})`;
}

/** The types of the outputs: all hidden states (of a sequence), the last hidden state, and the last cells where there are any. */
export function outputTypes(form: Form, args: readonly TensorType[]): readonly TensorType[] | ShapeError {
  const sizes = sizesOf(form, args);
  if ('error' in sizes) return sizes;
  const { steps, batch, units, outputs } = sizes;
  const elementType = args[0]?.elementType ?? 'float64';
  const all = form.timeMajor ? [steps, batch, outputs] : [batch, steps, outputs];
  const shapes = [...(form.sequence ? [all] : []), [batch, outputs], ...(form.cell ? [[batch, units]] : [])];
  return shapes.map((shape) => ({ elementType, shape }));
}

/** Gates, states and cells of all steps stay for the way back, beside the input with time first; their gradients pass. */
export function extraOf(form: Form, args: readonly TensorType[]): ExtraStorage {
  const sizes = sizesOf(form, args);
  if ('error' in sizes) return { saved: 0, passing: 0 };
  const { steps, batch, features, units, outputs } = sizes;
  const gates = form.gates * units;
  const turned = form.timeMajor ? 0 : features;
  // A GRU keeps its recurrent parts apart, and so their gradients.
  const parts = form.gates === 3 ? gates : 0;
  const saved = gates + parts + outputs + (form.cell ? units : 0) + (form.projection ? units : 0) + turned;
  // The weights are laid out once for all steps.
  const packed = gates * outputs + (form.projection ? units * outputs : 0);
  const passing = gates + parts + 2 * outputs + turned;
  return { saved: (steps + 1) * batch * saved + packed, passing: (steps + 1) * batch * passing + packed };
}

/** Floating-point operations of a forward pass: the products, and about eight for every gate. */
export function workOf(form: Form, args: readonly TensorType[]): number {
  const sizes = sizesOf(form, args);
  if ('error' in sizes) return 0;
  const { steps, batch, features, units, outputs } = sizes;
  const projected = form.projection ? 2 * units * outputs : 0;
  return steps * batch * (2 * form.gates * units * (features + outputs + 4) + projected);
}
