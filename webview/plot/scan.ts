/** The scan of a chain of single units: activation and loss gradient of every layer over the input x. */
import type { NetworkReport, Scan } from '../../src/analysis/report';
import type { ScanAnswer } from '../../src/studies/scan';
import { shortNumber } from '../../src/base/numbers';
import { largest, least, plainAxis } from './axes';
import { falls } from './waterfall';
import type { DataTable } from '../export/dataTable';
import type { PlotPicture } from './picture';
import { emptyPlot, type Line } from './plot';

type Measure = 'activation' | 'gradient';

/** A scan to draw: of a report, or an answer. */
export type DrawnScan = Pick<Scan, 'x' | 'layers'> & {
  readonly target: number | null;
  /** What the layers' numbers are of: one number each, one of several units, or all of them. */
  readonly shows: 'number' | 'unit' | 'rms';
  /** The name of the target, where it has one. */
  readonly targetName: string | null;
};

/** The scan of a report, which is of chains of single units only. */
export function scanOfReport(scan: Scan): DrawnScan {
  return { ...scan, shows: 'number', targetName: null };
}

/** The scan of an answer. */
export function scanOfAnswer({ x, layers, target, targets, unit, units }: ScanAnswer): DrawnScan {
  const several = units.some((count) => count > 1);
  const shows = !several ? 'number' : unit === null ? 'rms' : 'unit';
  const named = targets.find(({ value }) => value === target);
  return { x, layers, target, shows, targetName: named?.name ?? null };
}

const axisTitles: Readonly<Record<Measure, Readonly<Record<DrawnScan['shows'], string>>>> = {
  activation: { number: 'activation a', unit: 'activation of the unit', rms: 'RMS of the activations' },
  gradient: { number: 'loss gradient ∂L/∂W', unit: '∂L/∂W of the unit', rms: 'RMS of ∂L/∂W' },
};

/** One of the two plots over x. */
export function scanPicture(scan: DrawnScan, measure: Measure): PlotPicture {
  const rows = scan.layers.map((layer) => layer[measure]);
  const finite = rows.flat().filter(Number.isFinite);
  const low = Math.min(0, least(finite));
  const high = Math.max(0, largest(finite));
  const room = Math.max((high - low) * 0.06, 1e-12);
  const title = measure === 'activation' ? 'Activation over x' : 'Loss gradient of each weight over x';
  return {
    id: `scan-${measure}`,
    title,
    sentence: measure === 'activation' ? activationSentence(scan) : gradientSentence(scan),
    plot: {
      ...emptyPlot(
        plainAxis('input x', scan.x[0] ?? -7, scan.x.at(-1) ?? 7, 7),
        plainAxis(axisTitles[measure][scan.shows], low - room, high + room),
      ),
      lines: linesOf(scan, measure, high - low),
      rules: [{ axis: 'y', at: 0, ink: 'muted', dash: [2, 2], name: '', arrow: false }],
      stops: scan.x,
    },
    table: {
      columns: ['x', ...scan.layers.map(({ name }) => name)],
      rows: scan.x.map((at, place) => [at, ...rows.map((row) => row[place] ?? null)]),
    },
    readout: (stop) => {
      const place = scan.x.indexOf(stop);
      const values = scan.layers.map(
        (layer, index) => `${layer.name} ${shortNumber(rows[index]?.[place] ?? NaN)}`,
      );
      return `x ${shortNumber(stop)}: ${values.join(' · ')}`;
    },
  };
}

