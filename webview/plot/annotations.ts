/** Zones, their names and straight lines of a plot, as the annotation plugin wants them. */
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import type { Brush } from './brush';
import type { Plot, Ribbon, Rule, Zone } from './plot';

/** How far beside an upright arrow its name stands, in pixels. */
const arrowLabelShift = 30;
/** Mean width of a letter of a name, in pixels. */
const letterWidth = 6.2;

// How far along the x axis a place is.
function shareOf(at: number, { x }: Plot): number {
  return (at - x.from) / (x.to - x.from);
}

/** Everything of a plot that is no data. */
export function annotationsOf(plot: Plot, brush: Brush): AnnotationOptions[] {
  return [
    ...plot.zones.map((zone) => zoneBox(zone, plot, brush)),
    ...plot.rules.map((rule) => ruleLine(rule, plot, brush)),
    ...plot.ribbons.filter(({ labelled }) => labelled).map((ribbon) => ribbonName(ribbon, plot, brush)),
  ];
}

// The name stands where a bounded curve has neither its value nor its derivative: a quarter below the top.
function zoneBox(zone: Zone, plot: Plot, { paint, font }: Brush): AnnotationOptions<'box'> {
  return {
    type: 'box',
    xMin: zone.from,
    xMax: zone.to,
    drawTime: 'beforeDatasetsDraw',
    adjustScaleRange: false,
    backgroundColor: paint(zone.ink, 0.16),
    borderWidth: 0,
    label: {
      display: ({ chart }) =>
        zone.labelled &&
        shareOf(zone.to - zone.from + plot.x.from, plot) * chart.chartArea.width >
          zone.name.length * letterWidth + 6,
      content: zone.name,
      color: paint('text', 1),
      font,
      padding: 3,
      position: { x: 'center', y: '25%' },
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
    position: { x: shareOf(x, plot) > 0.6 ? 'end' : 'start', y: below ? 'end' : 'start' },
    content: ribbon.name,
    color: paint('text', 1),
    font,
    padding: 3,
    drawTime: 'beforeDatasetsDraw',
  };
}

function ruleLine(rule: Rule, plot: Plot, { paint, font }: Brush): AnnotationOptions<'line'> {
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
      position: rule.axis === 'x' ? 'end' : (rule.nameAt ?? 'start'),
      xAdjust: rule.arrow ? arrowLabelShift * (shareOf(rule.at, plot) > 0.8 ? -1 : 1) : 0,
      backgroundColor: paint('surface', 0.85),
      color: paint('text', 1),
      font,
      padding: 2,
    },
  };
}
