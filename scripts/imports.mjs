// Reads the import statements of the sources, type-only and dynamic ones included.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * The imports of one source, in order: `{from, line, target, kind}`. `target` is a source's path (relative to root)
 * for a relative import, else the specifier; `kind` is 'value', 'type' or 'dynamic'.
 */
export function readImports(root, from) {
  const text = fs.readFileSync(path.join(root, from), 'utf8');
  const source = ts.createSourceFile(from, text, ts.ScriptTarget.ES2023, true);
  const found = [];
  const add = (node, specifier, kind) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ from, line, target: resolve(from, specifier), kind });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier.text, importKind(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node, node.moduleSpecifier.text, exportKind(node));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal.text, 'type');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      // A computed specifier cannot be followed; it loads user code or a package chosen at run time.
      if (ts.isStringLiteralLike(node.arguments[0])) add(node, node.arguments[0].text, 'dynamic');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importKind(clause) {
  if (!clause) return 'value';
  if (clause.isTypeOnly) return 'type';
  const named = clause.namedBindings;
  const allTypes = named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
  return !clause.name && allTypes && named.elements.length > 0 ? 'type' : 'value';
}

function exportKind({ isTypeOnly, exportClause }) {
  if (isTypeOnly) return 'type';
  const allTypes =
    exportClause &&
    ts.isNamedExports(exportClause) &&
    exportClause.elements.every((element) => element.isTypeOnly);
  return allTypes && exportClause.elements.length > 0 ? 'type' : 'value';
}

function resolve(from, specifier) {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}
