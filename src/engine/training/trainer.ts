/** The trainer: one network with its parameters, and the step that moves them: forward, backward, clip, update. */
import type { Network, NodeIndex } from '../../graph/network';
import type { Training } from '../../graph/training';
import type { Kernels } from '../../tensor/kernels';
import { randomStream } from '../../tensor/random';
import type { Tensor } from '../../tensor/tensor';
import { clipByNorm, clipByValue, totalNorm, type ParameterGradients } from '../clipping';
import { initialParameters, parametersOf, streams, type ParameterValues } from '../parameters';
import type { Probe } from '../probe';
import { scheduleOf } from '../schedule';
import { runNetwork, type Keep, type Observer, type Trace } from '../trace';
import { moverOf, type Mover } from './optimizers';
import type { Batches, TrainingSamples } from './samples';
import { rateAt } from './schedules';
import { gradientSums } from './gradientSums';

/** What one step gave. */
export interface StepResult {
  readonly loss: number;
  /** Norm of all gradients as one vector, before clipping. */
  readonly gradientNorm: number;
  /** The same after clipping. */
  readonly clippedNorm: number;
  readonly rate: number;
  /** Whether the gradients were longer than allowed. */
  readonly normClipped: boolean;
  /** Whether a number of them was larger than allowed. */
  readonly valueClipped: boolean;
  /** Whether loss and gradients are finite. If not, nothing was moved, and the next step would be the same one again. */
  readonly finite: boolean;
}

/** A network under training. Its tensors live as long as the trainer. */
export interface Trainer {
  /** The values of all parameters and buffers; steps change them in place. */
  readonly parameters: ParameterValues;
  /** Steps made so far. */
  readonly updates: number;
  /** Makes the next step; `observe` hears of all its values and gradients. */
  step(observe?: Observer): StepResult;
  /** Runs the next step without making it. */
  rehearse(observe: Observer): void;
  /** Gives the trainer's tensors back at once; none of them may be used afterwards. */
  release(): void;
}

/** What a training is made of. */
export interface TrainerOptions {
  readonly network: Network;
  readonly training: Training;
  /** Steps of the whole run, which the schedule goes by. */
  readonly steps: number;
  readonly samples: TrainingSamples;
  readonly batches: Batches;
  readonly kernels: Kernels;
  /** Called before every op; may throw to end the training. */
  readonly checkpoint: () => void;
}

/** A trainer with the first parameters of the network's seed. */
export function trainerOf(options: TrainerOptions): Trainer {
  const { network, training, kernels, samples, batches } = options;
  const parameters = initialParameters(network, network.seed, kernels);
  const movers = moversOf(network, training, parameters, kernels);
  const run = runsOf(options, parameters);
  const buffers = bufferWriter(network, parameters);
  const sums = training.zeroGrad ? null : gradientSums(kernels);
  // All samples at once are put together once.
  const whole = batches.perEpoch === 1 ? samples.batchOf(batches.at(0)) : null;
  const state = { updates: 0 };
  const next = (observe: Observer | undefined): Trace =>
    run(whole ?? samples.batchOf(batches.at(state.updates)), state.updates, observe);
  return {
    parameters,
    get updates() {
      return state.updates;
    },
    step: (observe) =>
      kernels.temporarily(() => {
        const { loss, parameterGradients } = next(buffers.watch(observe));
        const rate = rateAt(training, state.updates, options.steps);
        const own = trainable(parameterGradients, movers);
        const clipped = clippedBy(training, kernels, sums?.with(own) ?? own);
        const finite = Number.isFinite(loss ?? NaN) && Number.isFinite(clipped.norm);
        if (finite) {
          const size = { rate, weightDecay: training.weightDecay };
          for (const [name, mover] of movers) {
            const [parameter, gradient] = [parameters.get(name), clipped.gradients.get(name)];
            // What the loss does not reach rests, also from weight decay, as in PyTorch.
            if (parameter && gradient) mover.move(parameter, gradient, size);
          }
          buffers.write();
          sums?.keep(clipped.gradients);
          state.updates += 1;
        }
        const { norm: gradientNorm, clippedNorm, normClipped, valueClipped } = clipped;
        return { loss: loss ?? NaN, gradientNorm, clippedNorm, rate, normClipped, valueClipped, finite };
      }),
    rehearse: (observe) => {
      kernels.temporarily(() => {
        next(observe);
      });
    },
    release: () => {
      for (const tensor of [
        ...parameters.values(),
        ...(whole?.inputs ?? []),
        whole?.target,
        ...(whole?.otherTargets ?? []),
      ]) {
        if (tensor) kernels.release(kernels.storageOf(tensor));
      }
    },
  };
}

