/** The decision of a network with two inputs as pictures: class over the plane with its samples, and samples along z under the sigmoid. */
import { percent, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { Decision, Fare, Samples } from '../../src/studies/decision/decision';
import type { DataTable } from '../export/dataTable';
import { depthColour, oppositeColour, type Channels } from '../heat/colours';
import type { Palette } from '../theme';
import { largest, least, plainAxis } from './axes';
import type { PlotPicture } from './picture';
import { emptyPlot, type Backdrop, type Ink, type Line } from './plot';

/** A score so far from 0 has the full colour of its class: the margin of a hinge loss is 1. */
const fullScore = 2;

const shapes = ['circle', 'triangle', 'square', 'cross'] as const;

/** The colour of a class: its end of the diverging map for two, its place on the sequential one for more. */
export function classInk({ kind, classes }: Decision, index: number): Ink {
  return kind === 'classes'
    ? { depth: index / Math.max(1, classes - 1) }
    : { opposite: index === 1 ? 0.98 : 0.02 };
}

/** The map: cells, the line between classes, and the samples. */
export function decisionPicture(decision: Decision): PlotPicture {
  const { x, y, columns, samples } = decision;
  return {
    id: 'decision',
    title: decision.kind === 'score' ? 'Score over the inputs' : 'Class probability over the inputs',
    sentence: decisionSentence(decision),
    plot: {
      ...emptyPlot(plainAxis(columns[0], x.from, x.to, 6), plainAxis(columns[1], y.from, y.to, 6)),
      lines: [
        boundaryOf(decision),
        ...(samples
          ? marksOf(decision, samples, (sample) => [samples.x[sample] ?? NaN, samples.y[sample] ?? NaN])
          : []),
      ],
      backdrop: backdropOf(decision),
    },
    table: samplesTable(decision),
    readout: () => '',
  };
}

/** What a cell says, counted from the lower left. */
export function cellSentence(decision: Decision, column: number, row: number): string {
  const { columns, size, height, winner } = decision;
  const place = row * size + column;
  const [first, second] = cellMiddle(decision, column, row);
  return `${columns[0]} ${shortNumber(first)}, ${columns[1]} ${shortNumber(second)}: ${outcome(decision, winner[place] ?? 0, height[place] ?? NaN)}`;
}

/** The middle of a cell. */
export function cellMiddle({ x, y, size }: Decision, column: number, row: number): readonly [number, number] {
  return [
    x.from + ((x.to - x.from) * (column + 0.5)) / size,
    y.from + ((y.to - y.from) * (row + 0.5)) / size,
  ];
}

/** What a sample says. */
export function sampleSentence(decision: Decision, samples: Samples, sample: number): string {
  const truth = samples.truth[sample] ?? -1;
  const predicted = samples.predicted[sample] ?? 0;
  const right = truth < 0 ? '' : truth === predicted ? ', right' : `, wrong: it is class ${truth}`;
  const part = samples.heldOut[sample] === 1 ? 'held-out sample' : 'sample';
  return `${part} ${sample + 1}: ${outcome(decision, predicted, samples.height[sample] ?? NaN)}${right}`;
}

function outcome({ kind }: Decision, winner: number, height: number): string {
  if (kind === 'score') return `class ${winner} with score ${shortNumber(height)}`;
  const own = kind === 'probability' && winner === 0 ? 1 - height : height;
  return `class ${winner} with probability ${shortNumber(own)}`;
}

/** More rings than these would hide the curve that all samples lie on. */
const mostRings = 30;

/** The samples along z under the sigmoid that makes their probability; null where nothing is under a sigmoid. */
export function logitPicture(decision: Decision): PlotPicture | null {
  const { samples, line, columns } = decision;
  if (decision.kind !== 'probability' || !samples) return null;
  const logits = Array.from(samples.logit).filter(Number.isFinite);
  if (logits.length === 0) return null;
  const reach = Math.max(6, Math.abs(least(logits)), Math.abs(largest(logits))) * 1.05;
  const curve = Array.from({ length: 161 }, (_, point) => reach * ((2 * point) / 160 - 1));
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const order = Array.from(samples.logit.keys()).toSorted(
    (a, b) => (samples.logit[a] ?? 0) - (samples.logit[b] ?? 0),
  );
  const formula =
    line === null
      ? 'z is what the last sigmoid is given'
      : `z = ${shortNumber(line.weights[0])} ${columns[0]} ${signed(line.weights[1])} ${columns[1]} ${signed(line.bias)}`;
  return {
    id: 'logits',
    title: 'Samples along z, under the sigmoid',
    sentence: `${formula}; class 1 where z is above 0. z goes from ${shortNumber(least(logits))} to ${shortNumber(largest(logits))}.`,
    plot: {
      ...emptyPlot(plainAxis('z', -reach, reach, 6), plainAxis('probability of class 1', -0.06, 1.06, 4)),
      lines: [
        {
          ...{ name: 'sigmoid(z)', ink: 'text', alpha: 1, width: 1.5, dash: [], mark: 'none' },
          points: curve.map((z) => [z, sigmoid(z)]),
        },
        ...marksOf(decision, samples, (sample) => [
          samples.logit[sample] ?? NaN,
          samples.height[sample] ?? NaN,
        ]).filter(({ name, points }) => name !== 'wrong' || points.length <= mostRings),
      ],
      rules: [
        { axis: 'x', at: 0, ink: 'muted', dash: [2, 2], name: '', arrow: false },
        { axis: 'y', at: 0.5, ink: 'muted', dash: [2, 2], name: '', arrow: false },
      ],
      stops: [...new Set(order.map((sample) => samples.logit[sample] ?? NaN).filter(Number.isFinite))],
    },
    table: samplesTable(decision),
    readout: (stop) => {
      const sample = samples.logit.indexOf(stop);
      return sample === -1 ? '' : `z ${shortNumber(stop)}, ${sampleSentence(decision, samples, sample)}`;
    },
  };
}

function signed(value: number): string {
  return value < 0 ? `− ${shortNumber(-value)}` : `+ ${shortNumber(value)}`;
}

/** How many are right, in words. */
export function fareText(fare: Fare): string {
  return `${wholeNumber(fare.right)} of ${wholeNumber(fare.count)} right (${percent(fare.accuracy)}), mean loss ${shortNumber(fare.loss)}`;
}

function decisionSentence(decision: Decision): string {
  const { training, testing, count, boundary, samples } = decision;
  const line = boundary.length === 0 ? ' One class takes the whole plane.' : '';
  if (training === null || samples === null) return `No samples with classes to compare with.${line}`;
  const held = testing === null ? '' : `; held out: ${fareText(testing)}`;
  const drawn = samples.x.length < count ? ` The first ${wholeNumber(samples.x.length)} are drawn.` : '';
  return `${fareText(training)}${held}.${line}${drawn}`;
}

// Segments as one line with gaps.
function boundaryOf({ boundary, kind }: Decision): Line {
  const points: (readonly [number, number | null])[] = [];
  for (let place = 0; place + 3 < boundary.length; place += 4) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boundary.subarray(place, place + 4);
    points.push([x1, y1], [x2, y2], [x2, null]);
  }
  const name = { probability: 'probability 0.5', score: 'score 0', classes: 'line between classes' }[kind];
  return { name, ink: 'text', alpha: 1, width: 2, dash: [], mark: 'none', points };
}

