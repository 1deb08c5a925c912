/** Evaluation: the loss and accuracy of a network over many samples, in evaluation mode and forward only. */
import { batchFor } from '../../graph/batchSizes';
import { judgedBy, type Judged } from '../../graph/decision';
import type { Network } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import type { ParameterValues } from '../parameters';
import { scheduleOf, type Schedule } from '../schedule';
import { keepNothing, runNetwork, type Observer } from '../trace';
import type { TrainingSamples } from './samples';

/** How well samples are predicted. */
export interface Score {
  /** The mean over the samples; the sum where the loss is one. */
  readonly loss: number;
  /** Share of the targets that are met; null where the loss knows no right and wrong, or all targets are ignored. */
  readonly accuracy: number | null;
}

/** What an evaluation works with. */
export interface Evaluator {
  /**
   * Runs over these samples; `observe` hears of every value of every batch. Yields the number of samples after each batch, so that
   * others get their turn; the parameters may not change meanwhile.
   */
  score(
    parameters: ParameterValues,
    rows: readonly number[],
    observe?: Observer['value'],
  ): Generator<number, Score>;
}

/** What is the same for all evaluations of a training. */
export interface EvaluationOptions {
  readonly kernels: Kernels;
  /** Samples that are run together. */
  readonly batch: number;
  readonly checkpoint: () => void;
}

/** Prepares evaluations of a network. */
export function evaluatorOf(
  network: Network,
  samples: TrainingSamples,
  { kernels, batch: together, checkpoint }: EvaluationOptions,
): Evaluator {
  const batch = batchFor(network, together);
  const judged = judgedBy(network);
  // Without a loss nothing is run backward.
  const schedule: Schedule = scheduleOf({ ...network, loss: null });
  const node = network.loss && network.nodes[network.loss.node];
  const isSum =
    node?.kind === 'op' && 'reduction' in node.call.attributes && node.call.attributes.reduction === 'sum';
  return {
    *score(parameters, rows, observe) {
      let loss = 0;
      const met = { right: 0, of: 0 };
      for (let start = 0; start < rows.length; start += batch) {
        const part = rows.slice(start, start + batch);
        const value = kernels.temporarily(() => {
          const probe = samples.batchOf(part);
          const watch: Observer = {
            value: (index, output, tensor) => {
              observe?.(index, output, tensor);
              const { prediction } = judged ?? {};
              if (!judged || index !== prediction?.node || output !== prediction.output) return;
              if (probe.target) count(judged, tensor, probe.target, met);
            },
            gradient: () => undefined,
          };
          const options = { kernels, seed: network.seed, training: false, checkpoint, schedule };
          return runNetwork(network, parameters, probe, { ...options, keep: keepNothing, observe: watch })
            .loss;
        });
        loss += (value ?? NaN) * (isSum ? 1 : part.length / rows.length);
        yield part.length;
      }
      return { loss, accuracy: met.of === 0 ? null : met.right / met.of };
    },
  };
}

interface Met {
  right: number;
  of: number;
}

function count({ decision, meaning }: Judged, prediction: Tensor, target: Tensor, met: Met): void {
  if (decision.kind === 'side') {
    const middle = meaning === 'signs' ? 0 : 0.5;
    for (let place = 0; place < target.data.length; place += 1) {
      const above = (prediction.data[place] ?? NaN) > decision.threshold;
      if (above === (target.data[place] ?? NaN) > middle) met.right += 1;
    }
    met.of += target.data.length;
    return;
  }
  const { shape } = prediction;
  const axis = decision.axis < 0 ? shape.length - 1 : decision.axis;
  const classes = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = classes === 0 ? 0 : prediction.data.length / (classes * inner);
  for (let place = 0; place < outer * inner; place += 1) {
    const start = Math.floor(place / inner) * classes * inner + (place % inner);
    const wanted =
      meaning === 'classes' ? (target.data[place] ?? -1) : largestAt(target, start, inner, classes);
    // An ignored target is no class.
    if (wanted < 0 || wanted >= classes) continue;
    met.of += 1;
    if (largestAt(prediction, start, inner, classes) === wanted) met.right += 1;
  }
}

/** The index of the largest of `count` numbers; NaN is never the largest, -1 when there is nothing else. */
function largestAt({ data }: Tensor, start: number, stride: number, count: number): number {
  let largest = -1;
  let most = -Infinity;
  for (let index = 0; index < count; index += 1) {
    const value = data[start + index * stride] ?? NaN;
    if (value > most || (largest === -1 && value === most)) {
      most = value;
      largest = index;
    }
  }
  return largest;
}
