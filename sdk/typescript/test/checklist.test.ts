// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

const tests = ['test', 'packages/core/test', 'packages/react/test', 'packages/server/test'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`)
    .filter((name) => /(?<!\.server)\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(`${root}/${folder}/${name}`, 'utf8')),
);

describe('the list of what a frontend must do', () => {
  const numbers = Array.from({ length: 43 }, (_, i) => `G1-${String(i + 1).padStart(2, '0')}`);

  it.each(numbers)('%s has a test', (number) => {
    const named = new RegExp(`(it|describe)(\\.each)?[^]{0,400}?['"][^'"\\n]*${number}\\b`);
    expect(tests.some((text) => named.test(text))).toBe(true);
  });

  it('is tested by tests that run', () => {
    for (const text of tests) expect(text).not.toMatch(/\b(it|describe|test)\.(skip|only|todo|fails)\b/);
  });
});
