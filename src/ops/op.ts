/** What an op is: one value that holds its shape rule, its forward pass, its backward pass and its drawn curve. */
import type { Elementwise, Kernels } from '../tensor/kernels';
import type { RandomStream } from '../tensor/random';
import { sizeOf, type FloatType, type Tensor, type TensorType } from '../tensor/tensor';

/** Constants of an op that are written in the source; plain data, so that a network can be printed, compared and sent. */
export type Attributes = Readonly<Record<string, number | string | boolean | null | readonly number[]>>;

/** The attributes of an op that has none. */
export type NoAttributes = Readonly<Record<string, never>>;

/** Why arguments do not fit, as one sentence for the user. */
export interface ShapeError {
  readonly error: string;
}

/** What an op is for; analysis reads layers by it, never by names. */
export type OpRole =
  | 'weighted'
  | 'activation'
  | 'normalisation'
  | 'pooling'
  | 'noise'
  | 'join'
  | 'movement'
  | 'reduction'
  | 'arithmetic'
  | 'constant'
  | 'loss';

/** How a network is run. */
export interface Run {
  /** True in training mode (dropout draws its mask), false in evaluation mode. */
  readonly training: boolean;
  /** The random numbers of this node, the same for the same seed on every run. */
  readonly random: RandomStream;
}

/** An interval of pre-activations; the ends may be infinite. */
export type Interval = readonly [from: number, to: number];

/** What is drawn of an activation, and what the kernels differentiate with. */
export interface Curve {
  readonly f: Elementwise;
  /** Where the derivative is so small that learning stops, for bounded activations; empty otherwise. */
  readonly saturated: readonly Interval[];
  /** Where output and derivative are exactly zero (ReLU: from -Infinity to 0); units there on every sample are dead. */
  readonly silent: readonly Interval[];
  /** Points without a derivative where the function is continuous; there we use the value that PyTorch uses. */
  readonly kinks: readonly number[];
  /** Points where the function jumps, so that its derivative has an impulse there (step at 0). */
  readonly jumps: readonly number[];
}

/**
 * One op. `Saved` carries what backward needs: arguments, outputs, masks, pooling indices, batch statistics.
 *
 * Nobody writes into a tensor once it has been handed on. So an output may share its storage with an argument, and an argument's
 * gradient with that of an output: reshapes and ops that pass their input through copy nothing. Whoever frees storage during a run
 * has to count all tensors that share it.
 */
export interface Op<A extends Attributes, Saved> {
  readonly role: OpRole;
  /**
   * The types of the outputs. Floats are of the arguments' type; `floatType` is the one of the run, for ops that make floats out
   * of none.
   */
  shape(args: readonly TensorType[], attributes: A, floatType: FloatType): readonly TensorType[] | ShapeError;
  /** Floating-point operations of one forward pass; backward is counted as twice that. Default: the size of the first output. */
  work?(args: readonly TensorType[], attributes: A): number;
  forward(
    kernels: Kernels,
    args: readonly Tensor[],
    attributes: A,
    run: Run,
  ): { outputs: readonly Tensor[]; saved: Saved };
  /**
   * Gradients of the arguments from the gradients of the outputs (null: that output does not reach the loss). Null for an
   * argument that is not `wanted` or has no derivative. Never writes into what it is given.
   */
  backward(
    kernels: Kernels,
    gradients: readonly (Tensor | null)[],
    saved: Saved,
    attributes: A,
    wanted: readonly boolean[],
  ): readonly (Tensor | null)[];
  /** For ops that run over time: RMS of delta at every step in the order in which they run, once backward is done; null before. */
  stepDeltas?(saved: Saved): Float64Array | null;
  curve?(attributes: A): Curve;
  /** What it holds beside its arguments and outputs, which the plan adds to the memory of a run. Default: what is usual for its role. */
  extra?(args: readonly TensorType[], attributes: A): ExtraStorage;
  /**
   * The axis of the first output that holds units, by which numbers per unit are taken: 1 for channels, -1 for the last axis. `axis` is that
   * of the first argument. Default: the last for weighted ops, 1 for pools, and what the argument has for all others.
   */
  unitAxis?(attributes: A, axis: number): number;
}