/** The samples of each class and split as marks, and rings around those that are wrong. */
function marksOf(
  decision: Decision,
  samples: Samples,
  at: (sample: number) => readonly [number, number],
): readonly Line[] {
  const { truth, predicted, heldOut } = samples;
  const group = (
    name: string,
    belongs: (sample: number) => boolean,
    looks: Pick<Line, 'mark' | 'marks' | 'ink'>,
  ): readonly Line[] => {
    const points = Array.from(samples.x.keys()).filter(belongs).map(at);
    const placed = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
    return placed.length === 0 ? [] : [{ name, alpha: 1, width: 0, dash: [], ...looks, points: placed }];
  };
  const ofClass = Array.from({ length: decision.classes }, (_, index) => {
    const ink = classInk(decision, index);
    const mark = shapes[index % shapes.length] ?? 'circle';
    const radius = mark === 'triangle' ? 5 : 4;
    const isHeld = (sample: number): boolean => heldOut[sample] === 1;
    const isOwn = (sample: number): boolean => truth[sample] === index;
    const full = { radius, fill: ink, edge: 'surface', edgeWidth: 1 } as const;
    const hollow = { radius, fill: 'surface', edge: ink, edgeWidth: 2 } as const;
    return [
      ...group(`class ${index}`, (sample) => isOwn(sample) && !isHeld(sample), { ink, mark, marks: full }),
      ...group(`class ${index}, held out`, (sample) => isOwn(sample) && isHeld(sample), {
        ...{ ink, mark, marks: hollow },
      }),
    ];
  }).flat();
  const isKnown = (sample: number): boolean => (truth[sample] ?? -1) >= 0;
  const ring = { radius: 8, fill: null, edge: 'text', edgeWidth: 1.5 } as const;
  const plain = { radius: 3, fill: 'muted', edge: 'surface', edgeWidth: 1 } as const;
  return [
    ...group('wrong', (sample) => isKnown(sample) && truth[sample] !== predicted[sample], {
      ...{ ink: 'text', mark: 'circle', marks: ring },
    }),
    ...ofClass,
    ...group('no class', (sample) => !isKnown(sample), { ink: 'muted', mark: 'circle', marks: plain }),
  ];
}

