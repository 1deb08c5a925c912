/** What one run through an unrolled pass shows: the gradient of every step's states and gates, measured while backprop comes by. */
import { statisticsOf } from '../../analysis/statistics';
import { initialParameters } from '../../engine/parameters';
import { drawProbe } from '../../engine/probe';
import { keepNothing, runNetwork, type Observer } from '../../engine/trace';
import type { NodeIndex, Value } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import type { Subject } from '../study';
import type { Sizes, StepNodes, Unrolled } from './unrolled';

/** Gradients by step, in the order in which the steps run; each number is an RMS over batch and units. NaN where the loss is not reached. */
export interface Course {
  readonly loss: number | null;
  /** Of the hidden state: all that the loss asks of it, at this step and through all later ones. */
  readonly hidden: Float64Array;
  /** The part of it that later steps send back; 0 at the last step. */
  readonly hiddenAhead: Float64Array;
  /** Of an LSTM's cells, as above. */
  readonly cellState: Float64Array | null;
  /**
   * How much of the gradient of the states (hidden and cells together, as one vector) is left one step further back:
   * |sent back to step t| / |asked of step t + 1|. The product over the steps is the part of the last step's gradient that arrives. NaN
   * where the gradient has fallen out of the range of float32.
   */
  readonly factors: Float64Array;
  readonly decay: Decay;
  /** By gate in the order of the weights' rows: its pre-activation's gradient, and the mean of the gate over batch, units and steps. */
  readonly gates: readonly { readonly delta: Float64Array; readonly mean: number }[];
}

/** A course in three numbers. */
export interface Decay {
  /** The hidden state's gradient at the first step that runs over that at the last; NaN where there is none. */
  readonly ratio: number;
  /** What one step back multiplies by: the geometric mean of the factors. NaN where there is none. */
  readonly perStep: number;
  /** Steps after which half is left; null where it does not fall. */
  readonly halfLife: number | null;
}

/** Runs forward and back over the probe and measures. */
export function courseOf(
  { network, steps }: Unrolled,
  { units, outputs }: Sizes,
  batch: number,
  subject: Pick<Subject, 'kernels' | 'checkpoint'>,
): Course {
  const { kernels, checkpoint } = subject;
  const heard = blankSeries(steps);
  const ears = earsOf(steps, heard, kernels);
  const observe: Observer = {
    value: (node, output, tensor) => ears.get(keyOf(node, output))?.value?.(tensor),
    gradient: (node, output, tensor) => ears.get(keyOf(node, output))?.gradient?.(tensor),
  };
  const loss = kernels.temporarily(() => {
    const parameters = initialParameters(network, network.seed, kernels);
    const probe = drawProbe(network, batch, network.seed, kernels);
    const { seed, mode } = network;
    const how = { kernels, seed, training: mode !== 'eval', keep: keepNothing, observe, checkpoint };
    return runNetwork(network, parameters, probe, how).loss;
  });
  const { hidden, hiddenAhead, cell, cellAhead } = heard;
  const length = (ofHidden: number | undefined, ofCell: number | undefined): number =>
    Math.hypot(Math.sqrt(outputs) * (ofHidden ?? NaN), Math.sqrt(units) * (ofCell ?? NaN));
  const factors = Float64Array.from({ length: Math.max(0, steps.length - 1) }, (_, turn) =>
    quotient(
      length(hiddenAhead[turn], cellAhead[turn]),
      length(hidden[turn + 1], cellAhead[turn + 1]),
      kernels.floatType === 'float32' ? coarse : 0,
    ),
  );
  return {
    loss,
    hidden,
    hiddenAhead,
    cellState: steps[0]?.cell ? cell : null,
    factors,
    decay: decayOf(hidden, factors),
    gates: heard.gates.map(({ delta, means }) => ({ delta, mean: statisticsOf({ data: means }).mean })),
  };
}

/** A number for each step of everything that is listened to. */
interface Series {
  readonly hidden: Float64Array;
  readonly hiddenAhead: Float64Array;
  readonly cell: Float64Array;
  readonly cellAhead: Float64Array;
  readonly gates: readonly { readonly delta: Float64Array; readonly means: Float64Array }[];
}

function blankSeries({ length, 0: first }: readonly StepNodes[]): Series {
  const filled = (start: number): Float64Array => new Float64Array(length).fill(start);
  return {
    hidden: filled(NaN),
    cell: filled(NaN),
    // What no later step asks for is 0.
    hiddenAhead: filled(0),
    cellAhead: filled(0),
    gates: (first?.gates ?? []).map(() => ({ delta: filled(NaN), means: filled(NaN) })),
  };
}

/** Who hears of one value of one step. */
interface Ears {
  readonly value?: (tensor: Tensor) => void;
  readonly gradient?: (tensor: Tensor) => void;
}

function earsOf(steps: readonly StepNodes[], series: Series, kernels: Kernels): ReadonlyMap<string, Ears> {
  const ears = new Map<string, Ears>();
  const listen = (value: Value | null, heard: Ears): void => {
    if (!value) return;
    const key = keyOf(value.node, value.output);
    // The state of a plain cell is its gate: both are heard.
    ears.set(key, { ...ears.get(key), ...heard });
  };
  const gradientInto = (found: Float64Array, turn: number): Ears => ({
    gradient: (tensor) => (found[turn] = kernels.summary(tensor).norm / Math.sqrt(tensor.data.length)),
  });
  steps.forEach((step, turn) => {
    step.gates.forEach(({ before, after }, place) => {
      const found = series.gates[place];
      if (!found) return;
      listen(before, gradientInto(found.delta, turn));
      listen(after, { value: (tensor) => (found.means[turn] = kernels.summary(tensor).mean) });
    });
    listen(step.hidden, gradientInto(series.hidden, turn));
    listen(step.hiddenAhead, gradientInto(series.hiddenAhead, turn));
    listen(step.cell, gradientInto(series.cell, turn));
    listen(step.cellAhead, gradientInto(series.cellAhead, turn));
  });
  return ears;
}

/** Below this, float32 has hardly any digits left, and soon none: what is divided there is rounding. */
const coarse = 1e-36;

function quotient(sent: number, asked: number, least: number): number {
  return sent < least || asked < least ? NaN : sent / asked;
}

function decayOf(hidden: Float64Array, factors: Float64Array): Decay {
  const known = factors.filter((factor) => !Number.isNaN(factor));
  const perStep = Math.exp(known.reduce((sum, factor) => sum + Math.log(factor), 0) / known.length);
  const halfLife = perStep < 1 ? Math.LN2 / -Math.log(perStep) : null;
  return { ratio: (hidden[0] ?? NaN) / (hidden.at(-1) ?? NaN), perStep, halfLife };
}

function keyOf(node: NodeIndex, output: number): string {
  return `${node}.${output}`;
}
