// SPDX-License-Identifier: Apache-2.0
// A model's Markdown as React elements. The lexer only tells the parts apart; no text ever becomes HTML.
import { memo, type ReactNode } from 'react';
import { lexer, type Token, type Tokens } from 'marked';

/** The text of an answer. */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return <>{blocks(lexer(text))}</>;
});

function blocks(tokens: readonly Token[]): ReactNode[] {
  return tokens.map((token, i) => <Block key={i} token={token} />);
}

function Block({ token }: { readonly token: Token }): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      // Below the page's own heading, whatever the model thinks.
      return token.depth === 1 ? <h2>{inline(token.tokens)}</h2> : <h3>{inline(token.tokens)}</h3>;
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'code':
      return <pre tabIndex={0} aria-label="Code"><code>{token.text}</code></pre>;
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [])}</blockquote>;
    case 'hr':
      return <hr />;
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      const entries = items.map((item, i) => <li key={i}>{blocks(item.tokens)}</li>);
      return ordered ? <ol start={Number(start) || 1}>{entries}</ol> : <ul>{entries}</ul>;
    }
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return <Table token={token as Tokens.Table} />;
    case 'text':
      return token.tokens ? <>{inline(token.tokens)}</> : token.text;
    default:
      return <p>{token.raw}</p>;
  }
}

function Table({ token: { header, rows } }: { readonly token: Tokens.Table }) {
  return (
    <div className="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead><tr>{header.map((cell, i) => <th key={i} scope="col">{inline(cell.tokens)}</th>)}</tr></thead>
        <tbody>{rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{inline(cell.tokens)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function inline(tokens: readonly Token[] = []): ReactNode[] {
  return tokens.map((token, i) => <Inline key={i} token={token} />);
}

function Inline({ token }: { readonly token: Token }): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>;
    case 'em':
      return <em>{inline(token.tokens)}</em>;
    case 'del':
      return <del>{inline(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link href={token.href}>{inline(token.tokens)}</Link>;
    case 'image':
      // Never loaded: by an image's address, a model that was talked into it could send away what it has read.
      return <Link href={token.href}>{token.text || token.href}</Link>;
    case 'escape':
      return token.text;
    case 'text':
      return token.tokens ? <>{inline(token.tokens)}</> : token.text;
    default:
      return token.raw;
  }
}

/** Only to the web, where its reader sees the address; never a script. */
function Link({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!/^https?:\/\//i.test(href)) return <>{children}</>;
  return <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">{children}</a>;
}
