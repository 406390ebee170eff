// SPDX-License-Identifier: Apache-2.0
// Compares what each package offers with api/<package>.d.ts, and finds what has no comment.
//   node scripts/api.mjs            fails if the public API changed
//   node scripts/api.mjs --renew    writes it anew; then read the diff

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const PACKAGES = ['core', 'react', 'server'];
const root = fileURLToPath(new URL('..', import.meta.url));
const printer = ts.createPrinter({ removeComments: true });

/** The declaration files that index.d.ts leads to, in a stable order. */
function reachable(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
    if (fileName.startsWith('.')) reachable(resolve(dirname(file), fileName.replace(/\.js$/, '.d.ts')), seen);
  }
  return seen;
}

function report(folder) {
  const files = [...reachable(resolve(folder, 'index.d.ts'))].sort();
  const texts = files.map((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    return `// ${relative(folder, file)}\n${printer.printFile(source)}`;
  });
  return texts.join('\n');
}

/** Names what a user can see in an editor without a word about it. */
function uncommented(folder) {
  const entry = resolve(folder, 'index.d.ts');
  const program = ts.createProgram([entry], { noLib: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext });
  const checker = program.getTypeChecker();
  const found = [];
  for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations?.[0];
    if (!declaration || !resolve(declaration.getSourceFile().fileName).startsWith(folder)) continue;
    if (!hasComment(declaration)) found.push(symbol.name);
    for (const member of declaration.members ?? []) {
      if (!ts.isConstructorDeclaration(member) && !isPrivate(member) && !hasComment(member)) {
        found.push(`${symbol.name}.${member.name?.getText() ?? '(signature)'}`);
      }
    }
  }
  return found;
}

function hasComment(node) {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}

function isPrivate(member) {
  const isProtected = ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
  return isProtected !== 0 || (member.name !== undefined && ts.isPrivateIdentifier(member.name));
}

for (const name of PACKAGES) {
  const folder = resolve(root, 'packages', name, 'dist');
  const golden = resolve(root, 'api', `${name}.d.ts`);
  const silent = uncommented(folder);
  if (silent.length > 0) {
    console.error(`${name}: without a comment: ${silent.join(', ')}`);
    process.exitCode = 1;
  }
  const now = `// SPDX-License-Identifier: Apache-2.0\n// Written by "npm run golden".\n${report(folder)}`;
  if (process.argv.includes('--renew')) writeFileSync(golden, now);
  const before = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
  if (now !== before) {
    console.error(`${name}: the public API changed. If that is meant: npm run golden, and read the diff.`);
    process.exitCode = 1;
  }
}
