/** The plan of a run: types of every value, bytes and floating-point operations, known before anything is computed. */
import { byteCount, counted, shapeText } from '../base/numbers';
import { batchFor, callAt } from '../graph/batchSizes';
import { typesOf } from '../graph/shapes';
import type { Network, ParameterNode } from '../graph/network';
import { ops, type OpCall, type OpName } from '../ops/table';
import { elementBytes, sizeOf, type FloatType, type TensorType } from '../tensor/tensor';
import { argumentTypes, peakBytes } from './memory';
import { parametersOf } from './parameters';
import { availableSamples } from './probe';

/** What a run will take. */
export interface Plan {
  readonly batch: number;
  readonly floatType: FloatType;
  /** Types of the outputs of every node. */
  readonly types: readonly (readonly TensorType[])[];
  /** Whether everything stays, for pictures to be drawn later; else a run is repeated for them. */
  readonly keepsTrace: boolean;
  /** The most that is in use at any moment of an inspection. */
  readonly bytes: number;
  /** Floating-point operations, forward and backward. */
  readonly work: number;
}

/** Why a run was refused. */
export interface Refusal {
  /** One sentence with the numbers. */
  readonly refusal: string;
  /** What would have been run. */
  readonly plan: Plan;
  /** The parameter that takes most, or null when it is not the parameters. */
  readonly largest: ParameterNode | null;
}

/** What a plan has to keep to. */
export interface Budget {
  /** Samples asked for; null: as many as fit. */
  readonly batch: number | null;
  readonly floatType: FloatType;
  /** Bytes at most. */
  readonly memoryLimit: number;
}

const largestBatch = 256;
const smallestBatch = 4;
/** Forward and backward operations that a save may cost when nobody asked for a batch (design.md, section 7). */
const workBudget = 2e9;
/** Backward is counted as twice forward: one product for the input's gradient, one for the weight's. */
const backwardFactor = 3;

/**
 * Plans a run: the batch asked for, else 256 samples halved until the work fits 2 GFLOP and the memory its limit, never under 4;
 * never more than the data have. Where the graph holds for one batch only, it is that one.
 */
export function planRun(network: Network, budget: Budget): Plan | Refusal {
  const available = availableSamples(network);
  const wanted = budget.batch ?? network.batch;
  let batch = batchFor(network, Math.min(wanted ?? largestBatch, available));
  if (Math.min(batch, available) === 0)
    return {
      refusal: 'The data hold no sample to probe with.',
      plan: planFor(network, 0, budget.floatType),
      largest: null,
    };
  let plan = planFor(network, batch, budget.floatType);
  const tooLarge = (): boolean => plan.work > workBudget || plan.bytes > budget.memoryLimit;
  const free = wanted === null && network.fixedBatch === undefined;
  while (free && batch > smallestBatch && tooLarge()) {
    batch = Math.max(smallestBatch, batch >> 1);
    plan = planFor(network, batch, budget.floatType);
  }
  return plan.bytes <= budget.memoryLimit ? plan : refused(network, plan, budget);
}

function refused(network: Network, plan: Plan, { memoryLimit, floatType }: Budget): Refusal {
  const bytes = (node: ParameterNode): number => sizeOf(node.shape) * elementBytes[floatType];
  const largest = parametersOf(network).reduce<ParameterNode | null>(
    (most, node) => (most === null || bytes(node) > bytes(most) ? node : most),
    null,
  );
  // Values and gradient of a parameter are both kept.
  const blame = largest && 2 * bytes(largest) > plan.bytes / 4 ? largest : null;
  const share = blame
    ? `, of them ${byteCount(2 * bytes(blame))} for ${blame.name} ${shapeText(blame.shape)} and its gradient`
    : '';
  return {
    refusal: `${network.name} needs ${byteCount(plan.bytes)} for ${counted(plan.batch, 'sample')}${share}; the memory limit is ${byteCount(memoryLimit)}.`,
    plan,
    largest: blame,
  };
}

/** Traces up to this size stay. */
const keptAtMost = 32 * 2 ** 20;

/** The plan for a batch of exactly this size, or of the only one that the network takes. */
export function planFor(network: Network, wanted: number, floatType: FloatType): Plan {
  const batch = batchFor(network, wanted);
  const types = typesOf(network, batch, floatType);
  let forward = 0;
  network.nodes.forEach((node) => {
    if (node.kind !== 'op') return;
    const args = argumentTypes(node, types);
    if (args) forward += workOf(callAt(node, batch), args);
  });
  const everything = peakBytes(network, { types, floatType, batch }, true);
  const keepsTrace = everything <= keptAtMost;
  // Beside a trace that stays, other runs are made whose values do not stay.
  const bytes = peakBytes(network, { types, floatType, batch }, false) + (keepsTrace ? everything : 0);
  return { batch, floatType, types, keepsTrace, bytes, work: forward * backwardFactor };
}

function workOf<Name extends OpName>(call: OpCall<Name>, args: readonly TensorType[]): number {
  return ops[call.op].work(args, call.attributes);
}
