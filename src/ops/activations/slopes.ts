/** Rectifiers whose slope below 0 is learned or drawn at random. */
import { shapeText } from '../../base/numbers';
import type { Elementwise, Kernels } from '../../tensor/kernels';
import { isFloat, sameShape, type Tensor } from '../../tensor/tensor';
import { broadcastShape } from '../broadcast';
import { defineOp, type Curve, type NoAttributes } from '../op';
import { step } from './bounded';
import { leaky } from './rectifiers';

/** PyTorch's first slope of a PReLU, with which its curve is drawn. */
const firstSlope = 0.25;

interface PreluSaved {
  readonly x: Tensor;
  readonly slope: Tensor;
}

/**
 * x above 0, slope x below, with a learned slope (He et al. 2015; PyTorch's PReLU). Arguments: x, slope of any shape that stretches to
 * that of x: (1) for one slope, (features) or (channels, 1, 1) for one each. f' at 0 is the slope, as in PyTorch.
 */
export const prelu = defineOp<NoAttributes, PreluSaved>({
  role: 'activation',
  shape: ([x, slope]) => {
    if (!x || !slope) return { error: 'prelu takes an input and a slope' };
    const strange = [x, slope].find(({ elementType }) => !isFloat(elementType));
    if (strange) return { error: `prelu takes floats, found ${strange.elementType} values` };
    const shape = broadcastShape([x.shape, slope.shape]);
    if (!('error' in shape) && sameShape(shape, x.shape)) return [x];
    return {
      error: `prelu has slopes of shape ${shapeText(slope.shape)} for an input of shape ${shapeText(x.shape)}`,
    };
  },
  forward: (kernels, [x, slope]) => {
    if (!x || !slope) throw new RangeError('prelu takes an input and a slope');
    const negative = negativePart(kernels, x);
    kernels.pairwise('multiply', negative, slope, negative);
    const y = kernels.allocate(x.shape);
    kernels.pairwise('maximum', x, kernels.allocate([]), y);
    kernels.pairwise('add', y, negative, y);
    return { outputs: [y], saved: { x, slope } };
  },
  backward: (kernels, [dy], { x, slope }, _attributes, wanted) => {
    if (!dy) return [null, null];
    return [
      wanted[0] === true ? inputGradient(kernels, dy, x, slope) : null,
      wanted[1] === true ? slopeGradient(kernels, dy, x, slope) : null,
    ];
  },
  curve: () => curveOf('prelu', firstSlope),
});

/** min(x, 0). */
function negativePart(kernels: Kernels, x: Tensor): Tensor {
  const negative = kernels.allocate(x.shape);
  kernels.pairwise('minimum', x, kernels.allocate([]), negative);
  return negative;
}

/** dx = dy (1 where x > 0, else slope), the factor put together before it meets dy. */
function inputGradient(kernels: Kernels, dy: Tensor, x: Tensor, slope: Tensor): Tensor {
  const positive = kernels.allocate(x.shape);
  kernels.map(step.curve({}).f, x, positive);
  const dx = kernels.allocate(x.shape);
  kernels.affine(positive, -1, 1, dx);
  kernels.pairwise('multiply', dx, slope, dx);
  kernels.pairwise('add', dx, positive, dx);
  kernels.pairwise('multiply', dx, dy, dx);
  return dx;
}

/** dslope = dy min(x, 0), summed over what shares the slope. */
function slopeGradient(kernels: Kernels, dy: Tensor, x: Tensor, slope: Tensor): Tensor {
  const contributions = negativePart(kernels, x);
  kernels.pairwise('multiply', contributions, dy, contributions);
  const gradient = kernels.allocate(slope.shape);
  kernels.reduce('sum', contributions, gradient);
  return gradient;
}

type SlopeRange = {
  /** The slopes are drawn uniformly from [lower, upper]. */
  readonly lower: number;
  readonly upper: number;
};

/**
 * A leaky ReLU whose slope is drawn anew for every element in training and is (lower + upper) / 2 in evaluation (Xu et al. 2015;
 * PyTorch's RReLU). Argument: x. The curve is that of evaluation. `saved` holds the derivative of every element.
 */
export const rrelu = defineOp<SlopeRange, Tensor>({
  role: 'activation',
  shape: ([x], { lower, upper }) => {
    if (!x) return { error: 'rrelu takes one input' };
    if (!isFloat(x.elementType)) return { error: `rrelu takes floats, found ${x.elementType} values` };
    return lower <= upper
      ? [x]
      : { error: `rrelu needs a lower slope below its upper one, found ${lower} and ${upper}` };
  },
  forward: (kernels, [x], { lower, upper }, run) => {
    if (!x) throw new RangeError('rrelu takes one input');
    const slopes = kernels.allocate(x.shape);
    for (let position = 0; position < slopes.data.length; position += 1) {
      const share = run.training ? run.random.uniform(position) : 0.5;
      slopes.data[position] = (x.data[position] ?? NaN) > 0 ? 1 : lower + share * (upper - lower);
    }
    const y = kernels.allocate(x.shape);
    kernels.pairwise('multiply', x, slopes, y);
    return { outputs: [y], saved: slopes };
  },
  backward: (kernels, [dy], slopes, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(dy.shape);
    kernels.pairwise('multiply', dy, slopes, dx);
    return [dx];
  },
  curve: ({ lower, upper }) => curveOf('rrelu', (lower + upper) / 2),
});

function curveOf(name: string, slope: number): Curve {
  const { value, derivative, silent = [], kinks = [] } = leaky(slope);
  const f: Elementwise = { name, parameters: [slope], value, derivative };
  return { f, saturated: [], silent, kinks, jumps: [] };
}
