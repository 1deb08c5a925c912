/** The report: everything that an inspection found, as plain data; panel, diagnostics, tree and command line all print this value. */
import type { Problem, Severity } from '../base/problem';
import type { Span } from '../base/span';
import type { ChosenData, FromFiles } from '../graph/chosenData';
import type { Choice } from '../graph/choice';
import type { WeightsFrom } from '../graph/givenWeights';
import type { Assumption } from '../graph/network';
import type { Training } from '../graph/training';
import type { Interval } from '../ops/op';
import type { Shape } from '../tensor/tensor';
import type { BlameReport } from './blame/report';
import type { CircuitReport } from './circuit/report';
import type { FirstSteps } from './firstSteps';
import type { RuleId } from './rules/rule';
import type { UnitWord } from './units';

export type { ChosenData, Interval, RuleId };

/** The stages of an inspection, in order. */
export type Stage = 'read' | 'plan' | 'probe' | 'forward' | 'backward' | 'analyse' | 'controls' | 'rules';

/** What was found in one source. Pure: the same source, files and options give the same report to the bit. */
export interface Report extends FromFiles {
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly networks: readonly NetworkReport[];
  /** Files that must be given before the rest can be read. */
  readonly needs: readonly string[];
  /** What else the source could be asked for, best first; absent where all of it stands in `networks`. */
  readonly choices?: readonly Choice[];
  /** The kernel variant that computed it. */
  readonly kernels: string;
  /** False while controls and seed band are still to come; then findings that need them are still missing. */
  readonly complete: boolean;
}

/** What was found about one network. */
export interface NetworkReport {
  readonly name: string;
  readonly span: Span;
  /** Numbers that training can change, and all: running statistics are among these where the framework counts them so, which Keras does. */
  readonly trainableParameters: number;
  readonly parameters: number;
  /** Whole tensor shapes, batch first. */
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  readonly batch: number;
  readonly seed: number;
  /** Name of the data set, or null for a seeded normal batch. */
  readonly data: string | null;
  /** The file that parameters start from; absent where all start by a law or by numbers of the source. */
  readonly weights?: WeightsFrom;
  /** How the source wants it trained; where it says nothing the usual training, without a span. */
  readonly training: Training;
  readonly loss: LossReport | null;
  /** L2 norm of the gradient over all trainable parameters; null without a loss. */
  readonly gradientNorm: number | null;
  /** What float16 leaves of the elements of that gradient; null likewise. */
  readonly halfPrecision: HalfPrecision | null;
  /** In the order of running. */
  readonly layers: readonly LayerReport[];
  readonly flow: FlowReport | null;
  /** Which layers and which of their parts delta loses its decades in, along the flow; null where it is not known. */
  readonly blame: BlameReport | null;
  readonly activations: readonly ActivationReport[];
  /** One-unit networks of one input: every layer over x. */
  readonly scan: Scan | null;
  /** The gates of a network that was written as expressions; then it has no layers and no findings. */
  readonly circuit: CircuitReport | null;
  readonly controls: Controls | null;
  /** Null where the source does not say how it is trained, where that would cost too much, and in the first picture. */
  readonly firstSteps: FirstSteps | null;
  readonly assumptions: readonly Assumption[];
  readonly findings: readonly Finding[];
  /** Why nothing was computed (memory limit, a layer that is not understood), or null. */
  readonly refusal: string | null;
  /** Bytes that the run takes (parameters, activations, gradients), known before it. */
  readonly bytes: number;
  /** Floating-point operations of one forward and backward pass. */
  readonly work: number;
}

/** How many elements of a gradient float16 rounds to zero: those of at most 2^-25, half of its smallest number. */
export interface HalfPrecision {
  readonly flushed: number;
  /** Elements that are not zero themselves. */
  readonly of: number;
}

/** The loss before training. */
export interface LossReport {
  readonly name: string;
  readonly span: Span;
  readonly value: number;
  /** The loss of a predictor that knows only the label frequencies (or the targets' mean), where targets are known. */
  readonly chance: number | null;
}

