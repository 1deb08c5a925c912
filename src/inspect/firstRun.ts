/** The first run of a network: its numbers, and a way to look at its tensors again. */
import type { Span } from '../base/span';
import { analyse, describe, type Analysis } from '../analysis/analyse';
import { evidenceOf } from '../analysis/evidence';
import { measuring, type Measures } from '../analysis/measures';
import type { Stage } from '../analysis/report';
import { rowsOf, type Row } from '../analysis/rows';
import type { Evidence } from '../analysis/rules/rule';
import { initialParameters } from '../engine/parameters';
import { planRun, type Plan } from '../engine/plan';
import { drawProbe, type ProbeNumber } from '../engine/probe';
import { keepNothing, runNetwork, type Keep, type RunOptions, type Trace } from '../engine/trace';
import type { Network } from '../graph/network';
import type { Kernels } from '../tensor/kernels';

/** What a first run needs to know. */
export interface FirstRunOptions {
  readonly seed: number | null;
  readonly batch: number | null;
  readonly memoryLimit: number;
  readonly training: boolean;
  readonly checkpoint: (stage: Stage) => void;
}

/** One network after its first run. */
export interface FirstRun {
  readonly network: Network;
  readonly plan: Plan;
  readonly rows: readonly Row[];
  readonly analysis: Analysis;
  readonly evidence: Evidence;
  /** Where a refusal points. */
  readonly span: Span;
  /**
   * Shows a trace that has at least the tensors of `keep`, which may be looked at during the call only: the trace of the first run
   * where it was small enough to stay, else that of another run, which is the same to the bit. Null when the run was refused.
   */
  readonly look: (<T>(keep: Keep, at: (trace: Trace) => T) => T) | null;
}

const noEvidence: Evidence = {
  firstNonFinite: null,
  firstNonFiniteGradient: null,
  inputNotFinite: 0,
  targetNotFinite: 0,
  zeroGradient: new Map(),
  constantWeights: new Map(),
};

/** Plans and runs a network, or says in the analysis why not. */
export function firstRun(read: Network, kernels: Kernels, options: FirstRunOptions): FirstRun {
  const network = options.seed === null ? read : { ...read, seed: options.seed };
  options.checkpoint('plan');
  const { floatType } = kernels;
  const plan = planRun(network, { batch: options.batch, memoryLimit: options.memoryLimit, floatType });
  if ('refusal' in plan) {
    const analysis = describe({ network, plan: plan.plan, refusal: plan.refusal });
    const span = plan.largest?.span ?? network.span;
    return { network, plan: plan.plan, rows: [], analysis, evidence: noEvidence, span, look: null };
  }
  const rows = rowsOf(network);
  kernels.reserve(plan.bytes);
  const running = { network, plan, rows, kernels, options };
  const { trace, ...found } = plan.keepsTrace
    ? numbersOf(running, 'everything')
    : { ...kernels.temporarily(() => numbersOf(running, keepNothing)), trace: null };
  const look: FirstRun['look'] = (keep, at) =>
    trace ? at(trace) : kernels.temporarily(() => at(run(running, keep)));
  return { network, plan, rows, ...found, span: network.span, look };
}

interface Running {
  readonly network: Network;
  readonly plan: Plan;
  readonly rows: readonly Row[];
  readonly kernels: Kernels;
  readonly options: FirstRunOptions;
}

/** All numbers of the run, measured while it runs. */
function numbersOf(
  running: Running,
  keep: Keep | 'everything',
): { readonly trace: Trace; readonly analysis: Analysis; readonly evidence: Evidence } {
  const { network, plan, rows, kernels, options } = running;
  const measured = (which: ProbeNumber, first: Trace | null): { trace: Trace; measures: Measures } => {
    const { observer, measures } = measuring(network, rows, {
      extent: 'report',
      batch: plan.batch,
      kernels,
      pace: kernels.pace,
    });
    const trace = run(running, first ? keepNothing : keep, { which, observe: observer, first });
    return { trace, measures: measures() };
  };
  const { trace, measures } = measured('first', null);
  options.checkpoint('analyse');
  // Both give plain data back; the runs that they make on the way are not kept.
  const analysis = kernels.temporarily(() =>
    analyse(trace, rows, measures, { plan, options: runOptions(running) }),
  );
  const second = (): Measures => kernels.temporarily(() => measured('second', trace).measures);
  return { trace, analysis, evidence: evidenceOf(network, rows, measures, second) };
}

function runOptions({ network, kernels, options }: Running): RunOptions {
  const training = options.training && network.mode !== 'eval';
  return { kernels, seed: network.seed, training, checkpoint: options.checkpoint };
}

/** One run, with the parameters of an earlier one if there was one. */
function run(
  running: Running,
  keep: Keep | 'everything',
  how: {
    readonly which?: ProbeNumber;
    readonly observe?: RunOptions['observe'];
    readonly first?: Trace | null;
  } = {},
): Trace {
  const { network, plan, kernels, options } = running;
  options.checkpoint('probe');
  const parameters = how.first?.parameters ?? initialParameters(network, network.seed, kernels);
  const probe = drawProbe(network, plan.batch, network.seed, kernels, how.which);
  return runNetwork(network, parameters, probe, {
    ...runOptions(running),
    ...(keep !== 'everything' && { keep }),
    ...(how.observe && { observe: how.observe }),
  });
}
