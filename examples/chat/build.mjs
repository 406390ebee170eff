// SPDX-License-Identifier: Apache-2.0
// Bundles the page into dist/. Within this repository the SDK comes from its sources; elsewhere, install the two
// packages, and leave out `alias`.

import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const sdk = fileURLToPath(new URL('../../sdk/typescript/packages', import.meta.url));
const installed = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

await rm(`${here}dist`, { recursive: true, force: true });
await mkdir(`${here}dist`);
await build({
  absWorkingDir: here,
  entryPoints: ['src/main.tsx'],
  outfile: 'dist/app.js',
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
});

// Served as a file, so that the page's policy needs no blob: URLs.
const { outputFiles } = await build({ entryPoints: [`${sdk}/core/src/audio/worklet.ts`], write: false, format: 'esm' });
const { WORKLET } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
await writeFile(`${here}dist/worklet.js`, WORKLET);

for (const name of ['index.html', 'style.css', 'icon.svg']) await copyFile(`${here}web/${name}`, `${here}dist/${name}`);
