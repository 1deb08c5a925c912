/** Silences a rule by a comment in a file that the source imports; nothing else is changed in those. */
import { changed, changesOf, draftOf, Refused } from '../../edit/draft';
import { shortened } from '../../network-file/written';
import { fileNameOf } from '../../python/read/paths';
import type { Intent, ReadWith, TextEdit } from '../../reader';
import { ignoreAt } from './ignoring';
import { originOf, type Origin } from './origin';
import { Page } from './page';

/** What imported files are known by. */
export type Imported = Pick<ReadWith, 'files' | 'overrides'>;

/** An intent about a file that is imported. */
type Silencing = Extract<Intent, { readonly kind: 'ignore' }> & { readonly path: string };

/** Whether an intent is about another file than those of the source. */
export function isElsewhere(intent: Intent, origin: Origin): intent is Silencing {
  return intent.kind === 'ignore' && intent.path !== undefined && !origin.holds(intent.path);
}

/** The changes of the file that the intent is about. @throws Refused where it cannot be changed */
export function silenceElsewhere(
  { rule, line, path }: Silencing,
  { files, overrides }: Imported,
): readonly TextEdit[] {
  const content = files.get(path);
  const name = shortened(fileNameOf(path), 60);
  if (!(content instanceof Uint8Array)) throw new Refused(`${name} is no file that this one imports.`);
  if (overrides.packages?.some((folder) => path.startsWith(`${folder}/`)) === true) {
    throw new Refused(`${name} belongs to an installed package, which stays as it is.`);
  }
  const origin = originOf({ path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) });
  const offset = line === null ? null : origin.line(line).start;
  const draft = changed(draftOf(origin.text), ignoreAt(new Page(origin.text), rule, offset));
  return draft ? changesOf(draft).flatMap((change) => origin.edits(change)) : [];
}
