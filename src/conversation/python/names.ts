import type {Syntax} from './parser.js';

/** The names that a statement of a module deals with. */
export type Names = {
  /** What it gives a value to in the module, under conditions too. */
  binds: ReadonlySet<string>;
  /** Those of them that it takes from a module under their own name: `from a import b`. */
  imports: ReadonlySet<string>;
  /** What it needs from elsewhere, at once or when its functions are called. */
  uses: ReadonlySet<string>;
};

export function namesOf(statement: Syntax, text: string): Names {
  const binds = new Set<string>();
  const imports = new Set<string>();
  const local = new Set<string>();
  const mentioned = new Set<string>();
  const visit = (node: Syntax, inModule: boolean): void => {
    if (node.type === 'identifier') mentioned.add(text.slice(node.start, node.end));
    for (const target of targetsOf(node))
      for (const name of boundBy(target, text)) {
        (inModule ? binds : local).add(name);
        if (target.type === 'dotted_name') imports.add(name);
      }
    const inside = inModule && !scopes.has(node.type);
    for (const child of node.children) if (!isLabel(child, node)) visit(child, inside);
  };
  visit(statement, true);
  const isOwn = (name: string) => binds.has(name) || local.has(name);
  return {binds, imports, uses: new Set([...mentioned].filter((name) => !isOwn(name)))};
}

/** Names bound inside them are not the module's. */
const scopes = new Set([
  'function_definition',
  'class_definition',
  'lambda',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/** For each kind of node that binds names, the field they are in; null where all children do. */
const targetFields = new Map<string, string | null>([
  ['assignment', 'left'],
  ['for_statement', 'left'],
  ['for_in_clause', 'left'],
  ['named_expression', 'name'],
  ['function_definition', 'name'],
  ['class_definition', 'name'],
  ['type_alias_statement', 'left'],
  ['aliased_import', 'alias'],
  ['import_statement', 'name'],
  ['import_from_statement', 'name'],
  ['parameters', null],
  ['lambda_parameters', null],
  ['as_pattern_target', null],
  ['case_pattern', null],
]);

function targetsOf(node: Syntax): readonly Syntax[] {
  const field = targetFields.get(node.type);
  // `x: int` gives no value.
  if (field === undefined || (node.type === 'assignment' && !hasField(node, 'right'))) return [];
  return field === null
    ? node.children
    : node.children.filter((child) => child.field === field && child.type !== 'aliased_import');
}

function hasField(node: Syntax, field: string): boolean {
  return node.children.some((child) => child.field === field);
}

/** The names in a target; `a.b` and `a[0]` bind none. */
function boundBy(target: Syntax, text: string): string[] {
  const [first] = target.children;
  switch (target.type) {
    case 'identifier':
      return [text.slice(target.start, target.end)];
    case 'attribute':
    case 'subscript':
    case 'type':
    case 'class_pattern':
      return target.type === 'type' && first ? boundBy(first, text) : [];
    case 'dotted_name':
    case 'typed_parameter':
    case 'default_parameter':
    case 'typed_default_parameter':
      return first ? boundBy(first, text) : [];
    default:
      return target.children.flatMap((child) => boundBy(child, text));
  }
}

/** Whether a child is a name that stands for itself: an attribute, a keyword, part of a module. */
function isLabel(child: Syntax, parent: Syntax): boolean {
  switch (parent.type) {
    case 'attribute':
      return child.field === 'attribute';
    case 'keyword_argument':
      return child.field === 'name';
    case 'dotted_name':
      return child !== parent.children[0];
    case 'import_from_statement':
      return child.field === 'module_name';
    case 'global_statement':
    case 'nonlocal_statement':
    case 'future_import_statement':
      return true;
    default:
      return false;
  }
}
