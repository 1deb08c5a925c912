/** Layer imbalance: one layer learns far faster or slower than the others of its kind. */
import { counted, shortNumber } from '../../base/numbers';
import type { Bands, LayerReport } from '../report';
import { median } from '../statistics';
import { areGiven, startsByDefault } from './initialisationScale';
import { above, imbalanceOverTextbook } from './limits';
import type { Rule, Subject } from './rule';

/** Layers of a kind from which their median says what is usual: one of three may be off. */
const fewest = 3;

/** RMS(dW) / RMS(W) of every layer over the median of its kind, in the user's network and under a textbook initialisation. */
export const layerImbalance: Rule = {
  title: 'Layer imbalance',
  why: 'One rate cannot suit a layer whose gradient moves it a hundred times as far as the others: either it is thrown about, or they stand still.',
  *check(subject) {
    const { report, controls, limits } = subject;
    // What weights from a file do is no start that was chosen.
    if (!controls || areGiven(subject)) return;
    const { own, textbook } = controls.bands;
    for (const [kind, group] of groups(subject)) {
      const owns = group.map((index) => middle(own, index));
      const books = group.map((index) => middle(textbook, index));
      for (const [place, index] of group.entries()) {
        const ratio = (owns[place] ?? NaN) / median(owns);
        const expected = (books[place] ?? NaN) / median(books);
        // A trend over the depth is no layer's own: its neighbours must be as far off.
        const own = owns[place] ?? NaN;
        const others = [
          median(owns),
          ...owns.slice(Math.max(0, place - 1), place),
          ...owns.slice(place + 1, place + 2),
        ];
        const value = Math.min(...others.map((other) => (ratio > 1 ? own / other : other / own)));
        const passed = above(value, limits['layer-imbalance']);
        // Over the control: as far off in the same direction is what this architecture does.
        const over = ratio > 1 ? ratio / expected : expected / ratio;
        const layer = report.layers[index];
        // A head that starts small, as torchvision's do, moves far for its size until it has grown.
        const isSmallHead = ratio > 1 && index === report.flow?.last;
        if (!passed || !layer || isSmallHead || !(over > imbalanceOverTextbook.value)) continue;
        const weight = weightOf(layer);
        if (!weight || startsByDefault(weight)) continue;
        yield {
          ...passed,
          layer: index,
          value,
          message: `${layer.name} learns ${shortNumber(value)} times as ${ratio > 1 ? 'fast' : 'slowly'} as the ${counted(group.length, 'layer')} of its kind, ${kind}, do in the middle (limit ${shortNumber(passed.limit)}).`,
          cause: `Its gradient is ${shortNumber(owns[place] ?? NaN)} of its weights, that of the layer in the middle ${shortNumber(median(owns))}; ${weightsText(subject, group, layer)}.`,
          remedies: ['Initialise its weights like those of the other layers.'],
        };
      }
    }
  },
};

/** Layers with a weight matrix by their kind, as far as both networks have a gradient there. */
function groups({ report, controls }: Subject): ReadonlyMap<string, readonly number[]> {
  const byKind = new Map<string, number[]>();
  report.layers.forEach((layer, index) => {
    const usable = [controls?.bands.own, controls?.bands.textbook].every(
      (bands) => bands && middle(bands, index) > 0,
    );
    if (!usable || !weightOf(layer)) return;
    const known = byKind.get(layer.kind);
    if (known) known.push(index);
    else byKind.set(layer.kind, [index]);
  });
  return new Map([...byKind].filter(([, group]) => group.length >= fewest));
}

/** The first weight matrix of a layer, which is the one that bands are of. */
function weightOf({ parameterReports }: LayerReport): LayerReport['parameterReports'][number] | null {
  const first = parameterReports.find(({ role }) => role === 'weight' || role === 'embedding');
  return first?.role === 'weight' && first.trainable && first.shape.length >= 2 ? first : null;
}

function middle({ gradientRatio }: Bands, index: number): number {
  return gradientRatio[index]?.[1] ?? NaN;
}

function weightsText({ report }: Subject, group: readonly number[], layer: LayerReport): string {
  const sizes = group.flatMap((index) => {
    const other = report.layers[index];
    return other ? [weightOf(other)?.rms ?? NaN] : [];
  });
  return `its weights are ${shortNumber(weightOf(layer)?.rms ?? NaN)} in size, in the middle ${shortNumber(median(sizes))}`;
}
