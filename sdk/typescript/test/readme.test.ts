// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const readmes = ['', 'packages/core/', 'packages/react/', 'packages/server/'].map((at) => readFileSync(`${root}/${at}README.md`, 'utf8'));

/** Every snippet as a file of its own, which need not be on disk. */
const snippets = new Map(
  [...readmes.join('\n').matchAll(/```(tsx?)\n([^]*?)```/g)].map(([, extension, text], i) => [`${root}/test/snippet-${i + 1}.${extension}`, text!]),
);

function problems(): string[] {
  const { config } = ts.readConfigFile(`${root}/tsconfig.tests.json`, ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => snippets.has(file) || fileExists(file);
  host.readFile = (file) => snippets.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const snippet = snippets.get(file);
    return snippet === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, snippet, version, true);
  };
  const program = ts.createProgram([...snippets.keys()], { ...options, noUnusedLocals: false, noUnusedParameters: false }, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.replace(root, '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

describe('a README', () => {
  it('has snippets', () => {
    expect(snippets.size).toBeGreaterThanOrEqual(8);
  });

  it('shows only code that compiles', { timeout: 60_000 }, () => {
    expect(problems()).toEqual([]);
  });
});
