// One page at a time (PAGE=kiosk|console|bench), so that each program serves just its own folder.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const page = process.env.PAGE ?? 'kiosk';

export default defineConfig({
  root: resolve(import.meta.dirname, page),
  base: './',
  build: {
    outDir: resolve(process.env.OUT ?? 'dist', page),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows no inline parts
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500, // the console holds the whole catalogue in both languages, served from this machine
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
