/** The picture of a remedy: delta layer by layer, before the edit and after it. */
import { shortNumber } from '../../src/base/numbers';
import type { Remedy } from '../../src/studies/remedies';
import { decadesAxis, layersAxis } from './axes';
import { series } from './flow';
import type { PlotPicture } from './picture';
import { emptyPlot } from './plot';

/** Delta before and after; null where fewer than two layers have one. */
export function remedyPicture(id: string, { layers, title }: Remedy): PlotPicture | null {
  if (layers.length < 2) return null;
  const names = layers.map(({ name }) => name);
  const [before, after] = [layers.map((layer) => layer.before), layers.map((layer) => layer.after)];
  const [first] = layers;
  return {
    id,
    title: 'δ of each layer, before and after',
    sentence: `${title}: δ of ${first?.name ?? ''} ${text(first?.before)} before, ${text(first?.after)} after.`,
    plot: {
      ...emptyPlot(
        layersAxis(names, [-0.5, names.length - 0.5]),
        decadesAxis('δ, log scale', [...before, ...after]),
      ),
      lines: [
        series('before', before, { ink: 'text', mark: 'circle', dash: [6, 4] }),
        series('after', after, { ink: 'activation', mark: 'square', dash: [] }),
      ],
      stops: names.map((_, place) => place),
    },
    table: {
      columns: ['layer', 'before', 'after'],
      rows: layers.map((layer) => [layer.name, layer.before, layer.after]),
    },
    readout: (stop) =>
      `${names[stop] ?? ''}: before ${text(layers[stop]?.before)} · after ${text(layers[stop]?.after)}`,
  };
}

function text(value: number | null | undefined): string {
  return value == null ? 'none' : shortNumber(value);
}
