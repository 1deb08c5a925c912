/** Normalisations: with running statistics, of samples, and of the last axes. */
import { sizeOf } from '../../../tensor/tensor';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** An operand as a parameter of the node's layer. */
function parameter(asked: Asked, place: number, role: 'scale' | 'bias', part: string): Given | null {
  const operand = asked.optional(place);
  if (!operand) return null;
  const found = asked.record.weight(operand, { role, part });
  return found.kind === 'grey' ? null : found;
}

/** Follows the mode of a run as a layer of PyTorch does: exporters write the same node for both, with the running statistics. */
function batchNorm(asked: Asked): readonly Operand[] {
  const x = asked.input(0);
  asked.record.ownLayer('batch-norm', asked.input(1));
  const [scale, shift] = [parameter(asked, 1, 'scale', 'weight'), parameter(asked, 2, 'bias', 'bias')];
  const mean = asked.record.buffer(asked.input(3), 'running_mean');
  const variance = asked.record.buffer(asked.input(4), 'running_var');
  if (!scale || !shift) throw new Unspellable('BatchNormalization lacks its scale or its shift.');
  const attributes = {
    epsilon: asked.float('epsilon', 1e-5),
    momentum: 1 - asked.float('momentum', 0.9),
    axis: 1,
    scale: true,
    shift: true,
    statistics: true,
    unbiased: false,
  };
  return asked.record.applyAll({ op: 'batch-norm', attributes }, [x, scale, shift, mean, variance]);
}

function instanceNorm(asked: Asked): Operand {
  asked.record.ownLayer('instance-norm', asked.input(1));
  const [scale, shift] = [parameter(asked, 1, 'scale', 'weight'), parameter(asked, 2, 'bias', 'bias')];
  const epsilon = asked.float('epsilon', 1e-5);
  const attributes = { epsilon, momentum: 0.1, scale: true, shift: true, statistics: false };
  if (!scale || !shift) throw new Unspellable('InstanceNormalization lacks its scale or its shift.');
  return asked.apply({ op: 'instance-norm', attributes }, asked.input(0), scale, shift);
}

/** Scale and shift are one number per channel, before version 21 one per group. */
function groupNorm(asked: Asked): Operand {
  const x = asked.input(0);
  const groups = asked.whole('num_groups', 1);
  const channels = shapeOf(x)[1] ?? 1;
  asked.record.ownLayer('group-norm', asked.input(1));
  const parts = [parameter(asked, 1, 'scale', 'weight'), parameter(asked, 2, 'bias', 'bias')];
  const perGroup = sizeOf(shapeOf(asked.input(1))) === groups && groups !== channels;
  const [scale, shift] = parts.map((part) =>
    part && perGroup
      ? asked.apply({ op: 'repeat-interleave', attributes: { repeats: channels / groups, axis: 0 } }, part)
      : part,
  );
  if (!scale || !shift) throw new Unspellable('GroupNormalization lacks its scale or its shift.');
  const attributes = { groups, epsilon: asked.float('epsilon', 1e-5), scale: true, shift: true };
  return asked.apply({ op: 'group-norm', attributes }, x, scale, shift);
}

/** The layer, and where they are asked for the means and the factors 1 / sqrt(variance + epsilon). */
function layerNorm(asked: Asked): readonly Operand[] {
  const x = asked.input(0);
  const rank = shapeOf(x).length;
  const axes = rank - asked.axis(asked.whole('axis', -1), rank);
  asked.record.ownLayer('layer-norm', asked.optional(1));
  const [scale, shift] = [parameter(asked, 1, 'scale', 'weight'), parameter(asked, 2, 'bias', 'bias')];
  const epsilon = asked.float('epsilon', 1e-5);
  const attributes = { axes, epsilon, scale: scale !== null, shift: shift !== null };
  const args = [scale, shift].filter((arg) => arg !== null);
  const y = asked.apply({ op: 'layer-norm', attributes }, x, ...args);
  if (asked.outputCount < 2) return [y];
  const folding = { axes: Array.from({ length: axes }, (_, axis) => axis - axes), keepDimensions: true };
  const mean = asked.apply({ op: 'mean', attributes: folding }, x);
  const variance = asked.apply({ op: 'variance', attributes: { ...folding, correction: 0 } }, x);
  const widened = asked.apply({ op: 'affine', attributes: { scale: 1, shift: epsilon } }, variance);
  return [y, mean, asked.apply({ op: 'rsqrt', attributes: {} }, widened)];
}

