/** Optimizers: one value each, which moves the numbers of a parameter in place, as PyTorch's torch.optim does. */
import type { Optimizer, OptimizerName } from '../../graph/training';
import type { Kernels } from '../../tensor/kernels';
import { inPieces } from '../../tensor/pace';
import type { Tensor, TensorData } from '../../tensor/tensor';

/** What moves one parameter. */
export interface Mover {
  /** Moves the parameter against its gradient. Reads the gradient only. */
  move(parameter: Tensor, gradient: Tensor, how: StepSize): void;
}

/** The size of a step. */
export interface StepSize {
  readonly rate: number;
  readonly weightDecay: number;
}

/** The mover of one parameter; it owns what the optimizer remembers of it, zeros or a constant at first. */
export function moverOf(optimizer: Optimizer, parameter: Tensor, kernels: Kernels): Mover {
  return boundTo(optimizer, parameter, kernels);
}

/** How many tensors of a parameter's size an optimizer remembers. */
export function rememberedTensors(optimizer: Optimizer): number {
  return methodOf(optimizer).remembers;
}

/** The numbers of one parameter with what is remembered of them, from `from` to before `to`. */
interface Part {
  readonly values: TensorData;
  readonly gradient: TensorData;
  readonly memory: readonly TensorData[];
  readonly from: number;
  readonly to: number;
}

/** A step with its number, which counts the steps of this parameter from 1. */
interface CountedStep extends StepSize {
  readonly count: number;
}

/** An optimizer with its constants. */
interface Method {
  /** Tensors of the parameter's size. */
  readonly remembers: number;
  /** What the first of them begins with. */
  readonly begin: number;
  /** What the step `size.count` does to a part. */
  move(part: Part, size: CountedStep): void;
}

function boundTo(optimizer: Optimizer, parameter: Tensor, kernels: Kernels): Mover {
  const method = methodOf(optimizer);
  // Of the parameter's type, as PyTorch has it; storage of its own, since it lives as long as the training.
  const memory = Array.from({ length: method.remembers }, (_, index) =>
    parameter.data.slice().fill(index === 0 ? method.begin : 0),
  );
  let count = 0;
  return {
    move: ({ data }, gradient, { rate, weightDecay }) => {
      count += 1;
      const size = { rate, weightDecay, count };
      inPieces(data.length, kernels.pace, (from, to) => {
        method.move({ values: data, gradient: gradient.data, memory, from, to }, size);
      });
    },
  };
}

type Constants<Name extends OptimizerName> = Extract<Optimizer, { kind: Name }>;

const methods: { readonly [Name in OptimizerName]: (constants: Constants<Name>) => Method } = {
  sgd: gradientDescent,
  rmsprop: rootMeanSquares,
  adagrad: adaptiveGradients,
  adam,
  adamw: adam,
};

function methodOf<Name extends OptimizerName>(optimizer: Constants<Name>): Method {
  return methods[optimizer.kind](optimizer);
}

/** torch.optim.SGD. The first step fills the momentum with the gradient itself, not damped. */
function gradientDescent({ momentum, dampening, nesterov }: Constants<'sgd'>): Method {
  if (momentum === 0) {
    return {
      remembers: 0,
      begin: 0,
      move: ({ values, gradient, from, to }, { rate, weightDecay }) => {
        for (let place = from; place < to; place += 1) {
          const value = values[place] ?? NaN;
          values[place] = value - rate * ((gradient[place] ?? NaN) + weightDecay * value);
        }
      },
    };
  }
  return {
    remembers: 1,
    begin: 0,
    move: ({ values, gradient, memory: [velocity], from, to }, { rate, weightDecay, count }) => {
      if (!velocity) return;
      const fresh = count === 1 ? 1 : 1 - dampening;
      for (let place = from; place < to; place += 1) {
        const value = values[place] ?? NaN;
        const slope = (gradient[place] ?? NaN) + weightDecay * value;
        const speed = momentum * (velocity[place] ?? NaN) + fresh * slope;
        velocity[place] = speed;
        values[place] = value - rate * (nesterov ? slope + momentum * speed : speed);
      }
    },
  };
}

/** torch.optim.RMSprop. */
function rootMeanSquares({ alpha, epsilon, momentum, centered }: Constants<'rmsprop'>): Method {
  return {
    remembers: 3,
    begin: 0,
    move: ({ values, gradient, memory: [squares, means, velocity], from, to }, { rate, weightDecay }) => {
      if (!squares || !means || !velocity) return;
      for (let place = from; place < to; place += 1) {
        const value = values[place] ?? NaN;
        const slope = (gradient[place] ?? NaN) + weightDecay * value;
        const square = alpha * (squares[place] ?? NaN) + (1 - alpha) * slope * slope;
        squares[place] = square;
        let variance = square;
        if (centered) {
          const mean = alpha * (means[place] ?? NaN) + (1 - alpha) * slope;
          means[place] = mean;
          variance -= mean * mean;
        }
        const speed = momentum * (velocity[place] ?? NaN) + slope / (Math.sqrt(variance) + epsilon);
        velocity[place] = speed;
        values[place] = value - rate * speed;
      }
    },
  };
}

/** torch.optim.Adagrad. */
function adaptiveGradients({ rateDecay, initialSum, epsilon }: Constants<'adagrad'>): Method {
  return {
    remembers: 1,
    begin: initialSum,
    move: ({ values, gradient, memory: [sums], from, to }, { rate, weightDecay, count }) => {
      if (!sums) return;
      const slowed = rate / (1 + (count - 1) * rateDecay);
      for (let place = from; place < to; place += 1) {
        const value = values[place] ?? NaN;
        const slope = (gradient[place] ?? NaN) + weightDecay * value;
        const sum = (sums[place] ?? NaN) + slope * slope;
        sums[place] = sum;
        values[place] = value - (slowed * slope) / (Math.sqrt(sum) + epsilon);
      }
    },
  };
}

/** torch.optim.Adam, and AdamW, which shrinks the parameter in place of adding the decay to the gradient. */
function adam({ kind, betas: [beta1, beta2], epsilon, amsgrad }: Constants<'adam' | 'adamw'>): Method {
  const apart = kind === 'adamw';
  return {
    remembers: amsgrad ? 3 : 2,
    begin: 0,
    move: ({ values, gradient, memory: [means, squares, largest], from, to }, size) => {
      if (!means || !squares) return;
      const { rate, weightDecay, count } = size;
      const step = rate / (1 - beta1 ** count);
      const correction = Math.sqrt(1 - beta2 ** count);
      const kept = apart ? 1 - rate * weightDecay : 1;
      const added = apart ? 0 : weightDecay;
      for (let place = from; place < to; place += 1) {
        const value = values[place] ?? NaN;
        const slope = (gradient[place] ?? NaN) + added * value;
        const mean = beta1 * (means[place] ?? NaN) + (1 - beta1) * slope;
        const square = beta2 * (squares[place] ?? NaN) + (1 - beta2) * slope * slope;
        means[place] = mean;
        squares[place] = square;
        let divisor = square;
        if (largest) {
          divisor = Math.max(largest[place] ?? NaN, square);
          largest[place] = divisor;
        }
        values[place] = kept * value - (step * mean) / (Math.sqrt(divisor) / correction + epsilon);
      }
    },
  };
}
