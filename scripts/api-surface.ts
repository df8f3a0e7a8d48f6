/**
 * What the library offers, read off its source without compiling it: names, docstrings and
 * declarations. The digest of it stands in the pages of docs/api, so that a test knows in no time
 * whether they are stale.
 */
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join, posix} from 'node:path';
import ts from 'typescript';

/** `text`: the docstring and the declaration, without the body of a function. */
export type Offered = {page: string; name: string; file: string; docs: string; text: string};

const folder = 'src/api';

/** Every name that a file of `src/api` hands on. */
export function apiSurface(): Offered[] {
  const files = new Map<string, ts.SourceFile>();
  const parsed = (path: string) => {
    const source = files.get(path) ?? parse(path);
    files.set(path, source);
    return source;
  };
  return readdirSync(folder).flatMap((page) =>
    parse(join(folder, page)).statements.flatMap((statement) => {
      if (!ts.isExportDeclaration(statement) || !statement.exportClause) return [];
      if (!ts.isNamedExports(statement.exportClause)) return [];
      const file = posix.join(folder, specifierOf(statement)).replace(/\.js$/, '.ts');
      return statement.exportClause.elements.map(({name}) => ({
        page: page.replace(/\.ts$/, ''),
        name: name.text,
        file,
        ...described(parsed(file), name.text),
      }));
    }),
  );
}

/** Of the pages' own comments, and of all that is offered. */
export function apiDigest(surface: readonly Offered[]): string {
  const hash = createHash('sha256');
  for (const page of readdirSync(folder)) hash.update(readFileSync(join(folder, page)));
  for (const {name, text} of surface) hash.update(`${name}\n${text}\n`);
  return hash.digest('hex');
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true);
}

function specifierOf({moduleSpecifier}: ts.ExportDeclaration): string {
  if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) return moduleSpecifier.text;
  throw new Error('a file of src/api exports something of its own');
}

/** A type that is inferred from a schema comes with the schema. */
function described(source: ts.SourceFile, name: string): {docs: string; text: string} {
  const statement = source.statements.find((each) => namesOf(each).includes(name));
  if (!statement) throw new Error(`${source.fileName}: declares no ${name}`);
  const text = withoutBody(statement, source);
  const [, schema] = /typeof (\w+)/.exec(text) ?? [];
  const inferred = source.statements.find((each) => schema && namesOf(each).includes(schema));
  const comments = ts.getJSDocCommentsAndTags(statement).map((comment) => comment.getText(source));
  return {
    docs: comments.join('\n'),
    text: [text, ...(inferred ? [inferred.getFullText(source)] : [])].join('\n'),
  };
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({name}) => name.getText());
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function withoutBody(statement: ts.Statement, source: ts.SourceFile): string {
  const text = statement.getFullText(source);
  if (!ts.isFunctionDeclaration(statement) || !statement.body) return text;
  return text.slice(0, statement.body.getStart(source) - statement.getFullStart());
}