function backdropOf(decision: Decision): Backdrop {
  const { size, height, winner } = decision;
  return {
    paint: (palette) => {
      const image = new ImageData(size, size);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) {
          const place = row * size + column;
          // The first row of an image is on top.
          const offset = 4 * ((size - 1 - row) * size + column);
          image.data.set(
            [...cellColour(decision, height[place] ?? NaN, winner[place] ?? 0, palette), 255],
            offset,
          );
        }
      }
      return image;
    },
  };
}

/** Half of the diverging map, so that the samples in its outermost colours stand out. */
const calm = 0.5;

/** The colours of heights from the least to the largest, and the numbers at both ends and in the middle; null for several classes. */
export function rampOf(
  decision: Decision,
): { readonly ticks: readonly number[]; readonly paint: (palette: Palette) => ImageData } | null {
  if (decision.kind === 'classes') return null;
  const [from, to] = decision.kind === 'score' ? [-fullScore, fullScore] : [0, 1];
  return {
    ticks: [from, (from + to) / 2, to],
    paint: (palette) => {
      const image = new ImageData(256, 1);
      for (let place = 0; place < 256; place += 1) {
        const height = from + ((to - from) * place) / 255;
        image.data.set([...cellColour(decision, height, 0, palette), 255], 4 * place);
      }
      return image;
    },
  };
}

function cellColour({ kind, classes }: Decision, height: number, winner: number, palette: Palette): Channels {
  if (!Number.isFinite(height)) return palette.ink.dead;
  if (kind !== 'classes') {
    const side = kind === 'probability' ? 2 * height - 1 : Math.max(-1, Math.min(1, height / fullScore));
    return oppositeColour(0.5 + (calm * side) / 2, palette.kind);
  }
  // The winner's colour, the fainter the closer the race.
  const least = 1 / classes;
  const strength = 0.15 + 0.6 * Math.max(0, (height - least) / (1 - least));
  const own = depthColour(winner / Math.max(1, classes - 1), palette.kind);
  const mixed = (channel: 0 | 1 | 2): number =>
    palette.ink.surface[channel] * (1 - strength) + own[channel] * strength;
  return [mixed(0), mixed(1), mixed(2)];
}

function samplesTable(decision: Decision): DataTable {
  const { columns, samples, kind } = decision;
  const measure = kind === 'score' ? 'score' : kind === 'classes' ? 'its probability' : 'probability of 1';
  const hasLogit = samples !== null && samples.logit.some(Number.isFinite);
  return {
    columns: [
      'sample',
      ...columns,
      'class',
      'predicted',
      measure,
      ...(hasLogit ? ['z'] : []),
      'split',
      'outcome',
    ],
    rows: samples ? Array.from(samples.x.keys(), (sample) => sampleRow(samples, sample, hasLogit)) : [],
  };
}

function sampleRow(samples: Samples, sample: number, hasLogit: boolean): DataTable['rows'][number] {
  const truth = samples.truth[sample] ?? -1;
  const predicted = samples.predicted[sample] ?? 0;
  return [
    sample + 1,
    samples.x[sample] ?? null,
    samples.y[sample] ?? null,
    truth < 0 ? null : truth,
    predicted,
    samples.height[sample] ?? null,
    ...(hasLogit ? [samples.logit[sample] ?? null] : []),
    samples.heldOut[sample] === 1 ? 'held out' : 'training',
    truth < 0 ? '' : truth === predicted ? 'right' : 'wrong',
  ];
}