function moversOf(
  network: Network,
  { optimizer }: Training,
  parameters: ParameterValues,
  kernels: Kernels,
): ReadonlyMap<string, Mover> {
  const movers = new Map<string, Mover>();
  for (const { name, trainable: moves } of parametersOf(network)) {
    const parameter = parameters.get(name);
    if (moves && parameter) movers.set(name, moverOf(optimizer, parameter, kernels));
  }
  return movers;
}

/** Runs of one network, for which everything that they share is prepared. */
function runsOf(
  { network, kernels, checkpoint }: TrainerOptions,
  parameters: ParameterValues,
): (probe: Probe, step: number, observe: Observer | undefined) => Trace {
  const schedule = scheduleOf(network);
  const gradients = network.nodes.flatMap(({ kind }, index) => (kind === 'parameter' ? [index] : []));
  const keep: Keep = { values: new Set(), gradients: new Set(gradients) };
  const random = randomStream(network.seed, streams.steps);
  return (probe, step, observe) =>
    runNetwork(network, parameters, probe, {
      ...{ kernels, seed: network.seed, training: true, checkpoint, keep, schedule, observe },
      // Noise is drawn anew at each step.
      random: random.fork(step),
    });
}

function trainable(gradients: ParameterGradients, movers: ReadonlyMap<string, Mover>): ParameterGradients {
  if (gradients.size === movers.size) return gradients;
  return new Map([...gradients].filter(([name]) => movers.has(name)));
}

interface ClippedStep {
  readonly gradients: ParameterGradients;
  readonly norm: number;
  readonly clippedNorm: number;
  readonly normClipped: boolean;
  readonly valueClipped: boolean;
}

/** Clips by norm, then by value. */
function clippedBy(
  { clipNorm, clipValue }: Training,
  kernels: Kernels,
  gradients: ParameterGradients,
): ClippedStep {
  const byNorm =
    clipNorm === null ? { gradients, norm: totalNorm(gradients) } : clipByNorm(kernels, gradients, clipNorm);
  const normClipped = clipNorm !== null && byNorm.norm > clipNorm;
  const valueClipped =
    clipValue !== null && [...byNorm.gradients.values()].some((gradient) => exceeds(gradient, clipValue));
  const clipped = valueClipped
    ? clipByValue(kernels, byNorm.gradients, clipValue).gradients
    : byNorm.gradients;
  const { norm } = byNorm;
  const clippedNorm = normClipped || valueClipped ? totalNorm(clipped) : norm;
  return { gradients: clipped, norm, clippedNorm, normClipped, valueClipped };
}

function exceeds(gradient: Tensor | null, limit: number): boolean {
  if (!gradient) return false;
  const { data } = gradient;
  for (let place = 0; place < data.length; place += 1) {
    if (Math.abs(data[place] ?? NaN) > limit) return true;
  }
  return false;
}

/** Puts what ops hand on for their buffers (running statistics, singular vectors) where it belongs, once a step is made. */
interface BufferWriter {
  watch(observe: Observer | undefined): Observer | undefined;
  write(): void;
}

function bufferWriter({ nodes }: Network, parameters: ParameterValues): BufferWriter {
  const places = new Map<NodeIndex, readonly Pending[]>();
  nodes.forEach((node, index) => {
    if (node.kind !== 'op') return;
    const own = node.args.flatMap(({ node: arg }): Pending[] => {
      const buffer = nodes[arg];
      const into = buffer?.kind === 'buffer' ? parameters.get(buffer.name) : undefined;
      return into ? [{ into, after: into.data.slice(), known: false }] : [];
    });
    if (own.length > 0) places.set(index, own);
  });
  return {
    watch: (observe) =>
      places.size === 0
        ? observe
        : {
            value: (index, output, tensor) => {
              // Behind the first output stand the buffers among the arguments, in their order.
              const pending = output === 0 ? undefined : places.get(index)?.[output - 1];
              if (pending) {
                pending.after.set(tensor.data);
                pending.known = true;
              }
              observe?.value(index, output, tensor);
            },
            gradient: (index, output, tensor) => observe?.gradient(index, output, tensor),
          },
    write: () => {
      for (const all of places.values()) {
        for (const { into, after, known } of all) if (known) into.data.set(after);
      }
    },
  };
}

interface Pending {
  readonly into: Tensor;
  readonly after: Tensor['data'];
  known: boolean;
}
