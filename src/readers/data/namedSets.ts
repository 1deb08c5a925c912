/** Data sets that are made in place from a seed, with the geometry of scikit-learn's make_* functions where there is one. */
import { drawsOf, type Samples } from './samples';

/** What a named set is made with. */
export interface SetRequest {
  readonly samples: number;
  readonly noise: number;
  readonly seed: number;
  readonly classes: number;
  readonly features: number;
}

/** A named set with what it is when the file does not say. */
export interface NamedSet {
  readonly meaning: string;
  /** What `noise` means here. */
  readonly noise: string;
  readonly defaults: Omit<SetRequest, 'seed'>;
  /** Which further numbers it takes. */
  readonly takes: readonly ('classes' | 'features')[];
  make(request: SetRequest): Samples;
}

/** The n-th of `count` numbers evenly from 0 to `end`, the end included. */
const evenly = (n: number, count: number, end: number): number => (count < 2 ? 0 : (end * n) / (count - 1));

const spread = 'Standard deviation of the normal noise on both coordinates.';

/** Every named set. */
export const namedSets = {
  xor: {
    meaning: 'The corners of the unit square in turn; the class is x1 xor x2.',
    noise: spread,
    defaults: { samples: 4, noise: 0, classes: 2, features: 2 },
    takes: [],
    make: (request) =>
      planar(request, (sample) => {
        const x1 = (sample >> 1) & 1;
        const x2 = sample & 1;
        return { x1, x2, target: x1 ^ x2 };
      }),
  },
  moons: {
    meaning: 'Two interleaving half circles (make_moons).',
    noise: spread,
    defaults: { samples: 100, noise: 0.1, classes: 2, features: 2 },
    takes: [],
    make: (request) => {
      const outer = Math.floor(request.samples / 2);
      return planar(request, (sample) => {
        const target = sample < outer ? 0 : 1;
        const angle =
          target === 0
            ? evenly(sample, outer, Math.PI)
            : evenly(sample - outer, request.samples - outer, Math.PI);
        return target === 0
          ? { x1: Math.cos(angle), x2: Math.sin(angle), target }
          : { x1: 1 - Math.cos(angle), x2: 0.5 - Math.sin(angle), target };
      });
    },
  },
  circles: {
    meaning: 'A circle of radius 1 (class 0) around one of radius 0.8 (class 1) (make_circles).',
    noise: spread,
    defaults: { samples: 100, noise: 0.05, classes: 2, features: 2 },
    takes: [],
    make: (request) => {
      const outer = Math.floor(request.samples / 2);
      return planar(request, (sample) => {
        const target = sample < outer ? 0 : 1;
        const share = target === 0 ? sample / outer : (sample - outer) / (request.samples - outer);
        const radius = target === 0 ? 1 : 0.8;
        return {
          x1: radius * Math.cos(2 * Math.PI * share),
          x2: radius * Math.sin(2 * Math.PI * share),
          target,
        };
      });
    },
  },
  spiral: {
    meaning: 'One arm for each class: radius 0 to 1, the angle growing by 4 (the CS231n spiral).',
    noise: 'Standard deviation of the normal noise on the angle.',
    defaults: { samples: 300, noise: 0.2, classes: 3, features: 2 },
    takes: ['classes'],
    make: spiral,
  },
  blobs: {
    meaning: 'Normal clouds around centres drawn uniformly from [-10, 10] (make_blobs).',
    noise: 'Standard deviation of the clouds.',
    defaults: { samples: 100, noise: 1, classes: 3, features: 2 },
    takes: ['classes', 'features'],
    make: blobs,
  },
  classification: {
    meaning:
      'Correlated normal clouds, one for each class, around corners of the cube [-1, 1]^features (make_classification, all features informative).',
    noise: 'Share of samples whose class is drawn at random.',
    defaults: { samples: 100, noise: 0.01, classes: 2, features: 2 },
    takes: ['classes', 'features'],
    make: classification,
  },
} as const satisfies Record<string, NamedSet>;

/** The name of a named set. */
export type SetName = keyof typeof namedSets;

/** Two coordinates and a class per sample, with normal noise on the coordinates. */
function planar(
  { samples, noise, seed }: SetRequest,
  at: (sample: number) => { readonly x1: number; readonly x2: number; readonly target: number },
): Samples {
  const random = drawsOf(seed);
  const inputs = new Float64Array(samples * 2);
  const targets = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample += 1) {
    const { x1, x2, target } = at(sample);
    inputs[2 * sample] = x1 + noise * random.normal(2 * sample);
    inputs[2 * sample + 1] = x2 + noise * random.normal(2 * sample + 1);
    targets[sample] = target;
  }
  return { count: samples, sampleShape: [2], inputs, targets, targetShape: [], columns: ['x1', 'x2'] };
}

function spiral(request: SetRequest): Samples {
  const { samples, noise, seed, classes } = request;
  const random = drawsOf(seed);
  const perArm = Math.ceil(samples / classes);
  return planar({ ...request, noise: 0 }, (sample) => {
    const target = sample % classes;
    const share = evenly(Math.floor(sample / classes), perArm, 1);
    const angle = 4 * (target + share) + noise * random.normal(sample);
    return { x1: share * Math.sin(angle), x2: share * Math.cos(angle), target };
  });
}

function blobs({ samples, noise, seed, classes, features }: SetRequest): Samples {
  const centres = drawsOf(seed).fork(1);
  const cloud = drawsOf(seed).fork(2);
  return featured(
    samples,
    features,
    (sample, feature) => {
      const target = sample % classes;
      return (
        20 * centres.uniform(target * features + feature) -
        10 +
        noise * cloud.normal(sample * features + feature)
      );
    },
    (sample) => sample % classes,
  );
}

/** Each class: standard normal numbers times its own matrix of uniform [-1, 1] numbers, moved to its corner of the cube. */
function classification({ samples, noise, seed, classes, features }: SetRequest): Samples {
  const draws = drawsOf(seed);
  const [mixing, cloud, flips] = [draws.fork(1), draws.fork(2), draws.fork(3)];
  const mixed = (sample: number, feature: number): number => {
    const own = sample % classes;
    const matrix = (own * features + feature) * features;
    let sum = ((own >> (feature % 30)) & 1) === 0 ? -1 : 1;
    for (let from = 0; from < features; from += 1) {
      sum += (2 * mixing.uniform(matrix + from) - 1) * cloud.normal(sample * features + from);
    }
    return sum;
  };
  return featured(samples, features, mixed, (sample) =>
    flips.uniform(2 * sample) < noise
      ? Math.floor(flips.uniform(2 * sample + 1) * classes)
      : sample % classes,
  );
}

function featured(
  samples: number,
  features: number,
  valueAt: (sample: number, feature: number) => number,
  targetAt: (sample: number) => number,
): Samples {
  const inputs = new Float64Array(samples * features);
  for (let position = 0; position < inputs.length; position += 1) {
    inputs[position] = valueAt(Math.floor(position / features), position % features);
  }
  return {
    count: samples,
    sampleShape: [features],
    inputs,
    targets: Float64Array.from({ length: samples }, (_, sample) => targetAt(sample)),
    targetShape: [],
    columns: Array.from({ length: features }, (_, feature) => `x${feature + 1}`),
  };
}