/** One layer: what the user wrote, with the activation that follows merged into the layer before it. */
export interface LayerReport {
  readonly name: string;
  readonly kind: string;
  /** The activation merged into this layer, as it is written. */
  readonly activation: string | null;
  readonly span: Span;
  readonly activationSpan: Span | null;
  /** Where a program calls it, in the order of running, each place once; absent where it stands only where it is made. */
  readonly calls?: readonly Span[];
  /** How often it runs in one pass, where that is more than once: its numbers are those of the last time. */
  readonly runs?: number;
  /** Whole shape of the output, batch first. */
  readonly shape: Shape;
  readonly parameters: number;
  readonly parameterReports: readonly ParameterReport[];
  /** After the activation. */
  readonly output: Statistics;
  /** Before the activation; equal to `output` without one. */
  readonly preActivation: Statistics;
  /** Share of exact zeros in the output. */
  readonly zeros: number;
  /** What its units are: channels of images, features of sequences, else numbers of a sample. */
  readonly unit: UnitWord;
  /** Units that are zero on every sample and at every place, for activations that can die; null for others. */
  readonly dead: { readonly units: number; readonly of: number } | null;
  /** Share of pre-activations inside the saturated intervals, for bounded activations; null for others. */
  readonly saturated: number | null;
  /** RMS over batch and units of the loss gradient with respect to the pre-activation; null where the loss is not reached. */
  readonly delta: number | null;
  /** Mean over samples of the L2 norm of one sample's own delta (batch size and width taken out of the mean loss). */
  readonly deltaPerSample: number | null;
  /** RMS of the loss gradient with respect to the output (after the activation). */
  readonly outputGradient: number | null;
  /** How delta came from the next layer, going back; null for the last layer and where the next one has no delta or 0. */
  readonly gain: Gain | null;
  /** Index of the layer that delta came from; null for the last layer. */
  readonly next: number | null;
  /** Of a layer that runs over time: for each pass the RMS of delta at every step, in the order in which they run. */
  readonly steps: readonly (readonly number[])[];
}

/**
 * delta(layer) / delta(next) = activation * weights, where weights = RMS(dL/da) / RMS(delta(next)) is what the next layer's weights
 * do (f') and activation = RMS(delta) / RMS(dL/da) what this layer's activation does (a').
 */
export interface Gain {
  readonly total: number;
  readonly activation: number;
  readonly weights: number;
}

/** One parameter tensor. */
export interface ParameterReport {
  readonly name: string;
  readonly role: 'weight' | 'bias' | 'scale' | 'slope' | 'embedding';
  readonly shape: Shape;
  readonly trainable: boolean;
  /** The initialisation as the user would write it. */
  readonly initialisation: string;
  /** Whether the user wrote it (false: a default). */
  readonly written: boolean;
  readonly std: number;
  readonly rms: number;
  /** RMS and largest magnitude of the loss gradient; null where the loss is not reached. */
  readonly gradientRms: number | null;
  readonly gradientMaximum: number | null;
  /** RMS of the gradient over RMS of the values. */
  readonly gradientRatio: number | null;
}

/** Numbers about a tensor's elements; mean to maximum are over the finite ones. */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly notANumber: number;
  readonly infinite: number;
}

/** The way of delta through the network, from the last weight layer back to the first. */
export interface FlowReport {
  /** Layer indices from the first to the last along the path that gains are taken on. */
  readonly path: readonly number[];
  /** First and last weight layer of the path. */
  readonly first: number;
  readonly last: number;
  /** delta(first) / delta(last). */
  readonly ratio: number;
  /** Layers after which delta has halved, going back; null when it does not fall. */
  readonly halfLife: number | null;
  /** Largest product that the activation derivatives alone allow over the path's steps ((max f')^n), and the one measured. */
  readonly activationBound: number | null;
  readonly activationProduct: number;
  readonly weightsProduct: number;
  readonly steps: number;
}

/** One activation function of the network, drawn once for all layers that use it. */
export interface ActivationReport {
  /** As written, with its parameters: leaky-relu 0.1. */
  readonly name: string;
  /** Indices of the layers that use it. */
  readonly layers: readonly number[];
  /** Sample points and values of f and f'. */
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly derivative: readonly number[];
  readonly maximumDerivative: number;
  readonly saturated: readonly Interval[];
  readonly silent: readonly Interval[];
  readonly jumps: readonly number[];
}

/** Activation and loss gradient of every layer of a one-unit network over its input x. */
export interface Scan {
  readonly x: readonly number[];
  readonly target: number;
  /** One row per weight layer. */
  readonly layers: readonly {
    readonly name: string;
    readonly activation: readonly number[];
    readonly gradient: readonly number[];
  }[];
}

