/** Puts a plot on a canvas with chart.js: the only file that knows chart.js. */
import {
  BarController,
  BarElement,
  BasicPlatform,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Title,
  type ChartConfiguration,
  type ChartDataset,
  type Plugin,
  type Scale,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import { putPixels } from './heat/paint';
import { legendItems, pointStyles } from './charts/legend';
import { annotationsOf } from './plot/annotations';
import { reachesOut, thinned } from './plot/axes';
import { brushOf, type Brush, type Paint } from './plot/brush';
import { backdropGutter, gutter, type Axis, type Bars, type Line, type Plot, type Ribbon } from './plot/plot';
import { colour, type Palette } from './theme';

/** How far marks at the edge may reach over it, in pixels. */
const overhang = 5;

type Kind = 'line' | 'bar';
type Place = { x: number; y: number | [number, number] | null };
type Dataset = ChartDataset<Kind, Place[]>;
type Configuration = ChartConfiguration<Kind, Place[]>;
type ScaleChoices = NonNullable<NonNullable<Configuration['options']>['scales']>[string];

/** A chart on a canvas of the panel, which follows its size. */
export interface Drawn {
  replace(plot: Plot, palette: Palette): void;
  /** The place on the x axis under a pixel of the canvas. */
  placeOf(pixel: number): number;
  destroy(): void;
}

/** How a plot is drawn for export: title and legend are in the picture, since no markup stands around it. */
export interface Poster {
  readonly title: string;
  readonly sentence: string;
  readonly width: number;
  readonly height: number;
  /** Canvas pixels per unit. */
  readonly ratio: number;
}

Chart.register(
  BarController,
  BarElement,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Title,
  annotation,
);

/** Draws a plot on a canvas of the panel. */
export function draw(canvas: HTMLCanvasElement, plot: Plot, palette: Palette): Drawn {
  let shown: Shown = { plot, palette };
  const chart = new Chart<Kind, Place[]>(canvas, {
    ...configuration(plot, palette, null),
    plugins: [backdropOf(() => shown)],
  });
  return {
    replace: (changed, colours) => {
      shown = { plot: changed, palette: colours };
      const { data, options } = configuration(changed, colours, null);
      chart.data = data;
      chart.options = options ?? {};
      chart.update('none');
    },
    placeOf: (pixel) => chart.scales['x']?.getValueForPixel(pixel) ?? NaN,
    destroy: () => chart.destroy(),
  };
}

/** Draws a plot once, with title and legend, on any canvas-like surface. */
export function drawPoster(surface: HTMLCanvasElement, plot: Plot, palette: Palette, poster: Poster): void {
  surface.width = poster.width;
  surface.height = poster.height;
  const chart = new Chart<Kind, Place[]>(surface, {
    ...configuration(plot, palette, poster),
    platform: BasicPlatform,
    plugins: [
      { id: 'ground', beforeDraw: ({ ctx, width, height }) => ground(ctx, palette, width, height) },
      backdropOf(() => ({ plot, palette })),
    ],
  });
  chart.stop();
}

function ground(context: CanvasRenderingContext2D, palette: Palette, width: number, height: number): void {
  context.fillStyle = colour(palette.ink.surface);
  context.fillRect(0, 0, width, height);
}

function configuration(plot: Plot, palette: Palette, poster: Poster | null): Configuration {
  const brush = brushOf(palette);
  const { paint } = brush;
  return {
    type: 'line',
    data: {
      datasets: [
        ...plot.lines.map((line) => lineDataset(line, paint, poster)),
        ...plot.bars.map((bars) => barDataset(bars, paint)),
        ...plot.ribbons.flatMap((ribbon, index) => ribbonDatasets(ribbon, paint, plot, index)),
      ],
    },
    options: {
      animation: false,
      responsive: poster === null,
      maintainAspectRatio: false,
      ...(poster !== null && { devicePixelRatio: poster.ratio }),
      events: [],
      parsing: false,
      normalized: true,
      font: brush.font,
      color: paint('text', 1),
      layout: {
        padding: poster === null ? { top: 6, right: gutter.right } : { left: 12, right: 12, bottom: 8 },
      },
      scales: {
        x: scale(plot.x, 'x', brush, plot.backdrop && poster === null ? backdropGutter.bottom : null),
        y: scale(plot.y, 'y', brush, null),
      },
      plugins: {
        legend: {
          display: poster !== null,
          position: 'bottom',
          labels: {
            color: paint('text', 1),
            font: brush.font,
            usePointStyle: true,
            pointStyleWidth: 24,
            generateLabels: () => legendItems(plot, paint),
          },
        },
        title: {
          display: poster !== null,
          text: poster === null ? '' : [poster.title, poster.sentence, plot.y.title],
          align: 'start',
          color: paint('text', 1),
          font: brush.font,
        },
        annotation: {
          annotations: annotationsOf(plot, brush),
        },
      },
    },
  };
}

interface Shown {
  readonly plot: Plot;
  readonly palette: Palette;
}

// Painted small and stretched, so that the colours between two cells run into each other.
function backdropOf(shown: () => Shown): Plugin {
  return {
    id: 'backdrop',
    beforeDatasetsDraw: ({ ctx, chartArea: { left, top, width, height } }) => {
      const { plot, palette } = shown();
      if (!plot.backdrop) return;
      const cells = document.createElement('canvas');
      putPixels(cells, plot.backdrop.paint(palette));
      ctx.drawImage(cells, left, top, width, height);
    },
  };
}

function lineDataset(line: Line, paint: Paint, poster: Poster | null): Dataset {
  const ink = paint(line.ink, line.alpha);
  const { marks } = line;
  const markRadius = line.mark === 'none' ? 0 : 3;
  const usualRadius = line.points.length > 80 ? 0 : markRadius;
  return {
    type: 'line',
    label: line.name,
    data: line.points.map(([x, y]) => ({ x, y })),
    borderColor: ink,
    backgroundColor: ink,
    borderWidth: line.width,
    borderDash: [...line.dash],
    borderCapStyle: 'butt',
    borderJoinStyle: 'round',
    pointRadius: marks?.radius ?? usualRadius,
    pointStyle: pointStyles[line.mark],
    pointBorderWidth: marks?.edgeWidth ?? 1.5,
    ...(marks && {
      pointBackgroundColor: marks.fill === null ? 'transparent' : paint(marks.fill, 1),
      pointBorderColor: paint(marks.edge, 1),
    }),
    clip: overhang,
    order: 1,
    // Lines with segments are drawn stroke by stroke, which a recorder of strokes can follow; plain ones as a Path2D.
    ...(poster !== null && { segment: { borderColor: () => ink } }),
  };
}

function barDataset(bars: Bars, paint: Paint): Dataset {
  return {
    type: 'bar',
    label: bars.name,
    data: bars.bars.map(([x, low, high]) => ({ x, y: low === null || high === null ? null : [low, high] })),
    parsing: { xAxisKey: 'x', yAxisKey: 'y' },
    backgroundColor: paint(bars.ink, bars.alpha),
    borderColor: paint(bars.ink, 1),
    borderWidth: bars.beside ? 1 : 0,
    borderSkipped: false,
    grouped: bars.beside,
    categoryPercentage: bars.share,
    barPercentage: 1,
    order: 3,
  };
}

// A ribbon is its upper edge, filled down to its lower edge, which is the next dataset.
function ribbonDatasets(ribbon: Ribbon, paint: Paint, plot: Plot, index: number): Dataset[] {
  const lower = plot.lines.length + plot.bars.length + 2 * index + 1;
  const edge = { type: 'line', borderWidth: 0, pointRadius: 0, order: 4 } as const;
  const fill = paint(ribbon.ink, ribbon.alpha);
  const points = (pick: 1 | 2): Place[] => ribbon.band.map((part) => ({ x: part[0], y: part[pick] }));
  return [
    {
      ...edge,
      label: ribbon.name,
      data: points(2),
      backgroundColor: fill,
      borderColor: fill,
      fill: { target: lower },
    },
    {
      ...edge,
      label: '',
      data: points(1),
      backgroundColor: 'transparent',
      borderColor: 'transparent',
      fill: false,
    },
  ];
}

function scale(
  axis: Axis,
  direction: 'x' | 'y',
  { paint, font }: Brush,
  height: number | null,
): ScaleChoices {
  return {
    type: 'linear',
    min: axis.from,
    max: axis.to,
    offset: false,
    title: {
      display: axis.title !== '' && direction === 'x',
      text: axis.title,
      color: paint('muted', 1),
      font,
      padding: { top: 0, bottom: 0 },
    },
    border: { color: paint('hairline', 1) },
    grid: {
      offset: false,
      color: paint('muted', 0.2),
      drawOnChartArea: axis.grid,
      tickLength: 4,
      tickColor: paint('hairline', 1),
    },
    ticks: {
      color: paint('muted', 1),
      font,
      autoSkip: false,
      maxRotation: 0,
      padding: 2,
      align: direction === 'x' && reachesOut(axis) ? 'inner' : 'center',
    },
    afterTickToLabelConversion: (built) => {
      const ticks = axis.names ? thinned(axis, built.chart.width - gutter.left - gutter.right) : axis.ticks;
      built.ticks = ticks.map(({ at, label }) => ({ value: at, label }));
    },
    ...(direction === 'y' && {
      afterFit: (fitted: Scale) => {
        fitted.width = gutter.left;
      },
    }),
    ...(height !== null && {
      afterFit: (fitted: Scale) => {
        fitted.height = height;
      },
    }),
  };
}