/** Numbers of the run's float type that an op holds beside its arguments, its outputs and their gradients, in elements. */
export interface ExtraStorage {
  /** From forward until backward is done. */
  readonly saved: number;
  /** At the same time in the midst of forward or of backward, whichever takes more. */
  readonly passing: number;
}

/** The result of a forward pass together with the way back. */
export interface Forward {
  readonly outputs: readonly Tensor[];
  readonly backward: (
    gradients: readonly (Tensor | null)[],
    wanted: readonly boolean[],
  ) => readonly (Tensor | null)[];
  readonly stepDeltas?: () => Float64Array | null;
}

/** An op as the engine sees it: what backward needs is held inside, not named. */
export interface BoundOp<A extends Attributes> {
  readonly role: OpRole;
  /** `floatType` is float64 unless said, the type in which ops are specified. */
  shape(
    args: readonly TensorType[],
    attributes: A,
    floatType?: FloatType,
  ): readonly TensorType[] | ShapeError;
  work(args: readonly TensorType[], attributes: A): number;
  forward(kernels: Kernels, args: readonly Tensor[], attributes: A, run: Run): Forward;
  curve?(attributes: A): Curve;
  extra(args: readonly TensorType[], attributes: A): ExtraStorage;
  unitAxis(attributes: A, axis: number): number;
}

/** Hides the type of what an op saves, so that ops of all kinds stand in one table. */
export function defineOp<A extends Attributes, Saved>(op: Op<A, Saved>): BoundOp<A> {
  const curve = op.curve?.bind(op);
  return {
    role: op.role,
    shape: (args, attributes, floatType = 'float64') => op.shape(args, attributes, floatType),
    work: (args, attributes) =>
      op.work?.(args, attributes) ?? elementwiseWork(op.shape(args, attributes, 'float64')),
    forward: (kernels, args, attributes, run) => {
      const { outputs, saved } = op.forward(kernels, args, attributes, run);
      return {
        outputs,
        backward: (gradients, wanted) => op.backward(kernels, gradients, saved, attributes, wanted),
        ...(op.stepDeltas && { stepDeltas: () => op.stepDeltas?.(saved) ?? null }),
      };
    },
    unitAxis: (attributes, axis) => op.unitAxis?.(attributes, axis) ?? unitAxisOf(op.role, axis),
    extra: (args, attributes) =>
      op.extra?.(args, attributes) ?? usualExtra(op.role, args, op.shape(args, attributes, 'float64')),
    ...(curve && { curve }),
  };
}

function unitAxisOf(role: OpRole, axis: number): number {
  if (role === 'weighted') return -1;
  return role === 'pooling' ? 1 : axis;
}

function elementwiseWork(types: readonly TensorType[] | ShapeError): number {
  if ('error' in types) return 0;
  return types[0]?.shape.reduce((product, size) => product * size, 1) ?? 0;
}

/** Losses work on copies of the prediction, noise keeps its mask, arithmetic with stretched arguments folds its gradients. */
function usualExtra(
  role: OpRole,
  args: readonly TensorType[],
  types: readonly TensorType[] | ShapeError,
): ExtraStorage {
  const output = 'error' in types ? 0 : sizeOf(types[0]?.shape ?? []);
  const first = sizeOf(args[0]?.shape ?? []);
  if (role === 'loss') return { saved: 2 * first, passing: first };
  if (role === 'noise') return { saved: output, passing: 0 };
  if (role === 'arithmetic') return { saved: 0, passing: args.length > 1 ? 2 * output : 0 };
  return { saved: 0, passing: 0 };
}
