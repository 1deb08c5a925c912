/** Lets TypeScript accept style sheets, which esbuild bundles beside the script. */
declare module '*.css';
