/** The record of a training run: everything that is known of its steps so far, as plain data of bounded size. */
import type { Training } from '../../graph/training';
import type { UnitWord } from '../units';

/**
 * A number of every step, in bins of `width` consecutive steps (the last may hold fewer): its mean, least and greatest. At most
 * `mostBins` bins; a bin with a number that is not finite has it as its mean.
 */
export interface StepBins {
  readonly width: number;
  readonly mean: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
}

/** One layer of the record: a row of the report that has weights or an activation. */
export interface RecordedLayer {
  /** Index among the layers of the network's report. */
  readonly layer: number;
  readonly name: string;
  /** With its activation, as the report has it: linear, or the activation itself. */
  readonly kind: string;
  readonly activation: string | null;
  /** Whether it has parameters that are trained; if not, its rows of weights are NaN. */
  readonly trained: boolean;
  /** Whether its activation can leave units dead (ReLU and its like); if not, its row of dead shares is NaN. */
  readonly canDie: boolean;
  /** Whether its activation saturates; if not, its row is NaN. */
  readonly canSaturate: boolean;
}

/** What is recorded of every layer at a recorded step. */
export const layerMeasures = [
  /** RMS of delta over batch and units. */
  'delta',
  /** RMS of the gradient of the weight, before clipping. */
  'gradient',
  /** RMS of the step that the weight made over RMS of the weight before it. */
  'update',
  /** L2 norm of the weight before the step. */
  'weight',
  /** Share of the units that are zero on every sample of the batch. */
  'dead',
  /** Share of the pre-activations that lie where the activation saturates. */
  'saturated',
] as const;

/** One of the layer x step pictures. */
export type LayerMeasure = (typeof layerMeasures)[number];

/** Numbers of every layer at every recorded step. */
export interface RecordedSteps {
  /** The steps, ascending, every `stride`-th and the last one; step n (from 0) is the one that leads from n to n + 1 updates. */
  readonly steps: Float64Array;
  readonly stride: number;
  /** Loss of the batch, the norm of all gradients before clipping, the rate: one number for each recorded step. */
  readonly loss: Float64Array;
  readonly gradientNorm: Float64Array;
  readonly rate: Float64Array;
  /** Row-major: a row for each layer, a column for each recorded step. NaN: there is no such number. */
  readonly layers: Readonly<Record<LayerMeasure, Float32Array>>;
}

/** Dead units of one layer over the whole training set. */
export interface LayerCensus {
  /** Index in `TrainingRecord.layers`. */
  readonly layer: number;
  readonly unit: UnitWord;
  readonly units: number;
  /** Share of dead units at each census. */
  readonly share: Float32Array;
  /** For each unit the updates after which it was first found dead; NaN: never. */
  readonly died: Float64Array;
  /** For each unit the updates after which it was last found to have come back; NaN: never. */
  readonly revived: Float64Array;
  /** For each unit 1 when the last census found it dead. */
  readonly dead: Uint8Array;
  /** Row-major: a row for each unit, a column for each census, 1 where it was dead; null for layers of more than `mostMappedUnits`. */
  readonly map: Uint8Array | null;
}

/** What was measured over whole sets of samples, between steps. */
export interface Census {
  /** Updates made before each census, ascending: 0 is before the first step. */
  readonly updates: Float64Array;
  /** Score of the training samples at each census. */
  readonly training: Scores;
  /** Score of the held-out samples; null without any. */
  readonly testing: Scores | null;
  /** Layers whose units can die. */
  readonly layers: readonly LayerCensus[];
}

/** A score at each census. */
export interface Scores {
  readonly loss: Float64Array;
  readonly accuracy: Float64Array | null;
}

/** How often clipping had something to do. */
export interface Clipping {
  /** Steps whose gradients were longer than the norm that is allowed. */
  readonly norm: number;
  /** Steps in which at least one number was cut off at the value that is allowed. */
  readonly value: number;
}

/** How a training ended, or that it has not. */
export type TrainingEnd =
  | { readonly kind: 'running' }
  | { readonly kind: 'finished' }
  /** A loss or gradient was not finite at the last step, which was not made. */
  | {
      readonly kind: 'diverged';
      /** One sentence that names the first op whose numbers are not finite. */
      readonly sentence: string;
      /** Index among the layers of the network's report; null: the loss, or not known. */
      readonly layer: number | null;
      readonly step: number;
    };

/** The record of a training run. */
export interface TrainingRecord {
  /** How it is trained, with every default filled in. */
  readonly training: Training;
  readonly seed: number;
  /** Samples in a step, and how many there are to train on and held out. */
  readonly batch: number;
  readonly trainingSamples: number;
  readonly testingSamples: number;
  readonly stepsPerEpoch: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Updates made so far. */
  readonly step: number;
  readonly end: TrainingEnd;
  /** Of every step. */
  readonly loss: StepBins;
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: StepBins;
  readonly rate: StepBins;
  readonly clipped: Clipping;
  readonly layers: readonly RecordedLayer[];
  readonly recorded: RecordedSteps;
  readonly census: Census;
  /** Updates made before which all parameters are kept, ascending: those that can be inspected again. */
  readonly kept: Float64Array;
}

/** Most bins of a curve. */
export const mostBins = 1000;

/** Most recorded steps; when there are more, every other is dropped. */
export const mostRecorded = 512;

/** Most censuses, likewise. */
export const mostCensuses = 128;

/** Layers with more units have no map of them. */
export const mostMappedUnits = 1024;
