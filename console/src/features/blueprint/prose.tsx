import { marked, type Token, type Tokens } from "marked";
import type { ReactNode } from "react";

/** Markdown as elements: what is HTML in it stays text, and a link is one only when it leads to the web. */
export function Prose({ text }: { text: string }) {
  return <div className="max-w-prose space-y-3 leading-relaxed">{blocksOf(marked.lexer(text))}</div>;
}

function blocksOf(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Block key={index} token={token} />);
}

function Block({ token }: { token: Token }): ReactNode {
  if (isList(token)) return <List items={token.items} isOrdered={token.ordered} />;
  switch (token.type) {
    case "heading":
      return <h3 className="pt-2 font-semibold">{inlinesOf(token)}</h3>;
    case "paragraph":
      return <p>{inlinesOf(token)}</p>;
    case "blockquote":
      return <blockquote className="border-l-2 pl-3 text-muted">{blocksOf(token.tokens ?? [])}</blockquote>;
    case "code":
      return <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">{textOf(token)}</pre>;
    case "hr":
      return <hr />;
    case "space":
      return null;
    default:
      return <p>{"tokens" in token ? inlinesOf(token) : textOf(token)}</p>;
  }
}

function List({ items, isOrdered }: { items: readonly Tokens.ListItem[]; isOrdered: boolean }) {
  const children = items.map((item, index) => <li key={index}>{blocksOf(item.tokens)}</li>);
  return isOrdered ? (
    <ol className="list-decimal space-y-1 pl-5">{children}</ol>
  ) : (
    <ul className="list-disc space-y-1 pl-5">{children}</ul>
  );
}

function isList(token: Token): token is Tokens.List {
  return token.type === "list" && "items" in token;
}

const textOf = (token: Token): string => ("text" in token && typeof token.text === "string" ? token.text : token.raw);

function inlinesOf(token: Token): ReactNode {
  const tokens: readonly Token[] = "tokens" in token ? (token.tokens ?? []) : [];
  return tokens.length === 0 ? textOf(token) : tokens.map((each, index) => <Inline key={index} token={each} />);
}

function Inline({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{inlinesOf(token)}</strong>;
    case "em":
      return <em>{inlinesOf(token)}</em>;
    case "codespan":
      return <code className="rounded bg-sunken px-1 font-mono text-xs">{textOf(token)}</code>;
    case "br":
      return <br />;
    case "link":
      return <WebLink href={"href" in token ? String(token.href) : ""}>{inlinesOf(token)}</WebLink>;
    default:
      return inlinesOf(token);
  }
}

function WebLink({ href, children }: { href: string; children: ReactNode }) {
  if (!/^https?:\/\//i.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className="underline underline-offset-2">
      {children}
    </a>
  );
}
