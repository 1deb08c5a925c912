/** Brings inputs to a size that first layers are made for, and says with numbers what was done. */
import { counted, shortNumber } from '../../base/numbers';
import { listed } from '../../base/words';
import type { Scaling } from '../../graph/chosenData';
import type { Samples } from './samples';

/** The largest value of a pixel. */
const brightest = 255;

/** Columns whose numbers are told one by one. */
const mostTold = 3;

/** The samples with their inputs scaled, and a sentence's part that says how. */
export function scaledSamples(
  samples: Samples,
  scaling: Scaling,
): { readonly samples: Samples; readonly scaled: string } {
  const { inputs } = samples;
  const [least, most] = rangeOf(inputs);
  const range = `from ${shortNumber(least)} to ${shortNumber(most)}`;
  switch (scaling) {
    case 'none':
      return { samples, scaled: `as they are, ${range}` };
    case 'pixels':
      return {
        samples: { ...samples, inputs: inputs.map((value) => value / brightest), scale: 1 / brightest },
        scaled: `divided by ${brightest}, ${range} before`,
      };
    case 'standardised':
      return standardised(samples);
  }
}

/** Every column of its own to mean 0 and standard deviation 1; arrays of more axes as a whole. Over all samples, N in the denominator. */
function standardised(samples: Samples): ReturnType<typeof scaledSamples> {
  const { inputs, sampleShape, columns } = samples;
  const width = sampleShape.length === 1 ? (sampleShape[0] ?? 1) : 1;
  const moments = Array.from({ length: width }, (_, column) => momentsOf(inputs, column, width));
  const scaledInputs = inputs.map((value, place) => {
    const { mean, std } = moments[place % width] ?? { mean: 0, std: 1 };
    return (value - mean) / (std > 0 ? std : 1);
  });
  const told = moments.slice(0, mostTold).map(({ mean, std }, column) => {
    const name = columns[column];
    return `${name === undefined ? '' : `${name} `}${shortNumber(mean)} ± ${shortNumber(std)}`;
  });
  const more = width > mostTold ? [counted(width - mostTold, 'more column')] : [];
  return {
    samples: { ...samples, inputs: scaledInputs },
    scaled: `standardised (mean ± standard deviation before: ${listed([...told, ...more])})`,
  };
}

function momentsOf(inputs: Float64Array, first: number, step: number): { mean: number; std: number } {
  const count = inputs.length / step;
  const origin = inputs[first] ?? 0;
  let sum = 0;
  for (let place = first; place < inputs.length; place += step) sum += (inputs[place] ?? NaN) - origin;
  const mean = origin + sum / count;
  let squares = 0;
  for (let place = first; place < inputs.length; place += step)
    squares += ((inputs[place] ?? NaN) - mean) ** 2;
  return { mean, std: Math.sqrt(squares / count) };
}

function rangeOf(inputs: Float64Array): readonly [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const value of inputs) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
