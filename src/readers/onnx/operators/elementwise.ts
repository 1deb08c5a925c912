/** Functions of single numbers: activations and elementwise mathematics. */
import { callNamed } from '../../../graph/calls';
import type { Attributes } from '../../../ops/op';
import type { OpName } from '../../../ops/table';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Operand } from '../record/operands';

/** An operator that is one op of ours, whole numbers by way of floats. */
function same(since: number, op: OpName, attributes: (asked: Asked) => Attributes = () => ({})): Operator {
  return { since, spell: (asked) => asked.inFloats(callNamed(op, attributes(asked)), asked.input(0)) };
}

/** Close enough to a number that a float32 in a file stands for it. */
function near(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) < 1e-6;
}

function hardSigmoid(asked: Asked): Operand {
  const [alpha, beta] = [asked.float('alpha', 0.2), asked.float('beta', 0.5)];
  const x = asked.input(0);
  if (near(alpha, 1 / 6) && near(beta, 0.5)) return asked.apply({ op: 'hard-sigmoid', attributes: {} }, x);
  if (near(alpha, 0.2) && near(beta, 0.5)) {
    return asked.apply({ op: 'keras-hard-sigmoid', attributes: {} }, x);
  }
  const line = asked.apply({ op: 'affine', attributes: { scale: alpha, shift: beta } }, x);
  return asked.apply({ op: 'clamp', attributes: { minimum: 0, maximum: 1 } }, line);
}

/** SELU with its own constants, or with others as a scaled ELU. */
function selu(asked: Asked): Operand {
  const [alpha, gamma] = [asked.float('alpha', 1.6732632423543772), asked.float('gamma', 1.0507009873554805)];
  const x = asked.input(0);
  if (near(alpha, 1.6732632423543772) && near(gamma, 1.0507009873554805)) {
    return asked.apply({ op: 'selu', attributes: {} }, x);
  }
  const elu = asked.apply({ op: 'elu', attributes: { alpha } }, x);
  return asked.apply({ op: 'affine', attributes: { scale: gamma, shift: 0 } }, elu);
}

function shrink(asked: Asked): Operand {
  const [lambda, bias] = [asked.float('lambd', 0.5), asked.float('bias', 0)];
  if (bias === 0) return asked.apply({ op: 'hardshrink', attributes: { lambda } }, asked.input(0));
  if (bias === lambda) return asked.apply({ op: 'softshrink', attributes: { lambda } }, asked.input(0));
  throw new Unspellable('Shrink has a bias that is neither 0 nor its lambd.');
}

/** x sigmoid(alpha x). */
function swish(asked: Asked): Operand {
  const alpha = asked.float('alpha', 1);
  const x = asked.input(0);
  if (alpha === 1) return asked.apply({ op: 'silu', attributes: {} }, x);
  const line = asked.apply({ op: 'affine', attributes: { scale: alpha, shift: 0 } }, x);
  const gate = asked.apply({ op: 'sigmoid', attributes: {} }, line);
  return asked.apply({ op: 'multiply', attributes: {} }, x, gate);
}

function gelu(asked: Asked): Operand {
  const op = asked.text('approximate', 'none') === 'tanh' ? 'gelu-tanh' : 'gelu';
  return asked.apply({ op, attributes: {} }, asked.input(0));
}

function prelu(asked: Asked): Operand {
  const x = asked.input(0);
  const slope = asked.input(1);
  asked.record.ownLayer('prelu', slope);
  return asked.apply(
    { op: 'prelu', attributes: {} },
    x,
    asked.record.weight(slope, { role: 'slope', part: 'weight' }),
  );
}

/** Over one axis; before version 13 over that axis and all behind it, as one. */
function overAxis(op: 'softmax' | 'log-softmax'): Operator {
  return {
    since: 1,
    spell: (asked) => {
      const x = asked.input(0);
      const shape = shapeOf(x);
      const axis = asked.axis(asked.whole('axis', asked.version < 13 ? 1 : -1), shape.length);
      if (asked.version >= 13 || axis === shape.length - 1) {
        return asked.apply({ op, attributes: { axis } }, x);
      }
      const flat = { op: 'flatten', attributes: { startAxis: axis, endAxis: -1 } } as const;
      const y = asked.apply({ op, attributes: { axis: -1 } }, asked.apply(flat, x));
      return asked.apply({ op: 'reshape', attributes: { sizes: shape } }, y);
    },
  };
}

