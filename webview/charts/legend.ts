/** The legend of a plot that leaves the panel, and the marks of its lines, as chart.js wants them. */
import type { LegendItem } from 'chart.js';
import type { Paint } from '../plot/brush';
import type { Line, Marks, Plot } from '../plot/plot';

/** What chart.js calls the marks. */
export const pointStyles = {
  none: false,
  circle: 'circle',
  square: 'rect',
  triangle: 'triangle',
  cross: 'crossRot',
} as const satisfies Record<Line['mark'], unknown>;

/** As the panel's own legend: lines as lines with their dashes, areas as boxes, marks as they are drawn. */
export function legendItems(plot: Plot, paint: Paint): LegendItem[] {
  const fontColor = paint('text', 1);
  const lines = plot.lines.map((line): LegendItem => {
    if (line.marks) return markItem(line, line.marks, paint);
    const strokeStyle = paint(line.ink, line.alpha);
    const lineWidth = Math.max(1, line.width);
    return {
      text: line.name,
      fontColor,
      strokeStyle,
      lineWidth,
      lineDash: [...line.dash],
      pointStyle: 'line',
    };
  });
  const areas = [...plot.bars, ...plot.ribbons].map((area): LegendItem => {
    return {
      text: area.name,
      fontColor,
      fillStyle: paint(area.ink, Math.max(0.3, area.alpha)),
      lineWidth: 0,
      pointStyle: 'rect',
    };
  });
  return [...lines, ...areas];
}

function markItem(line: Line, { fill, edge, edgeWidth }: Marks, paint: Paint): LegendItem {
  return {
    text: line.name,
    fontColor: paint('text', 1),
    fillStyle: fill === null ? 'transparent' : paint(fill, 1),
    strokeStyle: paint(edge, 1),
    lineWidth: edgeWidth,
    pointStyle: pointStyles[line.mark],
  };
}