/** What the network is judged against, all on the same probe batch; every number is a median over seeds. */
export interface Controls {
  readonly seeds: number;
  /** The same graph with every activation a ReLU and every weight He-initialised. */
  readonly geometry: ControlReport;
  /** The user's activations with the initialisation that suits them. */
  readonly textbook: ControlReport;
  /** The user's own network over the seeds. */
  readonly own: ControlReport;
  /** Samples of each run; deltas are those that the report's batch would have. */
  readonly batch: number;
  /** What is usual over the seeds: of the user's network, and of the textbook control. */
  readonly bands: { readonly own: Bands; readonly textbook: Bands };
}

/** 5 %, 50 % and 95 % over the seeds. */
export type Band = readonly [low: number, median: number, high: number];

/** Bands by layer; null where there is no such number. */
export interface Bands {
  readonly delta: readonly (Band | null)[];
  /** delta over that of the next layer. */
  readonly gain: readonly (Band | null)[];
  /** Standard deviation of the output. */
  readonly outputStd: readonly (Band | null)[];
  /** RMS of the gradient of the layer's first weight or embedding. */
  readonly weightGradient: readonly (Band | null)[];
  /** The same over the RMS of that weight. */
  readonly gradientRatio: readonly (Band | null)[];
  /** Share of dead units. */
  readonly dead: readonly (Band | null)[];
  readonly saturated: readonly (Band | null)[];
  /** Of layers that run over time: delta at the first step over that at the last, in the pass where they differ most. */
  readonly stepRatio: readonly (Band | null)[];
}

/** One control, layer by layer. */
export interface ControlReport {
  /** Median of delta(first) / delta(last). */
  readonly ratio: number;
  readonly delta: readonly (number | null)[];
  /** Share of dead units; null for activations that cannot die. */
  readonly dead: readonly (number | null)[];
  readonly saturated: readonly (number | null)[];
  /** Standard deviation of the outputs. */
  readonly outputStd: readonly number[];
  /** Share of the seeds in which a value or a gradient was not finite. */
  readonly nonFinite: number;
}

/** Something that a rule found. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Index of the layer it is about, or null for the whole network. */
  readonly layer: number | null;
  readonly span: Span;
  /** One sentence with the quantity and its limit. */
  readonly message: string;
  readonly value: number;
  readonly limit: number;
  /** One sentence: why this happens. */
  readonly cause: string;
  /** What to change, one sentence each; measured remedies come later. */
  readonly remedies: readonly string[];
  /** Findings that follow from this one. */
  readonly consequences: readonly Finding[];
}

/** A histogram over a robust range; what lies outside is counted, never binned and never dropped. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
  readonly notANumber: number;
  readonly infinite: number;
}

/** A matrix of numbers to be drawn: at most 256 x 256, larger ones pooled by the element of largest magnitude. */
export interface Heatmap {
  readonly rows: number;
  readonly columns: number;
  /** Row-major; NaN and infinities kept. */
  readonly values: Float32Array;
  /** How many elements one cell stands for along each axis. */
  readonly rowsPerCell: number;
  readonly columnsPerCell: number;
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** 99.5 % quantile of the finite magnitudes: the end of the signed scale. */
  readonly robustMaximum: number;
  /** Smallest and largest non-zero finite magnitude, for the logarithmic scale; 0 when there is none. */
  readonly smallest: number;
  readonly largest: number;
  readonly zeros: number;
  readonly outliers: number;
  readonly notFinite: number;
}

/** The heavy pictures of one layer, asked for one layer at a time. */
export interface LayerPictures {
  readonly preActivation: Histogram;
  readonly output: Histogram;
  /** Weight gradient, output units down, inputs across; null without weights or loss. */
  readonly weightGradient: Heatmap | null;
  /** Delta, samples down, units across. */
  readonly delta: Heatmap | null;
}

/** A picture over all layers: layer down, unit across, RMS of delta over the batch; `lengths` says where shorter rows end. */
export interface DeltaByUnit {
  readonly heatmap: Heatmap;
  /** Number of cells of each row that are real. */
  readonly lengths: readonly number[];
  /** Layer index of each row. */
  readonly layers: readonly number[];
}
