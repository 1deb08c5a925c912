/** Draws a circuit as SVG: gates by kind, values above and gradients below the wires, local gradients where wires enter. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';
import type { CircuitReport } from '../../src/studies/circuit';
import type { Direction } from './boxes';
import { reachOf, sizes } from './boxes';
import type { Drawing, Place, PlacedBox, Wire } from './layout';
import type { Known } from './steps';

/** What a drawing shows beside its lines. */
export interface Shown {
  readonly circuit: CircuitReport;
  readonly known: Known;
  /** Index of the selected node, or null. */
  readonly selected: number | null;
  readonly choose: (index: number) => void;
}

/** The content of the SVG. */
export function circuitSvg(drawing: Drawing, shown: Shown): SVGTemplateResult {
  const { direction, boxes, wires } = drawing;
  return svg`
    ${wires.map((wire) => wireSvg(wire, shown))}
    ${boxes.map((box) => boxSvg(box, direction, shown))}
  `;
}

function wireSvg({ from, to, path }: Wire, { known, selected }: Shown): SVGTemplateResult {
  const back = known.locals.has(to);
  const near = selected === from || selected === to;
  return svg`<path class="wire ${back ? 'back' : ''} ${near ? 'near' : ''}" d=${path}></path>`;
}

function boxSvg(box: PlacedBox, direction: Direction, shown: Shown): SVGTemplateResult {
  const { index, node, middle, exit } = box;
  const { known, selected, choose } = shown;
  const kind = node.kind === 'input' ? 'input' : node.family;
  const states = `${selected === index ? 'selected' : ''} ${known.at === index ? 'now' : ''}`;
  return svg`<g
    class="box ${kind} ${states}"
    data-node=${node.name}
    data-family=${kind}
    @click=${() => choose(index)}
  >
    <path class="wire" d="M${middle.x.toFixed(1)} ${middle.y.toFixed(1)}L${exit.x.toFixed(1)} ${exit.y.toFixed(1)}"></path>
    ${shapeSvg(box)}
    ${nameSvg(box, direction)}
    ${outcome(box, direction, shown)}
    ${box.ports.map((port, at) => localSvg(box, port.argument, box.entries[at] ?? middle, direction, shown))}
  </g>`;
}

/** Inputs are squares; gates are round, those that route are cut at the corners. */
function shapeSvg({ node, label, middle: { x, y }, shape: { width, height } }: PlacedBox): SVGTemplateResult {
  const [left, top] = [x - width / 2, y - height / 2];
  const round = node.kind === 'input' ? 3 : height / 2;
  const outline =
    node.kind === 'gate' && node.family === 'max'
      ? svg`<path class="shape" d=${hexagon({ x: left, y: top }, width, height)}></path>`
      : svg`<rect class="shape" x=${left} y=${top} width=${width} height=${height} rx=${round}></rect>`;
  return svg`${outline}<text class="label" x=${x} y=${y + 4} text-anchor="middle">${label}</text>`;
}

function hexagon({ x, y }: Place, width: number, height: number): string {
  const cut = height / 3;
  return `M${x + cut} ${y}h${width - 2 * cut}l${cut} ${height / 2}l${-cut} ${height / 2}h${2 * cut - width}l${-cut} ${-height / 2}z`;
}

/** The name of a gate, where the label does not say it. */
function nameSvg(
  { node, label, middle, shape, ports }: PlacedBox,
  direction: Direction,
): SVGTemplateResult | typeof nothing {
  if (node.kind === 'input' || label.startsWith(node.name)) return nothing;
  return direction === 'right'
    ? svg`<text class="name" x=${middle.x} y=${middle.y + reachOf(ports.length, shape.height) + 12} text-anchor="middle">${node.name}</text>`
    : svg`<text class="name" x=${middle.x - shape.width / 2 - 4} y=${middle.y + 4} text-anchor="end">${node.name}</text>`;
}

/** The value above the wire that leaves (or first beside it), the gradient below. */
function outcome(
  { index, node, middle, shape, exit }: PlacedBox,
  direction: Direction,
  { known, circuit }: Shown,
): SVGTemplateResult {
  const right = direction === 'right';
  const output = circuit.outputs[circuit.chosen]?.name ?? 'f';
  const at = right
    ? { x: (middle.x + shape.width / 2 + exit.x) / 2 + 2, value: middle.y - 5, gradient: middle.y + 14 }
    : { x: exit.x + 6, value: exit.y - sizes.below + 13, gradient: exit.y - sizes.below + 28 };
  const anchor = right ? 'middle' : 'start';
  return svg`${
    known.values.has(index)
      ? svg`<text class="value" data-value=${String(node.value)} x=${at.x} y=${at.value} text-anchor=${anchor}>${shortNumber(node.value)}<title>value of ${node.name}: ${String(node.value)}</title></text>`
      : nothing
  }${
    known.gradients.has(index) && node.gradient !== null
      ? svg`<text class="gradient" data-value=${String(node.gradient)} x=${at.x} y=${at.gradient} text-anchor=${anchor}>${shortNumber(node.gradient)}<title>d${output}/d${node.name}: ${String(node.gradient)}</title></text>`
      : nothing
  }`;
}

/** The local gradient where a wire enters. */
function localSvg(
  { index, node, middle }: PlacedBox,
  argument: number,
  entry: Place,
  direction: Direction,
  { known, circuit }: Shown,
): SVGTemplateResult | typeof nothing {
  if (node.kind === 'input' || !known.locals.has(index)) return nothing;
  const wire = node.arguments[argument];
  if (wire?.local == null) return nothing;
  const right = direction === 'right';
  // Beside wires that run down, on the side away from the next one.
  const outer = right || entry.x < middle.x - 1;
  const from = circuit.nodes[wire.node]?.name ?? '';
  return svg`<text
    class="local"
    data-value=${String(wire.local)}
    data-from=${from}
    x=${outer ? entry.x - 5 : entry.x + 5}
    y=${right ? entry.y - 4 : entry.y - 8}
    text-anchor=${outer ? 'end' : 'start'}
  >×${shortNumber(wire.local)}<title>local gradient ${wire.rule}</title></text>`;
}
