/** What a panel sends, checked before anything is done with it: names of layers and files in it come from strangers' texts. */
import type { Span } from '../base/span';
import type { EditOrder, Intent } from '../protocol/editing';
import type { AskRequest, FromPanel, Selection } from '../protocol/messages';

type Question = AskRequest['question'];
type Fields = Readonly<Record<string, unknown>>;
type Guard<Value> = (value: unknown) => value is Value;
type Kind = FromPanel['kind'];
type Message<Name extends Kind> = Extract<FromPanel, { kind: Name }>;

/** A guard for an object whose fields all pass their own guards; what it holds besides does no harm. */
function object<Value extends object>(fields: {
  readonly [Key in keyof Value]: Guard<Value[Key]>;
}): Guard<Value> {
  const guards: readonly [string, Guard<unknown>][] = Object.entries(fields);
  return (value): value is Value => isFields(value) && guards.every(([name, guard]) => guard(value[name]));
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isIndexOrNull = (value: unknown): value is number | null => value === null || isIndex(value);
const isContent = (value: unknown): value is string | Uint8Array =>
  isText(value) || value instanceof Uint8Array;

const isPosition = object<Span['start']>({ line: isIndex, column: isIndex });
const isSpan = object<Span>({ path: isText, start: isPosition, end: isPosition });
const isQuestion = (value: unknown): value is Question => isFields(value);
const isStep = (value: unknown): value is AskRequest['step'] => isIndexOrNull(value) || value === 'newest';
const isSelection = object<Selection>({ network: isIndex, layer: isIndexOrNull });

function oneOf<const Word extends string>(...words: readonly Word[]): Guard<Word> {
  return (value): value is Word => words.some((word) => word === value);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** What the values of an intent are is for the reader to say; here only that they can be looked at. */
const isIntent = (value: unknown): value is Intent => isFields(value) && isText(value['kind']);
const isIntents = (value: unknown): value is EditOrder['intents'] =>
  isList(value) && value.length > 0 && value.every(isIntent);

/** One guard for each kind of message; a missing row does not compile. */
const guards: { readonly [Name in Kind]: Guard<Message<Name>> } = {
  ready: object({ kind: oneOf('ready') }),
  refresh: object({ kind: oneOf('refresh') }),
  cancel: object({ kind: oneOf('cancel') }),
  open: object({ kind: oneOf('open'), path: isText }),
  reveal: object({ kind: oneOf('reveal'), span: isSpan }),
  selected: object({ kind: oneOf('selected'), path: isText, selection: isSelection }),
  export: object({ kind: oneOf('export'), fileName: isText, content: isContent }),
  command: object({
    kind: oneOf('command'),
    command: oneOf('showLog', 'openSettings', 'openExample', 'pickSource'),
  }),
  // The worker looks into the question itself.
  ask: object({
    ...{ kind: oneOf('ask'), id: isIndex, path: isText, network: isIndex, question: isQuestion },
    step: isStep,
  }),
  dismiss: object({ kind: oneOf('dismiss'), id: isIndex }),
  edit: object({
    ...{ kind: oneOf('edit'), path: isText, network: isIndex, revision: isIndex },
    intents: isIntents,
  }),
  choose: object({ kind: oneOf('choose'), path: isText, expression: isTextOrNull }),
  direct: object({
    ...{ kind: oneOf('direct'), path: isText, network: isIndex, revision: isIndex, words: isText },
    field: oneOf('network', 'input', 'loss', 'mode'),
  }),
  give: object({
    ...{ kind: oneOf('give'), path: isText },
    ...{ what: oneOf('weights', 'data'), to: oneOf('choose', 'nothing') },
  }),
  train: object({
    ...{ kind: oneOf('train'), path: isText, network: isIndex },
    word: oneOf('start', 'pause', 'resume', 'step', 'stop', 'reset'),
  }),
  recall: object({
    ...{ kind: oneOf('recall'), id: isIndex, path: isText, network: isIndex, step: isIndex },
  }),
  pictures: object({
    ...{ kind: oneOf('pictures'), id: isIndex, revision: isIndex },
    ...{ path: isText, network: isIndex, layer: isIndexOrNull },
  }),
};

const isKind = (value: unknown): value is Kind => isText(value) && Object.hasOwn(guards, value);

/** The message, or null for anything that is none. */
export function readFromPanel(message: unknown): FromPanel | null {
  if (!isFields(message) || !isKind(message['kind'])) return null;
  const guard: Guard<FromPanel> = guards[message['kind']];
  return guard(message) ? message : null;
}

/** A plain file name out of what a panel proposes: no folders, no control characters, not hidden, not too long. */
export function plainFileName(proposed: string): string {
  const name = (proposed.split(/[/\\]/).at(-1) ?? '')
    .replaceAll(/[\p{Cc}<>:"|?*]/gu, '-')
    .replace(/^\.+/, '')
    .slice(-120)
    .trim();
  return name === '' ? 'backprop-lens' : name;
}
