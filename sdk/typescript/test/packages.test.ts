// SPDX-License-Identifier: Apache-2.0
// What is shipped: the built files, as npm would pack them.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const manifest = (name: string) => JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, 'utf8')) as Record<string, any>;

function built(name: string): { path: string; text: string }[] {
  const folder = `${root}/packages/${name}/dist`;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|d\.ts)$/.test(entry.name))
    .map((entry) => ({ path: `${entry.parentPath}/${entry.name}`, text: readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8') }));
}

/** A page that uses the whole SDK, bundled for production where the backend's secrets are in the environment. */
async function pageBundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from '@stagedoor/realtime-core'; export * from '@stagedoor/realtime-react';",
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react/*'],
  });
  return outputFiles[0]!.text;
}

const SECRETS = [/sd_live_/, /sd_op_/, /AGENTC_/, /admin_?(user|pass|credential)/i, /chat_?user_?(password|credential)/i];

describe('G1-01 what a page loads', () => {
  it.each(SECRETS)('does not know %s', async (secret) => {
    const texts = [await pageBundle(), ...['core', 'react'].flatMap(built).map(({ text }) => text)];
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) expect(text).not.toMatch(secret);
  });

  it('would be noticed if it did', () => {
    const backend = built('server').map(({ text }) => text).join('');
    expect(SECRETS.filter((secret) => secret.test(backend)).length).toBeGreaterThan(0);
  });

  it('reads nothing of the environment but whether it is production', async () => {
    const read = built('core').flatMap(({ text }) => text.match(/process\.env\S*/g) ?? []);
    expect(read.filter((use) => !use.startsWith('process.env.NODE_ENV'))).toEqual([]);
    expect(await pageBundle()).not.toContain('process.env');
  });

  it('keeps nothing beyond the tab, and needs no unsafe-eval', async () => {
    expect(await pageBundle()).not.toMatch(/localStorage|document\.cookie|indexedDB|\beval\(|new Function/);
  });
});

describe('a package', () => {
  it.each(['core', 'react', 'server'])('%s brings no other package', (name) => {
    const { dependencies, sideEffects, type } = manifest(name);
    expect({ dependencies, sideEffects, type }).toEqual({ dependencies: undefined, sideEffects: false, type: 'module' });
  });

  it.each(['core', 'react', 'server'])('%s imports only itself, its peers and Node', (name) => {
    const peers = Object.keys((manifest(name).peerDependencies as object | undefined) ?? {});
    const imported = built(name).flatMap(({ text }) => [...text.matchAll(/from ['"]([^'".][^'"]*)['"]/g)].map(([, what]) => what!));
    const allowed = (what: string) => what.startsWith('node:') || peers.some((peer) => what === peer || what.startsWith(`${peer}/`));
    expect(imported.filter((what) => !allowed(what))).toEqual([]);
  });

  it.each(['core', 'react', 'server'])('%s is packed with its licence and its README, and without its sources', { timeout: 60_000 }, (name) => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: `${root}/packages/${name}`, encoding: 'utf8' });
    const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']));
    expect(paths.filter((path) => !/^(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts))$/.test(path))).toEqual([]);
  });

  it('of a page is left out where it is not used', async () => {
    const { outputFiles } = await build({
      stdin: { contents: "import { mapLoginError } from '@stagedoor/realtime-core'; export { mapLoginError };", resolveDir: root },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
    });
    expect(outputFiles[0]!.contents.length).toBeLessThan(2_500);
  });
});
