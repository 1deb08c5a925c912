/** Hands every message from the host to the part of the worker that deals with it. */
import { defaultOptions, inspect } from '../inspect/inspect';
import type { OpenDisk } from '../base/byteSource';
import { filesOf } from '../base/source';
import { noOverrides } from '../readers/reader';
import { editSource } from '../readers/table';
import { timeLimit, unwatched } from '../readers/watch';
import { answersTo } from '../studies/table';
import type { EditReply, EditRequest } from '../protocol/editing';
import type { FromWorker, ToWorker } from '../protocol/messages';
import type { Kernels } from '../tensor/kernels';
import type { Pace } from '../tensor/pace';
import { inspector } from './inspector';
import { withOpenFiles } from './openFiles';
import { reasonOf, studying, turns } from './studies';
import { trainer } from './trainer';
import { workClock, type ProcessorTime } from '../base/workClock';

/** What differs between a thread of Node and a worker of the browser. */
export interface Place {
  readonly kernels: (pace: Pace) => Kernels;
  readonly send: (message: FromWorker) => void;
  /** Reads files of the disk; left out where there is none. */
  readonly open?: OpenDisk;
  /** Lets messages in that have arrived meanwhile. */
  readonly turn: () => Promise<void>;
  /** The same, and leaves the processor to whoever draws the first report of an inspection. */
  readonly rest: () => Promise<void>;
  /** What the processor has worked for the process; left out where nobody tells. */
  readonly processor?: () => ProcessorTime;
}

/** The function that every message from the host goes through. */
export function dispatcher(place: Place): (message: ToWorker) => void {
  const around = { ...place, now: () => performance.now(), date: () => Date.now() };
  const readingClock = place.processor ? workClock(around.now, place.processor) : around.now;
  const inspecting = inspector({
    ...around,
    inspect: (source, files, options) =>
      inspect(source, files, { ...defaultOptions, kernels: place.kernels, readingClock, ...options }),
  });
  const share = turns(place.turn);
  const training = trainer(around, share);
  const study = studying({ ...around, answersTo, parametersAt: training.parametersAt }, share);
  return (sent) => {
    const message = place.open ? withOpenFiles(sent, place.open) : sent;
    switch (message.kind) {
      case 'inspect':
        void inspecting(message);
        break;
      case 'pictures':
        if (!training.answer(message)) void inspecting(message);
        break;
      case 'study':
      case 'dismiss':
        study(message);
        break;
      case 'edit':
        place.send({ kind: 'edits', id: message.id, edits: editsOf(message, readingClock) });
        break;
      case 'training':
      case 'steer':
      case 'recall':
        training.receive(message);
    }
  };
}

/** Edits are made at once: a source is read in milliseconds, twice, and no longer than a reading may take. */
function editsOf(
  { path, text, files, overrides = noOverrides, network, intents }: EditRequest,
  clock: () => number,
): EditReply['edits'] {
  const watch = { ...unwatched, timeUp: timeLimit(clock) };
  try {
    return editSource({ path, text }, network, intents, { files: filesOf(files), overrides, watch });
  } catch (error) {
    return `The change broke off: ${reasonOf(error)}`;
  }
}
