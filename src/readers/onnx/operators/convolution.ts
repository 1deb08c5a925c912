/** Convolutions and their transposes. */
import { shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';
import { padAmounts, windowsOf } from './windows';

type Given = Exclude<Operand, Grey>;

/** The weight and the bias of a node as parameters of its layer, which is called after the number of its axes. */
function weightsOf(asked: Asked, kind: string): { readonly weight: Given; readonly bias: Given | null } {
  const [given, bias] = [asked.input(1), asked.optional(2)];
  asked.record.ownLayer(`${kind}${shapeOf(given).length - 2}d`, given);
  const weight = asked.record.weight(given, { role: 'weight', part: 'weight' });
  const second = bias && asked.record.weight(bias, { role: 'bias', part: 'bias' });
  if (weight.kind === 'grey' || second?.kind === 'grey') throw new Unspellable('A weight is not known.');
  return { weight, bias: second };
}

function convolution(asked: Asked): Operand {
  const x = asked.input(0);
  const { weight, bias } = weightsOf(asked, 'conv');
  const kernel = asked.wholes('kernel_shape') ?? shapeOf(weight).slice(2);
  const { strides, dilations, before, behind } = windowsOf(asked, shapeOf(x).slice(2), kernel);
  const attributes = {
    strides,
    dilations,
    padding: [...before, ...behind],
    paddingMode: 'zeros' as const,
    groups: asked.whole('group', 1),
  };
  return asked.apply({ op: 'convolution', attributes }, x, weight, ...(bias ? [bias] : []));
}

function transposed(asked: Asked): Operand {
  const x = asked.input(0);
  const { weight, bias } = weightsOf(asked, 'conv-transpose');
  const kernel = asked.wholes('kernel_shape') ?? shapeOf(weight).slice(2);
  const places = shapeOf(x).slice(2);
  const strides = asked.wholes('strides') ?? kernel.map(() => 1);
  const dilations = asked.wholes('dilations') ?? kernel.map(() => 1);
  const added = asked.wholes('output_padding') ?? kernel.map(() => 0);
  const whole = places.map(
    (size, axis) =>
      (size - 1) * (strides[axis] ?? 1) + ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1,
  );
  const { before, behind } = cutOf(
    asked,
    places,
    strides,
    whole.map((size, axis) => size + (added[axis] ?? 0)),
  );
  // What is taken away at the end and more than there is must be added behind.
  const extra = behind.map((amount, axis) => Math.max(added[axis] ?? 0, -amount));
  const cut = behind.map((amount, axis) => amount + Math.max(0, (extra[axis] ?? 0) - (added[axis] ?? 0)));
  const most = extra.every((count, axis) => count < Math.max(strides[axis] ?? 1, dilations[axis] ?? 1));
  const inside = [...before, ...cut].every((count) => count >= 0);
  const attributes = {
    strides,
    dilations,
    padding: [...before, ...cut].map((count) => (most && inside ? count : 0)),
    outputPadding: most && inside ? extra : kernel.map(() => 0),
    groups: asked.whole('group', 1),
  };
  const y = asked.apply({ op: 'transposed-convolution', attributes }, x, weight, ...(bias ? [bias] : []));
  if (most && inside) return y;
  if (bias) throw new Unspellable('ConvTranspose pads its output beyond its stride.');
  const amounts = padAmounts(
    before.map((count) => -count),
    behind.map((count, axis) => (added[axis] ?? 0) - count),
  );
  return asked.apply({ op: 'pad', attributes: { mode: 'constant', amounts, value: 0 } }, y);
}

/** What is taken away before and behind; where the file says the shape of the output it follows from that. */
function cutOf(
  asked: Asked,
  places: readonly number[],
  strides: readonly number[],
  whole: readonly number[],
): { readonly before: readonly number[]; readonly behind: readonly number[] } {
  const automatic = asked.text('auto_pad', 'NOTSET');
  const same = automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER';
  const given = asked.wholes('output_shape');
  const wanted =
    given?.slice(-places.length) ?? (same ? places.map((size, axis) => size * (strides[axis] ?? 1)) : null);
  if (!wanted) {
    const pads = asked.wholes('pads') ?? places.flatMap(() => [0, 0]);
    return { before: pads.slice(0, places.length), behind: pads.slice(places.length) };
  }
  const totals = whole.map((size, axis) => size - (wanted[axis] ?? size));
  const small = totals.map((total) => Math.floor(Math.max(0, total) / 2));
  const rest = totals.map((total, axis) => total - (small[axis] ?? 0));
  return automatic === 'SAME_UPPER'
    ? { before: small, behind: rest }
    : {
        before: rest.map((count) => Math.max(0, count)),
        behind: totals.map((total, axis) => total - Math.max(0, rest[axis] ?? 0)),
      };
}

/** Convolutions by their names. */
export const convolutions = {
  Conv: { since: 1, spell: convolution },
  ConvTranspose: { since: 1, spell: transposed },
} as const satisfies Record<string, Operator>;
