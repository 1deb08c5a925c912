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
  type Scale,
} from 'chart.js';
import annotation, { type AnnotationOptions } from 'chartjs-plugin-annotation';
import { depthColour } from './heat/colours';
import { thinned } from './plot/axes';
import {
  gutter,
  type Axis,
  type Bars,
  type Ink,
  type Line,
  type Plot,
  type Ribbon,
  type Rule,
  type Zone,
} from './plot/plot';
import { colour, type Palette } from './theme';

const fontSize = 11;
/** How far marks at the edge may reach over it, in pixels. */
const overhang = 5;
/** How far beside an upright arrow its name stands, in pixels. */
const arrowLabelShift = 30;

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
  const chart = new Chart<Kind, Place[]>(canvas, configuration(plot, palette, null));
  return {
    replace: (changed, colours) => {
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
  });
  chart.stop();
}

function configuration(plot: Plot, palette: Palette, poster: Poster | null): Configuration {
  const paint: Paint = (ink, alpha) => paintOf(palette, ink, alpha);
  const brush: Brush = { paint, font: { family: palette.fontFamily, size: fontSize, weight: 'normal' } };
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
      layout: { padding: { top: 6, right: gutter.right, bottom: poster === null ? 0 : 8 } },
      scales: { x: scale(plot.x, 'x', brush), y: scale(plot.y, 'y', brush) },
      plugins: {
        legend: {
          display: poster !== null,
          position: 'bottom',
          labels: {
            color: paint('text', 1),
            font: brush.font,
            boxHeight: 8,
            boxWidth: 24,
            filter: (item) => item.text !== '',
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
          annotations: [
            ...plot.zones.map((zone) => zoneBox(zone, brush)),
            ...plot.rules.map((rule) => ruleLine(rule, brush)),
            ...plot.ribbons
              .filter(({ labelled }) => labelled)
              .map((ribbon) => ribbonName(ribbon, plot, brush)),
          ],
        },
      },
    },
  };
}

type Paint = (ink: Ink, alpha: number) => string;

/** Colours and font of one drawing. */
interface Brush {
  readonly paint: Paint;
  readonly font: { readonly family: string; readonly size: number; readonly weight: 'normal' };
}

function paintOf(palette: Palette, ink: Ink, alpha: number): string {
  return colour(typeof ink === 'string' ? palette.ink[ink] : depthColour(ink.depth, palette.kind), alpha);
}

function lineDataset(line: Line, paint: Paint, poster: Poster | null): Dataset {
  const ink = paint(line.ink, line.alpha);
  const markRadius = line.mark === 'none' ? 0 : 3;
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
    pointRadius: line.points.length > 80 ? 0 : markRadius,
    pointStyle: pointStyles[line.mark],
    pointBorderWidth: 1.5,
    clip: overhang,
    order: 1,
    // Lines with segments are drawn stroke by stroke, which a recorder of strokes can follow; plain ones as a Path2D.
    ...(poster !== null && { segment: { borderColor: () => ink } }),
  };
}

const pointStyles = {
  none: false,
  circle: 'circle',
  square: 'rect',
  triangle: 'triangle',
  cross: 'crossRot',
} as const satisfies Record<Line['mark'], unknown>;

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

function scale(axis: Axis, direction: 'x' | 'y', { paint, font }: Brush): ScaleChoices {
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
      color: paint('muted', 0.2),
      drawOnChartArea: axis.grid,
      tickLength: 4,
      tickColor: paint('hairline', 1),
    },
    ticks: { color: paint('muted', 1), font, autoSkip: false, maxRotation: 0, padding: 2 },
    afterTickToLabelConversion: (built) => {
      const ticks = axis.names ? thinned(axis, built.chart.width - gutter.left - gutter.right) : axis.ticks;
      built.ticks = ticks.map(({ at, label }) => ({ value: at, label }));
    },
    ...(direction === 'y' && {
      afterFit: (fitted: Scale) => {
        fitted.width = gutter.left;
      },
    }),
  };
}

function zoneBox(zone: Zone, { paint, font }: Brush): AnnotationOptions<'box'> {
  const ends = zone.axis === 'x' ? { xMin: zone.from, xMax: zone.to } : { yMin: zone.from, yMax: zone.to };
  return {
    type: 'box',
    ...ends,
    drawTime: 'beforeDatasetsDraw',
    adjustScaleRange: false,
    backgroundColor: paint(zone.ink, 0.16),
    borderWidth: 0,
    label: {
      display: zone.label !== 'none',
      content: zone.name,
      color: paint('text', 1),
      font,
      padding: 3,
      position: { x: zone.axis === 'x' ? 'center' : 'start', y: zone.label === 'end' ? 'end' : 'start' },
    },
  };
}

function ribbonName(ribbon: Ribbon, plot: Plot, { paint, font }: Brush): AnnotationOptions<'label'> {
  const [x = 0, low = 0, high = 0] = ribbon.band.find((part) => part[1] !== null) ?? [];
  const below = low === plot.y.from;
  return {
    type: 'label',
    xValue: x,
    yValue: (below ? low : high) ?? 0,
    position: { x: 'start', y: below ? 'end' : 'start' },
    content: ribbon.name,
    color: paint('text', 1),
    font,
    padding: 3,
    drawTime: 'beforeDatasetsDraw',
  };
}

function ruleLine(rule: Rule, { paint, font }: Brush): AnnotationOptions<'line'> {
  const ends = rule.axis === 'x' ? { xMin: rule.at, xMax: rule.at } : { yMin: rule.at, yMax: rule.at };
  return {
    type: 'line',
    ...ends,
    drawTime: 'beforeDatasetsDraw',
    adjustScaleRange: false,
    borderColor: paint(rule.ink, 1),
    borderWidth: rule.arrow ? 2 : 1,
    borderDash: [...rule.dash],
    arrowHeads: { start: { display: rule.arrow, length: 8, width: 4, fill: true } },
    label: {
      display: rule.name !== '',
      content: rule.name,
      position: rule.axis === 'x' ? 'end' : 'start',
      xAdjust: rule.arrow ? arrowLabelShift : 0,
      backgroundColor: paint('surface', 0.85),
      color: paint('text', 1),
      font,
      padding: 2,
    },
  };
}
