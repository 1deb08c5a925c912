/** How exports are called: by their network and by what they show. */

/** The name of a network as part of a file name: letters, digits and what is harmless, with hyphens between. */
export function fileStem(network: string): string {
  const stem = network.replace(/[^\p{L}\p{N}._]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return stem === '' ? 'network' : stem.slice(0, 80);
}

/** The name of one picture of a network, without its ending. */
export function pictureStem(network: string | undefined, picture: string): string {
  return network === undefined ? picture : `${fileStem(network)}-${picture}`;
}
