/** The training of the shown network as the panel knows it, the recorded step that is looked at, and what outlives a reload. */
import type { TrainingMessage } from '../src/protocol/training';
import type { RecallReply } from '../src/protocol/training';
import { unwrapNonFinite, wrapNonFinite } from '../src/protocol/nonFinite';
import { focusOf, shownOf } from './focus';
import type { LensState, RememberedTraining, Step } from './state';

/** The training of the network that is looked at, or null. */
export function trainingOf(state: LensState): RememberedTraining | null {
  const focus = focusOf(state);
  const { training } = state;
  if (focus === null || training?.path !== focus.shown.envelope.report.path) return null;
  return training.networkName === focus.network.name || training.network === focus.index ? training : null;
}

/** Puts the newest state of a training in its place, if it is about the source that is shown. */
export function receiveTraining(state: LensState, { path, network, state: now }: TrainingMessage): LensState {
  const report = shownOf(state.panel)?.envelope.report;
  if (report && report.path !== path) return state;
  if (now === null) return { ...state, training: null, recall: null };
  const networkName = report?.networks[network]?.name ?? state.training?.networkName ?? null;
  const begins = now.snapshot === null || now.snapshot.step === 0;
  const recall = begins && now.status === 'running' ? null : state.recall;
  return { ...state, recall, training: { path, network, networkName, state: now } };
}

/** Looks at a recorded step, or at the network as it is written. */
export function recallStep(state: LensState, step: number | null): Step {
  const training = trainingOf(state);
  if (step === null || training === null) return { state: { ...state, recall: null }, messages: [] };
  const { path, network } = training;
  const id = (state.recall?.id ?? 0) + 1;
  const envelope = state.recall?.envelope ?? null;
  const recall = { path, network, step, id, envelope, failure: null };
  return { state: { ...state, recall }, messages: [{ kind: 'recall', id, path, network, step }] };
}

/** Shows the report of a recorded step, if it is still the one that was asked for. */
export function receiveRecalled(state: LensState, reply: RecallReply): LensState {
  const { recall } = state;
  if (recall?.id !== reply.id) return state;
  const changed =
    reply.outcome === 'report'
      ? { ...recall, envelope: reply.envelope, failure: null }
      : { ...recall, envelope: null, failure: reply.reason };
  return { ...state, recall: changed };
}

/** How often a running training is remembered, in milliseconds; packing it takes some. */
const keepEvery = 2000;

/** Hands what shall outlive the panel to `remember`: the memory at once, the training now and then and when it stops. */
export function trainingKeeper(
  first: LensState,
  remember: (value: unknown) => void,
): (state: LensState) => void {
  let { memory, training } = first;
  let packed = pack(training);
  let packedAt = -Infinity;
  return (state) => {
    const now = performance.now();
    const due = state.training?.state.status !== 'running' || now - packedAt >= keepEvery;
    const trained = state.training !== training && due;
    if (trained) {
      packed = pack(state.training);
      packedAt = now;
      training = state.training;
    }
    if (!trained && state.memory === memory) return;
    memory = state.memory;
    remember({ ...memory, training: packed });
  };
}

/** The training that an earlier panel has left; if it was still going on, it was stopped. */
export function rememberedTraining(remembered: unknown): RememberedTraining | null {
  if (!isRecord(remembered) || !isRecord(remembered['training'])) return null;
  const training = unpack(unwrapNonFinite(remembered['training']));
  if (!isTraining(training)) return null;
  const { state } = training;
  const went = state.status === 'running' || state.status === 'paused';
  if (!went) return training;
  const step = state.snapshot?.step ?? 0;
  const reason = `The window was reloaded after ${step} steps, which stopped the training; what was recorded is kept.`;
  return { ...training, state: { ...state, status: 'stopped', reason, stepsPerSecond: 0 } };
}

// Written by ourselves a moment ago; an older version may have left something else.
function isTraining(value: unknown): value is RememberedTraining {
  if (!isRecord(value) || !isRecord(value['state'])) return false;
  const { snapshot, status } = value['state'];
  const told =
    snapshot === null ||
    (isRecord(snapshot) && isRecord(snapshot['recorded']) && isRecord(snapshot['census']));
  return typeof value['path'] === 'string' && typeof status === 'string' && told;
}

const arrays = { Float64Array, Float32Array, Uint8Array } as const;

/** What the editor remembers is JSON: typed arrays become named lists, to five digits. */
function pack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pack);
  if (!isRecord(value)) return wrapNonFinite(value);
  for (const [name, kind] of Object.entries(arrays)) {
    if (value instanceof kind)
      return { $array: name, numbers: Array.from(value, (each) => wrapNonFinite(shortened(each))) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, pack(part)]));
}

function shortened(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!isRecord(value)) return value;
  const { $array: name, numbers } = value;
  if (typeof name === 'string' && Array.isArray(numbers)) {
    const kind = Object.entries(arrays).find(([known]) => known === name)?.[1];
    return kind ? kind.from(numbers.map(Number)) : null;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpack(part)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
