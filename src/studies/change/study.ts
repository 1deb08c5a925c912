/** What changed: the network as it is written now beside an earlier text of its source, both inspected in full. */
import { networkChange, type NetworkChange } from '../../analysis/change/change';
import type { NetworkReport } from '../../analysis/report';
import { listed } from '../../base/words';
import type { Network } from '../../graph/network';
import { defaultOptions, inspectNetwork, type NetworkOptions } from '../../inspect/inspect';
import { noOverrides } from '../../readers/reader';
import { readSource } from '../../readers/table';
import { unwatched } from '../../readers/watch';
import { showing, type Study, type Subject } from '../study';
import { keptReports, reportKey } from './kept';

/** Which earlier text is meant: that of the save before, or the one that git has. */
export type Since = 'save' | 'head';

/** The earlier texts of the source; null where there is none. The host knows them and adds them to the question. */
export type EarlierTexts = Readonly<Record<Since, string | null>>;

/** What is asked. */
export interface ChangeQuestion {
  readonly since: Since;
  /** Left out by who asks. */
  readonly earlier?: EarlierTexts;
}

/** What is known of the change. */
export interface ChangeAnswer {
  /** What it is compared with; null: there is no earlier text at all. What was asked for, if it is there. */
  readonly since: Since | null;
  /** All earlier texts that there are. */
  readonly there: readonly Since[];
  /** Null while it is being computed, and where `why` says that there is none. */
  readonly change: NetworkChange | null;
  /** Why nothing can be compared, in one sentence. */
  readonly why: string | null;
}

const sinces: readonly Since[] = ['save', 'head'];

/**
 * The study. It inspects both texts itself, in the thread of questions, so that no inspection of a save ever waits for an earlier text,
 * and what is compared differs in the text alone: not in settings, files or seeds.
 */
export const changeStudy = {
  read: ({ since, earlier = { save: null, head: null } }): ChangeQuestion | null =>
    (since === 'save' || since === 'head') && isEarlier(earlier) ? { since, earlier } : null,
  answer: function* (subject, { since: asked, earlier = { save: null, head: null } }) {
    const there = sinces.filter((since) => earlier[since] !== null);
    const since = there.find((one) => one === asked) ?? there[0] ?? null;
    const text = since && earlier[since];
    const nothing: ChangeAnswer = { since, there, change: null, why: null };
    if (text === null) return nothing;
    const found = networkIn(text, subject);
    if ('why' in found) return { ...nothing, why: found.why };
    yield nothing;
    const before = yield* showing(reportOf(text, found.network, subject), () => nothing);
    const after = yield* showing(reportOf(subject.source.text, subject.network, subject), () => nothing);
    return { ...nothing, change: networkChange(before, after) };
  },
} satisfies Study<ChangeQuestion, ChangeAnswer>;

function isEarlier(value: unknown): value is EarlierTexts {
  if (typeof value !== 'object' || value === null) return false;
  const texts: Partial<Readonly<Record<string, unknown>>> = { ...value };
  return sinces.every((since) => texts[since] === null || typeof texts[since] === 'string');
}

/** The same network in another text of the source: by its name, else by its place if there are as many. */
function networkIn(
  text: string,
  { source, files, overrides = noOverrides, network, index, checkpoint }: Subject,
): { readonly network: Network } | { readonly why: string } {
  const watch = { ...unwatched, checkpoint };
  const { networks, needs } = readSource({ path: source.path, text }, files, overrides, watch);
  const missing = needs.filter((need) => !files.has(need));
  if (missing.length > 0) return { why: `The earlier text needs ${listed(missing)}, which is not at hand.` };
  const count = readSource(source, files, overrides, watch).networks.length;
  const same =
    networks.find(({ name }) => name === network.name) ??
    (networks.length === count ? networks[index] : undefined);
  return same ? { network: same } : { why: 'The earlier text does not have this network.' };
}

/** The whole report, computed once for each text that is compared. */
function* reportOf(text: string, network: Network, subject: Subject): Generator<undefined, NetworkReport> {
  const { kernels, memoryLimit, checkpoint, judging = {}, batch = null } = subject;
  const key = reportKey(text, network, subject);
  const kept = keptReports.get(key);
  if (kept) return kept;
  const options: NetworkOptions = {
    ...{ ...defaultOptions, ...judging, batch, memoryLimit },
    checkpoint: () => checkpoint(),
  };
  const report = yield* inspectNetwork(network, kernels, options);
  keptReports.set(key, report);
  return report;
}
