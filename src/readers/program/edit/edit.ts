/** Changes the text of a PyTorch program as intents say: step by step, and only if it then parses and reads as before. */
import type { Source } from '../../../base/source';
import { fileStart, type Span } from '../../../base/span';
import type { Network } from '../../../graph/network';
import { changed, changesOf, draftOf, placeOfRest, Refused, type Change, type Draft } from '../../edit/draft';
import type { Range } from '../../network-file/written';
import { noOverrides, type Intent, type Reading, type TextEdit } from '../../reader';
import { isElsewhere, silenceElsewhere, type Imported } from './imported';
import { Imports } from './imports';
import { changesFor } from './intents';
import { originOf, type Origin } from './origin';
import { Page } from './page';
import { elsewhere, type Site } from './site';

/** The edits (see `Reader.edit`); `read` reads a source with all that the first reading had. */
export function editProgram(
  source: Source,
  index: number,
  intents: readonly Intent[],
  read: (source: Source) => Reading,
  imported: Imported = { files: new Map(), overrides: noOverrides },
): readonly TextEdit[] | string {
  const origin = originOf(source);
  const own = intents.filter((intent) => !isElsewhere(intent, origin));
  try {
    const others = intents
      .filter((intent) => isElsewhere(intent, origin))
      .flatMap((intent) => silenceElsewhere(intent, imported));
    return own.length === 0 ? others : [...ownEdits(source, index, own, read), ...others];
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** The edits of the source itself. @throws Refused where there are none */
function ownEdits(
  source: Source,
  index: number,
  intents: readonly Intent[],
  read: (source: Source) => Reading,
): readonly TextEdit[] {
  const before = read(source);
  const network = before.networks[index];
  if (!network) throw new Refused('There is no such network in this file.');
  const origin = originOf(source);
  let draft = draftOf(origin.text);
  const home = homeOf(network, before, origin);
  for (const intent of intents) draft = afterIntent(draft, intent, { network, origin, home });
  refuseBroken(origin.text, draft.text);
  const edits = changesOf(draft).flatMap((change) => origin.edits(change));
  refuseNewProblems(before, read(origin.after(edits)));
  return edits;
}

/** What stays the same from one intent to the next. */
interface Subject {
  readonly network: Network;
  readonly origin: Origin;
  readonly home: Span;
}

/** The definition or the call of the network, whichever stands in the source; else its first line. */
function homeOf({ span }: Network, { choices }: Reading, origin: Origin): Span {
  const shown = choices?.find((choice) => choice.shown)?.span;
  return (
    [span, shown].find((each) => each !== undefined && origin.range(each) !== null) ?? fileStart(origin.path)
  );
}

function afterIntent(draft: Draft, intent: Intent, subject: Subject): Draft {
  const site = siteOf(draft, subject);
  const changes = changesFor(intent, site);
  const next = changed(draft, distinct([...site.imports.changes(), ...changes]));
  if (!next)
    throw new Refused('Two of these changes meet at one place; please make them one after the other.');
  return next;
}

/** Changes of one stretch that two layers ask for are one. */
function distinct(changes: readonly Change[]): readonly Change[] {
  const known = new Set<string>();
  return changes.filter(({ range, text }) => {
    if (range.start === range.end) return true;
    const key = `${range.start} ${range.end} ${text}`;
    return !known.has(key) && known.add(key);
  });
}

function siteOf(draft: Draft, { network, origin, home }: Subject): Site {
  const page = new Page(draft.text);
  const offsetNow = (range: Range): number | undefined => placeOfRest(draft, range);
  const rangeOf = (span: Span, name: string): Range => {
    const range = origin.range(span);
    if (!range) throw elsewhere(name, span);
    return range;
  };
  return {
    page,
    imports: new Imports(page),
    network,
    path: origin.path,
    home,
    callAt: (span, name) => {
      const { start, end } = rangeOf(span, name);
      if (origin.text.charAt(end - 1) !== ')') {
        throw new Refused(`${name} is made by no call; please change it by hand.`);
      }
      const bracket = offsetNow({ start: end - 1, end });
      const call = bracket === undefined ? undefined : page.callEndingAt(bracket + 1);
      if (!call)
        throw new Refused(
          start < end && bracket === undefined
            ? `${name} is already changed.`
            : `${name} is made by no call.`,
        );
      return call;
    },
    lineOf: (line, path) => origin.line(line, path),
    lineAt: (place) => {
      const { start } = 'path' in place ? rangeOf(place, 'This') : place;
      const feed = origin.text.indexOf('\n', start);
      const now = offsetNow({ start, end: feed === -1 ? origin.text.length : feed });
      if (now === undefined && start !== origin.text.length)
        throw new Refused('This line is already changed.');
      return now ?? draft.text.length;
    },
  };
}

/** A program that Python can read it must still read. */
function refuseBroken(before: string, after: string): void {
  const [old, now] = [new Page(before).file.problems, new Page(after).file.problems];
  const problem = now.find(({ message }) => !old.some((each) => each.message === message)) ?? now[old.length];
  if (problem) throw new Refused(`The file would no longer read: ${problem.message}`);
}

function refuseNewProblems(before: Reading, after: Reading): void {
  const known = before.problems.map(({ message }) => message);
  for (const { message, severity } of after.problems) {
    const place = known.indexOf(message);
    if (place !== -1) known.splice(place, 1);
    else if (severity === 'error') throw new Refused(`That does not fit the program: ${message}`);
  }
  if (after.networks.length < before.networks.length) throw new Refused('The program would no longer read.');
}
