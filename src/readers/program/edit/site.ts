/** Where the layers of a network stand in the text of their program: the call that makes each, and those that run it. */
import type { LayerIndex, Network, OpNode } from '../../../graph/network';
import type { Span } from '../../../base/span';
import { fileNameOf } from '../../python/read/paths';
import { Refused } from '../../edit/draft';
import { shortened } from '../../network-file/written';
import type { Range } from '../../network-file/written';
import type { Imports } from './imports';
import { attributeOf, isCall, type Call, type Page } from './page';

/** A layer in the text. */
export interface Place {
  readonly layer: LayerIndex;
  readonly name: string;
  /** The word for it in lists of layers. */
  readonly kind: string;
  /** The call that makes it, or the call of a function that is a layer by itself. */
  readonly call: Call;
  /** Whether the call is that of a function, with the input as its argument. */
  readonly isFunction: boolean;
}

/** A text of a program with the network that is to be changed. */
export interface Site {
  readonly page: Page;
  readonly imports: Imports;
  readonly network: Network;
  /** The path of the source. */
  readonly path: string;
  /** Where the network is defined or made in this source. */
  readonly home: Span;
  /** Where a call of the text that the edits began with stands now. @throws Refused */
  readonly callAt: (span: Span, name: string) => Call;
  /** What is left of the line that begins at an offset of the text that the edits began with, or of a span's: its first offset. @throws Refused */
  readonly lineAt: (place: Range | Span) => number;
  /** A line, zero-based, of the file or the cell with a path. @throws Refused where there is none */
  readonly lineOf: (line: number, path?: string) => Range;
}

/** The place of a layer. @throws Refused where it stands in another file, or nowhere */
export function placeOf({ network, callAt }: Site, layer: LayerIndex): Place {
  const found = network.layers[layer];
  if (!found) throw new Refused('There is no such layer.');
  const name = shortened(found.name, 80);
  const call = callAt(found.span, name);
  return { layer, name, kind: found.kind, call, isFunction: isFunctional(network, layer) };
}

/** Whether a layer is one call of a function: then it stands where it runs. */
function isFunctional({ layers, nodes }: Network, layer: LayerIndex): boolean {
  const span = layers[layer]?.span;
  return nodes.some(
    (node) => node.kind === 'op' && node.layer === layer && span !== undefined && same(node.span, span),
  );
}

function same(one: Span, other: Span): boolean {
  return (
    one.path === other.path &&
    one.start.line === other.start.line &&
    one.start.column === other.start.column &&
    one.end.line === other.end.line &&
    one.end.column === other.end.column
  );
}

/** The places of layers, each call once. */
export function placesOf(site: Site, layers: readonly LayerIndex[]): readonly Place[] {
  const places = new Map<Call, Place>();
  for (const layer of layers) {
    const place = placeOf(site, layer);
    if (!places.has(place.call)) places.set(place.call, place);
  }
  return [...places.values()];
}

/** Says that something stands in another file. */
export function elsewhere(name: string, { path }: Span): Refused {
  return new Refused(
    `${name} is made in ${shortened(fileNameOf(path), 60)}, which cannot be changed from here.`,
  );
}

/** The nodes of ops that are a layer's. */
export function opsOf({ nodes }: Network, layer: LayerIndex): readonly OpNode[] {
  return nodes.filter((node): node is OpNode => node.kind === 'op' && node.layer === layer);
}

/** An attribute of the object itself that a call is assigned to: `self.fc1 = nn.Linear(…)`. */
export interface Own {
  readonly object: string;
  readonly name: string;
  readonly statement: ReturnType<Page['statementOf']>;
}

/** The attribute that a call is assigned to, null where it is none. */
export function ownAttribute({ page }: Site, call: Call): Own | null {
  const statement = page.parent(call);
  const isAssignment = statement?.nodeType === 'Assign' || statement?.nodeType === 'AnnAssign';
  if (!statement || !isAssignment) return null;
  const assignment = page.statementOf(statement);
  const target =
    assignment.nodeType === 'Assign' && assignment.targets.length === 1
      ? assignment.targets[0]
      : assignment.nodeType === 'AnnAssign'
        ? assignment.target
        : undefined;
  const attribute = attributeOf(target);
  return attribute && { ...attribute, statement: assignment };
}

/** How an attribute is used in its class: the calls of it, and whether it stands anywhere else. */
export function usesOf(
  { page }: Site,
  { object, name, statement }: Own,
): { readonly calls: readonly Call[]; readonly others: number } {
  const cls = page.classOf(statement);
  const around = cls && page.range(cls);
  const calls: Call[] = [];
  let others = 0;
  for (const node of page.nodes) {
    if (node.nodeType !== 'Attribute') continue;
    const attribute = attributeOf(node as Parameters<typeof attributeOf>[0]); // its type was just looked at
    const { start } = page.range(node);
    const isOwn = attribute?.name === name && attribute.object === object;
    if (!isOwn || (around && (start < around.start || start >= around.end))) continue;
    const parent = page.parent(node);
    if (isCall(parent) && (parent.func as unknown) === node) calls.push(parent);
    else if (parent !== (statement as unknown)) others += 1;
  }
  return { calls, others };
}
