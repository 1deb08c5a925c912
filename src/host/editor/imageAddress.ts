/** An SVG as an address that holds it. */

/** Plain ASCII only, which is all that our images need. */
export function imageAddress(svg: string): string {
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}
