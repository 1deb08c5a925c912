/** Numbers by unit: a unit is a channel of images, a feature of sequences, or one number of a sample; which axis it is, a row says. */
import { sizeOf, type Shape, type Tensor } from '../tensor/tensor';
import { unhurried, type Pace } from '../tensor/pace';

/** What a unit is called: a channel has places, a feature has times, any other unit is one number of a sample. */
export type UnitWord = 'unit' | 'channel' | 'feature';

/** How many units are dead, of how many. */
export interface DeadUnits {
  readonly units: number;
  readonly of: number;
}

/** Units of a tensor, as (outer, units, inner) in row-major order. */
export interface UnitLayout {
  readonly outer: number;
  readonly units: number;
  readonly inner: number;
  readonly word: UnitWord;
}

/** Where the units of a tensor of batches lie; `unitAxis` counts from the end when it is negative. A sample of one number has one unit. */
export function unitLayout(shape: Shape, unitAxis: number): UnitLayout {
  if (shape.length < 2) return { outer: sizeOf(shape), units: 1, inner: 1, word: 'unit' };
  const last = shape.length - 1;
  const axis = unitAxis < 0 || unitAxis > last ? last : Math.max(1, unitAxis);
  return {
    outer: sizeOf(shape.slice(0, axis)),
    units: shape[axis] ?? 1,
    inner: sizeOf(shape.slice(axis + 1)),
    word: last === 1 ? 'unit' : axis === last ? 'feature' : 'channel',
  };
}

/** Units that are zero on every sample and at every place. */
export function deadUnits(output: Tensor, unitAxis: number, pace: Pace = unhurried): DeadUnits {
  const { units } = unitLayout(output.shape, unitAxis);
  const living = markAlive(output, unitAxis, new Uint8Array(units), pace);
  return { units: units - living, of: units };
}

/**
 * Puts 1 into `alive` for every unit that is not zero at some place; those that are 1 before stay so, as in a batch before. Gives how many
 * are alive by then.
 */
export function markAlive(
  output: Tensor,
  unitAxis: number,
  alive: Uint8Array,
  pace: Pace = unhurried,
): number {
  const { outer, units, inner } = unitLayout(output.shape, unitAxis);
  let living = alive.reduce((sum, each) => sum + each, 0);
  for (let o = 0; o < outer && living < units; o += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      if (alive[unit] === 1) continue;
      const start = (o * units + unit) * inner;
      for (let place = start; place < start + inner; place += 1) {
        if (output.data[place] === 0) continue;
        alive[unit] = 1;
        living += 1;
        break;
      }
    }
    pace(units);
  }
  return living;
}

/** RMS of every unit over samples and places, scaled by the largest magnitude first, so that 1e-200 is still told from zero. */
export function rmsByUnit({ shape, data }: Tensor, unitAxis: number): Float64Array {
  const { outer, units, inner } = unitLayout(shape, unitAxis);
  const largest = new Float64Array(units);
  const sums = new Float64Array(units);
  const each = (visit: (unit: number, value: number) => void): void => {
    for (let position = 0, o = 0; o < outer; o += 1) {
      for (let unit = 0; unit < units; unit += 1) {
        for (const end = position + inner; position < end; position += 1) visit(unit, data[position] ?? NaN);
      }
    }
  };
  each((unit, value) => {
    largest[unit] = Math.max(largest[unit] ?? 0, Math.abs(value));
  });
  each((unit, value) => {
    const scale = largest[unit] ?? 0;
    if (scale !== 0) sums[unit] = (sums[unit] ?? 0) + (value / scale) ** 2;
  });
  return sums.map((sum, unit) => {
    const scale = largest[unit] ?? 0;
    return scale === 0 || !Number.isFinite(scale) ? scale : scale * Math.sqrt(sum / (outer * inner));
  });
}

/** The element of largest magnitude over the places of every sample and unit, with its sign: (samples, units) in row-major order. */
export function peaksBySample({ shape, data }: Tensor, unitAxis: number): Float64Array {
  const { units, inner } = unitLayout(shape, unitAxis);
  const batch = shape[0] ?? 1;
  const peaks = new Float64Array(batch * units);
  const perSample = batch === 0 ? 0 : data.length / batch;
  for (let position = 0; position < data.length; position += 1) {
    const cell = Math.floor(position / perSample) * units + (Math.floor(position / inner) % units);
    const value = data[position] ?? NaN;
    if (Number.isNaN(value) || Math.abs(value) > Math.abs(peaks[cell] ?? 0)) peaks[cell] = value;
  }
  return peaks;
}
