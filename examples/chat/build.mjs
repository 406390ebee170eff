// SPDX-License-Identifier: Apache-2.0
// Bundles the page into dist/. Within this repository the SDK comes from its sources; elsewhere, install the two
// packages, and leave out `alias`.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const sdk = fileURLToPath(new URL('../../sdk/typescript/packages', import.meta.url));
const installed = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** Whole or not at all: a server may be serving the file, and another build may be writing it. */
async function put(name, content) {
  const draft = `${here}dist/.${name}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, `${here}dist/${name}`);
}

const contentOf = async (options) => (await build({ ...options, write: false })).outputFiles[0].text;

await mkdir(`${here}dist`, { recursive: true });
await put('app.js', await contentOf({
  absWorkingDir: here,
  entryPoints: ['src/main.tsx'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: {
    '@stagedoor/realtime-core': `${sdk}/core/src/index.ts`,
    '@stagedoor/realtime-react': `${sdk}/react/src/index.ts`,
    // The SDK's folder may have a React of its own, and a page must have one only.
    react: installed('react'),
    'react-dom': installed('react-dom'),
  },
}));

// Served as a file, so that the page's policy needs no blob: URLs.
const worklet = await contentOf({ entryPoints: [`${sdk}/core/src/audio/worklet.ts`], format: 'esm' });
const { WORKLET } = await import(`data:text/javascript,${encodeURIComponent(worklet)}`);
await put('worklet.js', WORKLET);

for (const name of ['index.html', 'style.css', 'icon.svg']) await put(name, await readFile(`${here}web/${name}`));
