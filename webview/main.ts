/** Starts the panel: connects to the editor, draws every state, and asks for the first. */
import { render } from 'lit';
import './main.css';
import './styles/product.css';
import './styles/curves.css';
import './styles/scan.css';
import './styles/train.css';
import './styles/compare.css';
import './styles/time.css';
import './styles/decision.css';
import './styles/circuit.css';
import './styles/check.css';
import './styles/change.css';
import './styles/remedies.css';
import './styles/tensors.css';
import './styles/given.css';
import { connect, type Editor } from './editor';
import { noAnswers } from './answers';
import { emptyShelf } from './pictures';
import { recalled } from './recall';
import { createStore, type LensState } from './state';
import { step } from './step';
import { onThemeChange, readPalette } from './theme';
import { rememberedTrainings, trainingKeeper } from './trainingMemory';
import { lens } from './view/lens';

/** How long scrolling rests before its place is remembered, in milliseconds. */
const scrollRest = 150;

function start(root: HTMLElement, editor: Editor): void {
  const memory = recalled(editor.remembered());
  const first: LensState = {
    panel: null,
    memory,
    palette: readPalette(document.documentElement),
    shelf: emptyShelf,
    answers: noAnswers,
    trainings: rememberedTrainings(editor.remembered()),
    recall: null,
    looks: 0,
    cursor: null,
    said: '',
  };
  let scrolled = false;
  const keep = trainingKeeper(first, (value) => editor.remember(value));
  const act = createStore(first, step, (state, messages) => {
    for (const message of messages) editor.send(message);
    keep(state);
    draw(state);
    if (!scrolled && state.panel !== null && state.panel.kind !== 'idle') {
      scrolled = true;
      window.scrollTo(0, memory.scroll);
    }
  });
  const draw = (state: LensState): void => void render(lens(state, act), root);
  draw(first);
  editor.listen((message) => act({ kind: 'received', message }));
  onThemeChange(() => act({ kind: 'themed', palette: readPalette(document.documentElement) }));
  whenScrolled((to) => act({ kind: 'scrolled', to }));
  editor.send({ kind: 'ready' });
}

function whenScrolled(rested: (to: number) => void): void {
  let timer: number | undefined;
  window.addEventListener('scroll', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => rested(window.scrollY), scrollRest);
  });
}

const root = document.getElementById('lens');
if (root !== null) start(root, connect());
