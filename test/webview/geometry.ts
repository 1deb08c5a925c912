/** What a designer would measure: text that is cut off, text on top of text, and a page that scrolls sideways. */
import type { Page } from 'playwright-core';

/** The faults of a page's layout, in words; empty when there are none. */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(findFaults);
}

function findFaults(): string[] {
  const faults: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} wide in a window of ${clientWidth}`);

  interface Piece {
    readonly text: string;
    readonly element: Element;
    readonly node: Node;
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }
  const shown = (element: Element): boolean =>
    element.closest('.unseen, option, details:not([open]) > :not(summary)') === null &&
    element.checkVisibility();
  // The part of a line of text that no scrolling or clipping ancestor hides.
  const clip = (element: Element, box: DOMRect): Pick<Piece, 'left' | 'right' | 'top' | 'bottom'> => {
    let { left, right, top, bottom } = box;
    for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflow === 'visible') continue;
      const frame = parent.getBoundingClientRect();
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return { left, right, top, bottom };
  };

  const pieces: Piece[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (element === null || text === '' || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const piece = { text, element, node, ...clip(element, box) };
      if (piece.right - piece.left < 1 || piece.bottom - piece.top < 1) continue;
      if (piece.left < -1 || piece.right > clientWidth + 1)
        faults.push(`"${text}" reaches out of the window`);
      const cut =
        box.width - (piece.right - piece.left) > 2 &&
        element.closest('[title], [tabindex], .picker') === null;
      if (cut) faults.push(`"${text}" is cut off and has no title`);
      pieces.push(piece);
    }
  }
  const sticky = (element: Element): boolean => element.closest('thead') !== null;
  pieces.forEach((one, index) => {
    for (const other of pieces.slice(index + 1)) {
      // A name with an ellipsis has two boxes of its own, and a table's head slides over its body.
      if (one.node === other.node || sticky(one.element) !== sticky(other.element)) continue;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (width > 2 && height > 4) faults.push(`"${one.text}" lies on "${other.text}"`);
    }
  });
  return faults;
}
