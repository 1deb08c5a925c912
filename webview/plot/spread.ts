/** The signal on its way forward: the standard deviation of every layer's output, with what is usual over the seeds and under textbook initialisation. */
import type { Band, NetworkReport } from '../../src/analysis/report';
import { shortNumber } from '../../src/base/numbers';
import type { DataTable } from '../export/dataTable';
import { decadesAxis } from './axes';
import { bandName, bandOf, bandRibbon, series, stationAxis } from './flow';
import type { PlotPicture } from './picture';
import { emptyPlot } from './plot';
import { stations, type Station } from './stations';

/** The picture on the layer axis of the flow. */
export function spreadPicture(network: NetworkReport, zoom: number, centre: number): PlotPicture {
  const on = stations(network);
  const { controls } = network;
  const along = (values: readonly (Band | null)[] | undefined): readonly (Band | null)[] =>
    on.map(({ index }) => values?.[index] ?? null);
  const std = on.map(({ layer }) => layer.output.std);
  const own = along(controls?.bands.own.outputStd).map((band) => bandOf(controls, band));
  const textbook = along(controls?.bands.textbook.outputStd);
  const y = decadesAxis('standard deviation, log scale', [...std, ...own.flat(), ...textbook.flat()], 5);
  return {
    id: 'spread',
    title: 'Outputs by layer',
    sentence: sentenceOf(
      std,
      on.map(({ layer }) => layer.name),
    ),
    plot: {
      ...emptyPlot(stationAxis(on, zoom, centre), y),
      lines: [
        series('outputs', std, { ink: 'text', width: 2, mark: 'circle' }),
        series(
          'textbook initialisation',
          textbook.map((band) => band?.[1] ?? null),
          { ink: 'muted', dash: [6, 4] },
        ),
      ].filter(({ points }) => points.some(([, value]) => value !== null)),
      ribbons: [
        bandRibbon(bandName('outputs', controls), own, 'text', 0.22),
        bandRibbon(
          bandName('textbook', controls),
          textbook.map((band) => bandOf(controls, band)),
          'muted',
          0.18,
        ),
      ].filter(({ band }) => band.some(([, low]) => low !== null)),
      stops: on.map(({ place }) => place),
    },
    table: tableOf(on, std, own, textbook),
    readout: (stop) => {
      const at = on[stop];
      if (at === undefined) return '';
      const usual = textbook[stop];
      const compared = usual
        ? ` · textbook ${bandOf(controls, usual) === null ? shortNumber(usual[1]) : `${shortNumber(usual[0])} to ${shortNumber(usual[2])}`}`
        : '';
      return `${at.layer.name}: std ${shortNumber(at.layer.output.std)}${compared}`;
    },
  };
}

function tableOf(
  on: readonly Station[],
  std: readonly number[],
  own: readonly (Band | null)[],
  textbook: readonly (Band | null)[],
): DataTable {
  return {
    columns: [
      'layer',
      'std',
      '5 % of seeds',
      'median',
      '95 %',
      'textbook 5 %',
      'textbook median',
      'textbook 95 %',
    ],
    rows: on.map(({ layer, place }) => [
      layer.name,
      std[place] ?? null,
      ...(own[place] ?? [null, null, null]),
      ...(textbook[place] ?? [null, null, null]),
    ]),
  };
}

function sentenceOf(std: readonly number[], names: readonly string[]): string {
  const [first, last] = [std[0], std.at(-1)];
  if (first === undefined || last === undefined || std.length < 2) return 'There is one layer to look at.';
  return `Going forward the outputs have standard deviation ${shortNumber(first)} at ${names[0] ?? ''} and ${shortNumber(last)} at ${names.at(-1) ?? ''}.`;
}