/** One at the first largest of an axis, else zero. */
function hardmax(asked: Asked): Operand {
  const x = asked.input(0);
  const shape = shapeOf(x);
  const axis = asked.axis(asked.whole('axis', asked.version < 13 ? 1 : -1), shape.length);
  if (asked.version < 13 && axis !== shape.length - 1) {
    throw new Unspellable('Hardmax before version 13 runs over several axes here.');
  }
  const best = asked.apply({ op: 'argmax', attributes: { axis, keepDimensions: false } }, x);
  const hot = asked.apply({ op: 'one-hot', attributes: { classes: shape[axis] ?? 1 } }, best);
  return asked.apply({ op: 'move-axes', attributes: { sources: [-1], destinations: [axis] } }, hot);
}

/** Cut to two bounds, which are attributes before version 11. */
function clip(asked: Asked): Operand {
  const x = asked.input(0);
  const bound = (name: string, place: number): number | null => {
    if (asked.version < 11) return asked.has(name) ? asked.float(name, 0) : null;
    return asked.number(place);
  };
  const [minimum, maximum] = [bound('min', 1), bound('max', 2)];
  if (minimum === null && maximum === null) return x;
  if (minimum === 0 && maximum !== null && near(maximum, 6) && computedOf(x) === 'float') {
    return asked.apply({ op: 'relu6', attributes: {} }, x);
  }
  return asked.inFloats({ op: 'clamp', attributes: { minimum, maximum } }, x);
}

/** Whether a number is infinite, of the signs that are asked for. */
function isInfinite(asked: Asked): Operand {
  const x = asked.input(0);
  const limits = [
    ...(asked.whole('detect_positive', 1) === 1 ? [Infinity] : []),
    ...(asked.whole('detect_negative', 1) === 1 ? [-Infinity] : []),
  ];
  const masks = limits.map((limit) =>
    asked.apply({ op: 'equal', attributes: {} }, x, asked.known('float', [], [limit])),
  );
  const [first, second] = masks;
  if (!first) return asked.apply({ op: 'less', attributes: {} }, x, x);
  return second ? asked.apply({ op: 'or', attributes: {} }, first, second) : first;
}

/** Functions of single numbers by their names. */
export const elementwise = {
  Abs: same(1, 'abs'),
  Acos: same(7, 'acos'),
  Acosh: same(9, 'acosh'),
  Asin: same(7, 'asin'),
  Asinh: same(9, 'asinh'),
  Atan: same(7, 'atan'),
  Atanh: same(9, 'atanh'),
  Ceil: same(1, 'ceil'),
  Celu: same(12, 'celu', (asked) => ({ alpha: asked.float('alpha', 1) })),
  Clip: { since: 1, spell: clip },
  Cos: same(7, 'cos'),
  Cosh: same(9, 'cosh'),
  Elu: same(1, 'elu', (asked) => ({ alpha: asked.float('alpha', 1) })),
  Erf: same(9, 'erf'),
  Exp: same(1, 'exp'),
  Floor: same(1, 'floor'),
  Gelu: { since: 20, spell: gelu },
  HardSigmoid: { since: 1, spell: hardSigmoid },
  HardSwish: same(14, 'hard-swish'),
  Hardmax: { since: 1, spell: hardmax },
  IsInf: { since: 10, spell: isInfinite },
  IsNaN: {
    since: 9,
    spell: (asked) => asked.apply({ op: 'is-nan', attributes: {} }, asked.input(0)),
  },
  LeakyRelu: same(1, 'leaky-relu', (asked) => ({ slope: asked.float('alpha', 0.01) })),
  Log: same(1, 'log'),
  LogSoftmax: overAxis('log-softmax'),
  Mish: same(18, 'mish'),
  Neg: same(1, 'negate'),
  PRelu: { since: 1, spell: prelu },
  Reciprocal: same(1, 'reciprocal'),
  Relu: same(1, 'relu'),
  Round: same(11, 'round'),
  Selu: { since: 1, spell: selu },
  Shrink: { since: 9, spell: shrink },
  Sigmoid: same(1, 'sigmoid'),
  Sign: same(9, 'sign'),
  Sin: same(7, 'sin'),
  Sinh: same(9, 'sinh'),
  Softmax: overAxis('softmax'),
  Softplus: same(1, 'softplus', () => ({ beta: 1, threshold: 20 })),
  Softsign: same(1, 'softsign'),
  Sqrt: same(1, 'sqrt'),
  Swish: { since: 24, spell: swish },
  Tan: same(7, 'tan'),
  Tanh: same(1, 'tanh'),
  ThresholdedRelu: same(10, 'threshold', (asked) => ({ threshold: asked.float('alpha', 1), value: 0 })),
} as const satisfies Record<string, Operator>;
