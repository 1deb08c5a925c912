/** What each action does to the state, and what must be sent to the host because of it. */
import type { FromPanel, Selection, ToPanel } from '../src/protocol/messages';
import { receiveAnswer } from './answers';
import { askWanted } from './asking';
import { focusOf, shownOf } from './focus';
import { receive, request } from './pictures';
import type { Action, Choice, LensState, Memory, Step } from './state';
import { follow, leftBehind, receiveRecalled, receiveTraining, recallStep } from './training';

/** The state after an action; pictures that have become necessary are asked for. */
export function step(state: LensState, action: Action): Step {
  const { state: changed, messages } = change(state, action);
  const asked = request(changed);
  const wanted = askWanted(asked.state);
  return { state: wanted.state, messages: [...messages, ...asked.messages, ...wanted.messages] };
}

function change(state: LensState, action: Action): Step {
  switch (action.kind) {
    case 'received':
      return followed(received(state, action.message));
    case 'send':
      return { state, messages: [action.message] };
    case 'layer':
      return chooseLayer(state, action.layer, action.reveal);
    case 'network':
      return chooseNetwork(state, action.network);
    case 'themed':
      return silent({ ...state, palette: action.palette });
    case 'recall':
      return recallStep(remember(state, notFollowing), action.step);
    case 'set':
      return followed(silent(remember(state, action)));
    case 'cursor':
      return silent({ ...state, cursor: action.cursor, said: action.say ?? state.said });
    case 'say':
      return silent({ ...state, said: action.text });
    case 'tab':
    case 'heat':
    case 'scale':
    case 'zoom':
    case 'toggle':
    case 'scrolled':
      return silent(remember(state, action));
  }
}

function silent(state: LensState): Step {
  return { state, messages: [] };
}

/** Who chooses a step, or the source, does not want to be taken on to the next. */
const notFollowing = { kind: 'set', name: 'train.follow', value: false } as const;

function followed({ state, messages }: Step): Step {
  const next = follow(state);
  return { state: next.state, messages: [...messages, ...next.messages] };
}

function remember(state: LensState, action: Remembered): LensState {
  return { ...state, memory: remembered(state.memory, action) };
}

type Remembered = Extract<
  Action,
  { kind: 'tab' | 'heat' | 'scale' | 'zoom' | 'toggle' | 'set' | 'scrolled' }
>;

function remembered(memory: Memory, action: Remembered): Memory {
  switch (action.kind) {
    case 'tab':
      return { ...memory, tab: action.tab };
    case 'heat':
      return { ...memory, heat: action.heat };
    case 'scale':
      return { ...memory, scale: action.scale };
    case 'zoom':
      return { ...memory, zoom: { ...memory.zoom, [action.picture]: action.factor } };
    case 'toggle':
      return { ...memory, open: toggled(memory.open, action.name, action.open) };
    case 'set':
      return { ...memory, settings: { ...memory.settings, [action.name]: action.value } };
    case 'scrolled':
      return { ...memory, scroll: action.to };
  }
}

function toggled(open: readonly string[], name: string, now: boolean): readonly string[] {
  if (open.includes(name) === now) return open;
  return now ? [...open, name] : open.filter((other) => other !== name);
}

function received(state: LensState, message: ToPanel): Step {
  switch (message.kind) {
    case 'state':
      return silent(leftBehind(named({ ...state, panel: message.state })));
    case 'select':
      return silent(selected(state, message.path, message.selection));
    case 'pictures':
      return silent({ ...state, shelf: receive(state.shelf, message) });
    case 'answer':
      return silent({ ...state, answers: receiveAnswer(state.answers, message) });
    case 'training':
      return silent(receiveTraining(state, message));
    case 'recalled':
      return receiveRecalled(state, message);
  }
}

// A selection from outside moves the panel and is not told back. It may come before its report.
function selected(state: LensState, path: string, { network, layer }: Selection): LensState {
  const choice: Choice = { path, network, networkName: null, layer, layerName: null };
  return named({ ...state, cursor: null, memory: { ...state.memory, choice } });
}

// Gives a choice the names that stand at its indices, as soon as they are known.
function named(state: LensState): LensState {
  const { choice } = state.memory;
  const report = shownOf(state.panel)?.envelope.report;
  if (choice === null || choice.networkName !== null || report?.path !== choice.path) return state;
  const network = report.networks[choice.network];
  if (network === undefined) return state;
  const layerName = choice.layer === null ? null : (network.layers[choice.layer]?.name ?? null);
  const names = { networkName: network.name, layerName };
  return { ...state, memory: { ...state.memory, choice: { ...choice, ...names } } };
}

function chooseLayer(state: LensState, layer: number, reveal: boolean): Step {
  const focus = focusOf(state);
  const chosen = focus?.network.layers[layer];
  if (focus === null || chosen === undefined) return silent(state);
  const { path } = focus.shown.envelope.report;
  const selection = { network: focus.index, layer };
  const messages: FromPanel[] = [{ kind: 'selected', path, selection }];
  if (reveal) messages.push({ kind: 'reveal', span: chosen.span });
  const said = layer === focus.layer ? state.said : `${chosen.name} selected`;
  return { state: { ...selected(state, path, selection), said }, messages };
}

function chooseNetwork(state: LensState, network: number): Step {
  const report = focusOf(state)?.shown.envelope.report;
  if (report === undefined) return silent(state);
  const selection = { network, layer: null };
  return {
    state: selected(state, report.path, selection),
    messages: [{ kind: 'selected', path: report.path, selection }],
  };
}
