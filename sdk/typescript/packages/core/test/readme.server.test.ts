// SPDX-License-Identifier: Apache-2.0
// What the READMEs tell a newcomer to write, as it stands there, against a started Stagedoor.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import { asBackend, eventually, KEY, STAGEDOOR } from '../../../test/support/started-server.js';

interface Snippet {
  begin(email: string, password: string): Promise<RealtimeClient | null>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PASSWORD = 'correct horse battery';

/** The snippet that signs in, as a module. */
async function signInOf(readme: string, publishableKey: string): Promise<Snippet> {
  const snippets = [...readFileSync(`${root}/${readme}`, 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(([, text]) => text!);
  const contents = snippets.find((text) => text.includes('BackendSession'))!.replace('sd_pub_…', publishableKey);
  const { outputFiles } = await build({ stdin: { contents, loader: 'ts', resolveDir: root }, bundle: true, write: false, format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`) as Promise<Snippet>;
}

describe.each(['README.md', 'packages/core/README.md'])('a page after %s', { timeout: 120_000 }, (readme) => {
  const email = `${randomUUID()}@example.com`;
  let printed: string[];
  let client: RealtimeClient | null;

  beforeAll(async () => {
    const { token } = await asBackend('/api/v1/accounts', { user_id: randomUUID(), email });
    await asBackend('/api/auth/password', { token, password: PASSWORD });
  });
  beforeEach(() => {
    printed = [];
    client = null;
    vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
    // The page's origin passes its requests on.
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(new URL(path, STAGEDOOR), init));
    vi.stubGlobal('WebSocket', WebSocket);
  });
  afterEach(() => {
    client?.disconnect();
    client?.auth.clearTokens();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('signs in, says something, and is answered', async () => {
    client = await (await signInOf(readme, KEY)).begin(email, PASSWORD);
    await eventually(() => printed.length > 0);
    await eventually(() => client!.canSend());
    expect(client!.getState().chat.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('tells of a wrong password, and stays where it is', async () => {
    expect(await (await signInOf(readme, KEY)).begin(email, 'wrong')).toBeNull();
    expect(printed).toEqual(['Invalid email or password.']);
  });

  it.each([
    ['no key', () => ''],
    ['a wrong one', () => `${KEY}x`],
  ])('with %s tells what is wrong with the page, and not with the person', async (_, key) => {
    expect(await (await signInOf(readme, key())).begin(email, PASSWORD)).toBeNull();
    expect(printed).toEqual([expect.stringContaining('publishable key')]);
  });
});