function rmsNorm(asked: Asked): Operand {
  const x = asked.input(0);
  const rank = shapeOf(x).length;
  const axes = rank - asked.axis(asked.whole('axis', -1), rank);
  asked.record.ownLayer('rms-norm', asked.input(1));
  const scale = parameter(asked, 1, 'scale', 'weight');
  const attributes = { axes, epsilon: asked.float('epsilon', 1e-5), scale: scale !== null };
  return asked.apply({ op: 'rms-norm', attributes }, x, ...(scale ? [scale] : []));
}

function localResponse(asked: Asked): Operand {
  const size = asked.whole('size', 1);
  if (size % 2 === 0) throw new Unspellable('LRN has an even window.');
  const attributes = {
    size,
    alpha: asked.float('alpha', 0.0001),
    beta: asked.float('beta', 0.75),
    k: asked.float('bias', 1),
  };
  return asked.apply({ op: 'local-response-norm', attributes }, asked.input(0));
}

function lpNormalise(asked: Asked): Operand {
  const attributes = { p: asked.whole('p', 2), axis: asked.whole('axis', -1), epsilon: 0 };
  return asked.apply({ op: 'lp-normalise', attributes: { ...attributes, epsilon: 1e-12 } }, asked.input(0));
}

function meanVariance(asked: Asked): Operand {
  const x = asked.input(0);
  const axes = asked.wholes('axes') ?? [0, 2, 3];
  const folding = { axes, keepDimensions: true };
  const centred = asked.apply(
    { op: 'subtract', attributes: {} },
    x,
    asked.apply({ op: 'mean', attributes: folding }, x),
  );
  const square = asked.apply(
    { op: 'mean', attributes: folding },
    asked.apply({ op: 'square', attributes: {} }, centred),
  );
  const deviation = asked.apply({ op: 'sqrt', attributes: {} }, square);
  const shifted = asked.apply({ op: 'affine', attributes: { scale: 1, shift: 1e-9 } }, deviation);
  return asked.apply({ op: 'divide', attributes: {} }, centred, shifted);
}

/** Off, unless the file says that it is in training. */
function dropout(asked: Asked): readonly Operand[] {
  const x = asked.input(0);
  const training = asked.version >= 12 ? (asked.number(2) ?? 0) !== 0 : false;
  const rate = asked.version >= 12 ? (asked.number(1) ?? 0.5) : asked.float('ratio', 0.5);
  const y = training && rate > 0 ? asked.apply({ op: 'dropout', attributes: { rate } }, x) : x;
  if (asked.outputCount < 2) return [y];
  if (training && rate > 0) throw new Unspellable('Dropout gives its mask.');
  const ones = asked.apply({ op: 'full-like', attributes: { value: 1 } }, x);
  return [y, asked.version >= 10 ? asked.as('bool', ones) : asked.as(computedOf(x), ones)];
}

/** Normalisations by their names. */
export const normalisation = {
  BatchNormalization: { since: 7, spell: batchNorm },
  Dropout: { since: 7, spell: dropout },
  GroupNormalization: { since: 18, spell: groupNorm },
  InstanceNormalization: { since: 1, spell: instanceNorm },
  LRN: { since: 1, spell: localResponse },
  LayerNormalization: { since: 17, spell: layerNorm },
  LpNormalization: { since: 1, spell: lpNormalise },
  MeanVarianceNormalization: { since: 9, spell: meanVariance },
  RMSNormalization: { since: 23, spell: rmsNorm },
} as const satisfies Record<string, Operator>;
