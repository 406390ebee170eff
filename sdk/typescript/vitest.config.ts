// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const offline = ['**/*.server.test.ts', '**/node_modules/**'];
// One React in a test, whichever: its copies do not know each other's state.
const react18 = ['react', 'react-dom'].map((name) => ({
  find: new RegExp(`^${name}(/.*)?$`),
  replacement: `${at(`test/react-18/node_modules/${name}`)}$1`,
}));
// As Node loads what is shipped; and without transforming it for every test file.
const shipped = { deps: { external: [/packages\/\w+\/dist\//] } };
const jsx = { jsx: 'automatic' } as const;
const inReact = { environment: 'happy-dom', include: ['packages/react/test/**/*.test.tsx'], exclude: offline };

export default defineConfig({
  test: {
    maxWorkers: 2,
    pool: 'threads',
    projects: [
      { test: { name: 'node', include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'], exclude: offline, server: shipped } },
      { esbuild: jsx, test: { name: 'react 19', env: { REACT: '19' }, ...inReact, server: shipped } },
      { esbuild: jsx, resolve: { alias: react18 }, test: { name: 'react 18', env: { REACT: '18' }, ...inReact, server: { deps: { inline: [/realtime-react/] } } } },
    ],
  },
});
