/** What every study provides: a question about one network that goes beyond its report, computed when somebody asks. */
import type { Files, Source } from '../base/source';
import type { Network } from '../graph/network';
import type { InspectOptions } from '../inspect/inspect';
import type { Overrides } from '../readers/reader';
import type { Kernels } from '../tensor/kernels';

/** What a study is about. */
export interface Subject {
  readonly source: Source;
  readonly files: Files;
  /** What the person who asked said over the source's head; left out: nothing. */
  readonly overrides?: Overrides;
  /** The network as it was read, with its place among the networks of the source. */
  readonly network: Network;
  readonly index: number;
  /** The arithmetic that the inspection uses; its `pace` may throw to end the study. */
  readonly kernels: Kernels;
  /** Bytes that a run may take. */
  readonly memoryLimit: number;
  /** Rules that are silenced everywhere, and limits in place of the usual ones; left out where neither is set. */
  readonly judging?: Pick<InspectOptions, 'ignore' | 'limits'>;
  /** Samples in the probe batch; null or left out: what the source asks for, else as many as the budget allows. */
  readonly batch?: number | null;
  /** To be called every few milliseconds of work; may throw to end the study. */
  readonly checkpoint: () => void;
}

/**
 * One study. Pure: the same subject and question give the same answer to the bit. Questions and answers are plain data (typed arrays
 * included), so that they can be sent.
 */
export interface Study<Question, Answer> {
  /** The question in what somebody sent, checked field by field; null where it is none. */
  read(sent: Readonly<Record<string, unknown>>): Question | null;
  /**
   * Yields the whole answer so far each time that there is more to show (at least every 50 ms of work, so that others get their turn; yielding
   * the same value again is fine), and returns the last. @throws StudyRefused when there is no answer
   */
  answer(subject: Subject, question: Question): Generator<Answer, Answer>;
}

/** Why a question has no answer, in one sentence for the user. */
export class StudyRefused extends Error {}

/** Lets others have their turn at every step of some work, with the answer so far shown meanwhile; gives what the work gives. */
export function* showing<Result, Answer>(
  work: Generator<unknown, Result>,
  shown: () => Answer,
): Generator<Answer, Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield shown();
  }
}