/** The bound of the activation derivatives beside what they really do, step by step back, and the largest gradients. */
export function scanBounds(network: NetworkReport, scan: DrawnScan): DataTable {
  const peakOf = (layer: number): number =>
    network.activations.find(({ layers }) => layers.includes(layer))?.maximumDerivative ?? 1;
  const steps = falls(network).toReversed();
  const peaks = steps.map(({ station }) => peakOf(station.index));
  const same = peaks.every((peak) => peak === peaks[0]) && peaks[0] !== undefined;
  const upTo = (factors: readonly (number | null)[], back: number): number | null =>
    back > factors.length
      ? null
      : factors.slice(0, back).reduce<number>((product, factor) => product * (factor ?? 0), 1);
  return {
    columns: [
      'layer',
      'steps back',
      same ? `bound ${shortNumber(peaks[0] ?? NaN)}ⁿ` : 'bound, product of max a′',
      'measured a′ product',
      'largest |∂L/∂W| over x',
    ],
    rows: scan.layers.map((layer, index) => {
      const back = scan.layers.length - 1 - index;
      const finite = layer.gradient.filter(Number.isFinite).map(Math.abs);
      const measured = steps.map(({ activation }) => activation);
      const peak = finite.length === 0 ? NaN : largest(finite);
      return [layer.name, back, upTo(peaks, back), upTo(measured, back), peak];
    }),
  };
}

/** Width of every line of the scan, in pixels, and the dashes of those that run alone. */
const strokeWidth = 2;
const dashes = [[], [10, 4], [5, 3], [2, 3]] as const;
/** Lines that coincide share this many pixels, in turns, but no turn is shorter than the other. */
const rhythm = 24;
const shortestTurn = 3;

function linesOf(scan: DrawnScan, measure: Measure, span: number): readonly Line[] {
  const rows = scan.layers.map((layer) => layer[measure]);
  return scan.layers.map(({ name }, index) => {
    const values = rows[index] ?? [];
    const together = rows.flatMap((row, other) => (near(row, values, span) ? [other] : []));
    return {
      name,
      ink: { depth: rows.length === 1 ? 0.5 : index / (rows.length - 1) },
      alpha: 1,
      width: strokeWidth,
      dash:
        together.length > 1
          ? turn(together.indexOf(index), together.length)
          : (dashes[index % dashes.length] ?? []),
      mark: 'none',
      points: scan.x.map((at, place) => {
        const value = values[place];
        return [at, value !== undefined && Number.isFinite(value) ? value : null];
      }),
    };
  });
}

// Earlier lines are drawn over later ones: the last is whole, and each before it leaves the turns of those behind it open.
function turn(rank: number, of: number): readonly number[] {
  const length = Math.max(shortestTurn, rhythm / of);
  const behind = of - 1 - rank;
  return behind === 0 ? [] : [length * (rank + 1), length * behind];
}

// Two lines that no eye can part over a quarter of the axis.
function near(one: readonly number[], other: readonly number[], span: number): boolean {
  const same = one.filter((value, place) => Math.abs(value - (other[place] ?? NaN)) <= span * 4e-3);
  return same.length >= one.length / 4;
}

function activationSentence(scan: DrawnScan): string {
  const ranges = scan.layers.map(({ name, activation }) => {
    const finite = activation.filter(Number.isFinite);
    return `${name} ${shortNumber(least(finite))} to ${shortNumber(largest(finite))}`;
  });
  return `Every layer's output as x goes from ${shortNumber(scan.x[0] ?? NaN)} to ${shortNumber(scan.x.at(-1) ?? NaN)}: ${ranges.join(', ')}.`;
}

function gradientSentence(scan: DrawnScan): string {
  const largestOf = scan.layers.map(({ name, gradient }) => {
    const finite = gradient.filter(Number.isFinite).map(Math.abs);
    return `${name} ${shortNumber(largest(finite))}`;
  });
  const same = coinciding(scan);
  const together = same > 1 ? ` ${same} lines coincide.` : '';
  const target = scan.targetName ?? (scan.target === null ? null : `target ${shortNumber(scan.target)}`);
  const given = target === null ? 'The' : `For ${target}, the`;
  return `${given} largest gradients are ${largestOf.join(', ')}.${together}`;
}

function coinciding(scan: DrawnScan): number {
  const first = scan.layers[0]?.gradient ?? [];
  return scan.layers.filter(({ gradient }) =>
    gradient.every(
      (value, place) => Math.abs(value - (first[place] ?? NaN)) <= 1e-9 * Math.max(1, Math.abs(value)),
    ),
  ).length;
}
