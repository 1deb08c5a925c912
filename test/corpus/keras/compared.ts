/** One model of keras.applications as our reader and engine see it, from its source or its JSON: counts, losses, norms, problems. */
import path from 'node:path';
import type { Network } from '../../../src/graph/network';
import type { Fill } from '../../../src/inspect/fill';
import type { Overrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { sizeOf } from '../../../src/tensor/tensor';
import { diskFiles } from '../python/diskFiles';
import { measure, textOf } from '../python/measured';

/** A model, and from where it is read. */
export interface Comparing {
  readonly name: string;
  readonly from: 'source' | 'to_json';
  /** The file of the model for the probe, and that of the model of default arguments. */
  readonly file: string;
  readonly whole: string;
  /** The whole shape of the probe, the batch first. */
  readonly input: readonly number[];
  /** The folder of installed packages. */
  readonly packages: string;
}

/** How many numbers the weights of a model hold, and how many of them gradients change. */
export interface Counts {
  readonly parameters: number;
  readonly trainable: number;
}

/** The loss and the norm of its gradient under one fill; null where nothing was computed. */
export interface Energy {
  readonly loss: number | null;
  readonly norm: number | null;
}

/** What came of it; counts are null where no network was read. */
export interface Compared {
  readonly counts: Counts | null;
  readonly whole: Counts | null;
  readonly sine: Energy;
  readonly hash: Energy;
  readonly problems: readonly string[];
  /** Seconds of the sine: until the network stood, and until its gradients did. */
  readonly reading: number;
  readonly engine: number;
}

/** Reads both models, and computes the one for the probe under both fills. */
export async function compared(job: Comparing): Promise<Compared> {
  const [, ...sample] = job.input;
  const small = `${job.name}(weights=None, input_shape=(${sample.join(', ')}))`;
  const measured = (fill: Fill): ReturnType<typeof measure> =>
    measure({
      ...{ file: job.file, text: null, network: small, inputs: [job.input.join(',')], fill },
      ...{ roots: [job.packages], packages: job.packages, float64: false, norms: false },
    });
  const sine = await measured('sine');
  const hash = await measured('hash');
  return {
    counts: countsOf(job, job.file, small),
    whole: countsOf(job, job.whole, `${job.name}(weights=None)`),
    sine: { loss: sine.loss, norm: sine.norm },
    hash: { loss: hash.loss, norm: hash.norm },
    problems: sine.problems.map(({ message, place }) => `${place} ${message}`),
    reading: sine.reading / 1000,
    engine: (sine.whole - sine.reading) / 1000,
  };
}

function countsOf({ packages }: Comparing, file: string, network: string): Counts | null {
  const folder = path.dirname(file);
  const overrides: Overrides = {
    ...{ sampleShape: null, loss: 'output-energy', network, inputs: [], mode: 'eval' },
    packages: [path.relative(folder, packages)],
  };
  const reading = readSource({ path: file, text: textOf(file) }, diskFiles(folder, [packages]), overrides);
  const [read] = reading.networks;
  return read ? counted(read) : null;
}

/** Keras counts running statistics among the parameters that are not trainable. */
function counted({ nodes }: Network): Counts {
  let [parameters, trainable] = [0, 0];
  for (const node of nodes) {
    if (node.kind !== 'parameter' && node.kind !== 'buffer') continue;
    parameters += sizeOf(node.shape);
    if (node.kind === 'parameter' && node.trainable) trainable += sizeOf(node.shape);
  }
  return { parameters, trainable };
}
