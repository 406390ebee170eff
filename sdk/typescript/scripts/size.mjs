// SPDX-License-Identifier: Apache-2.0
// What a page loads: each package bundled with nothing of its peers, minified, and compressed. Fails above the limits.

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const LIMITS = { core: 12_000, react: 4_000, server: 4_000 };

const root = fileURLToPath(new URL('..', import.meta.url));

async function gzipped(name) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`packages/${name}/dist/index.js`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    external: ['@stagedoor/*', 'react', 'react/*', 'node:*'],
    legalComments: 'none',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

for (const [name, limit] of Object.entries(LIMITS)) {
  const size = await gzipped(name);
  console.log(`${name}: ${size} bytes gzipped, of at most ${limit}`);
  if (size > limit) process.exitCode = 1;
}
