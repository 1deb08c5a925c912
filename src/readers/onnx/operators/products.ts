/** Products of matrices: fully connected layers where a weight of the file stands on the right, plain products elsewhere. */
import { turnedAttribute } from '../network/patterns/turnedWeights';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { stateName } from '../record/naming';
import type { Grey, Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

const product = { op: 'matrix-product', attributes: {} } as const;

/** Whether an operand is a matrix of weights: floats of the file, not what the network computes. */
function isWeight(operand: Given): boolean {
  return operand.kind !== 'wired' && computedOf(operand) === 'float' && shapeOf(operand).length === 2;
}

/** A layer with the outputs first in its weight, as PyTorch has it. */
function linear(asked: Asked, x: Given, weight: Given, transposed: boolean, bias: Given | null): Operand {
  const { record } = asked;
  record.ownLayer('linear', weight, bias);
  // A file with folded constants does not say what a turned matrix was called; its bias does: in_proj_bias goes with in_proj_weight.
  const named = bias?.kind === 'stored' ? stateName(bias.name) : null;
  const part = named?.part.endsWith('bias') ? named.part.replace(/bias$/, 'weight') : 'weight';
  const args = [x, record.weight(weight, { role: 'weight', part, transposed, owner: named?.owner })];
  if (bias) args.push(record.weight(bias, { role: 'bias', part: 'bias' }));
  return record.apply({ op: 'linear', attributes: {} }, args);
}

function matrixProduct(asked: Asked): Operand {
  const [a, b] = [asked.input(0), asked.input(1)];
  const isTurned = asked.has(turnedAttribute);
  if (a.kind === 'wired' && isWeight(b) && shapeOf(a).length > 1) {
    return linear(asked, a, b, !isTurned, addedBias(asked, shapeOf(b)[isTurned ? 0 : 1] ?? 0));
  }
  if (!isTurned) return asked.inFloats(product, a, b);
  return asked.inFloats(product, a, asked.apply({ op: 'permute', attributes: { axes: [1, 0] } }, b));
}

/** The bias that the only user of a product adds, which then is part of the layer. */
function addedBias(asked: Asked, outputs: number): Given | null {
  const { node, around } = asked;
  const [name = ''] = node.outputs;
  const user = around.soleUser(name);
  if (user?.operator !== 'Add') return null;
  const other = user.inputs.find((input) => input !== name);
  const bias = other === undefined ? null : around.operandNamed(other);
  if (bias?.kind !== 'stored' || bias.tensor.computed !== 'float') return null;
  const { shape } = bias.tensor;
  if (shape.length !== 1 || shape[0] !== outputs) return null;
  around.absorb(user);
  return bias;
}

function general(asked: Asked): Operand {
  const [transA, transB] = ['transA', 'transB'].map((name) => asked.whole(name, 0) !== 0);
  const [alpha, beta] = [asked.float('alpha', 1), asked.float('beta', 1)];
  const turn = (x: Given, turned: boolean | undefined): Given =>
    turned ? asked.apply({ op: 'permute', attributes: { axes: [1, 0] } }, x) : x;
  const a = turn(asked.input(0), transA);
  const [b, c] = [asked.input(1), asked.optional(2)];
  const outputs = shapeOf(b)[transB ? 0 : 1];
  const plain = alpha === 1 && (beta === 1 || !c);
  if (plain && a.kind === 'wired' && isWeight(b)) {
    const isBias = c !== null && c.kind !== 'wired' && shapeOf(c).length === 1 && shapeOf(c)[0] === outputs;
    const y = linear(asked, a, b, !transB, isBias ? c : null);
    return c && !isBias ? asked.record.apply({ op: 'add', attributes: {} }, [y, c]) : y;
  }
  const multiplied = asked.inFloats(product, a, turn(b, transB));
  const y = scaled(asked, multiplied, alpha);
  return c ? asked.apply({ op: 'add', attributes: {} }, y, scaled(asked, c, beta)) : y;
}

function scaled(asked: Asked, x: Given, scale: number): Given {
  return scale === 1 ? x : asked.apply({ op: 'affine', attributes: { scale, shift: 0 } }, x);
}

function einsum(asked: Asked): Operand {
  const equation = asked.text('equation', '');
  const args = asked.all.map((_, place) => asked.input(place));
  return asked.inFloats({ op: 'einsum', attributes: { equation } }, ...args);
}

/** Products by their names. */
export const products = {
  Einsum: { since: 12, spell: einsum },
  Gemm: { since: 7, spell: general },
  MatMul: { since: 1, spell: matrixProduct },
} as const satisfies Record<string, Operator>;
