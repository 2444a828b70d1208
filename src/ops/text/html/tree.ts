/** The tree that the parser builds: only what the text needs. Siblings are linked, so that every change takes constant time. */
import { html, type Token, type TreeAdapter, type TreeAdapterTypeMap } from 'parse5';

/** A node. Text nodes hold a value, all others may hold children; templates have their content beside the tree. */
export interface HtmlNode {
  name: string;
  namespace: html.NS;
  attrs: Token.Attribute[];
  value: string | null;
  parent: HtmlNode | null;
  first: HtmlNode | null;
  last: HtmlNode | null;
  previous: HtmlNode | null;
  next: HtmlNode | null;
  content: HtmlNode | null;
  /** Whether it is on the parser's stack of open elements. */
  open: boolean;
}

/** Every role is played by one kind of object. */
export type HtmlTree = TreeAdapterTypeMap<
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode,
  HtmlNode
>;

function node(name: string, value: string | null = null): HtmlNode {
  const links = { parent: null, first: null, last: null, previous: null, next: null };
  return { name, namespace: html.NS.HTML, attrs: [], value, ...links, content: null, open: false };
}

function detach(child: HtmlNode): void {
  const { parent, previous, next } = child;
  if (!parent) return;
  if (previous) previous.next = next;
  else parent.first = next;
  if (next) next.previous = previous;
  else parent.last = previous;
  child.parent = child.previous = child.next = null;
}

/** Puts a node before another, or last. */
function insert(parent: HtmlNode, child: HtmlNode, before: HtmlNode | null): void {
  const previous = before ? before.previous : parent.last;
  child.parent = parent;
  child.previous = previous;
  child.next = before;
  if (previous) previous.next = child;
  else parent.first = child;
  if (before) before.previous = child;
  else parent.last = child;
}

function insertText(parent: HtmlNode, text: string, before: HtmlNode | null): void {
  const previous = before ? before.previous : parent.last;
  if (previous && previous.value !== null) previous.value += text;
  else insert(parent, node('#text', text), before);
}

/** Nothing asks for the places, comments and document types of this tree. */
const UNUSED = {
  createCommentNode: () => node('#comment'),
  getChildNodes: () => [],
  getCommentNodeContent: () => '',
  getDocumentTypeNodeName: () => '',
  getDocumentTypeNodePublicId: () => '',
  getDocumentTypeNodeSystemId: () => '',
  getNodeSourceCodeLocation: () => null,
  setNodeSourceCodeLocation: () => undefined,
  updateNodeSourceCodeLocation: () => undefined,
  setDocumentType: () => undefined,
  isCommentNode: (n: HtmlNode): n is HtmlNode => n.name === '#comment',
  isDocumentTypeNode: (_n: HtmlNode): _n is HtmlNode => false,
};

/** How the parser makes and changes nodes. */
export const treeAdapter: TreeAdapter<HtmlTree> = {
  ...UNUSED,
  createDocument: () => node('#document'),
  createDocumentFragment: () => node('#fragment'),
  createTextNode: (value) => node('#text', value),
  createElement: (name, namespace, attrs) => Object.assign(node(name), { namespace, attrs }),
  adoptAttributes: () => undefined,
  appendChild: (parent, child) => insert(parent, child, null),
  insertBefore: insert,
  detachNode: detach,
  insertText: (parent, text) => insertText(parent, text, null),
  insertTextBefore: insertText,
  getAttrList: (element) => element.attrs,
  getFirstChild: (parent) => parent.first,
  getNamespaceURI: (element) => element.namespace,
  getParentNode: (child) => child.parent,
  getTagName: (element) => element.name,
  getTextNodeContent: (text) => text.value ?? '',
  getTemplateContent: (template) => template.content ?? template,
  setTemplateContent: (template, content) => void (template.content = content),
  // The mode is kept where a document has no other use for a name.
  getDocumentMode: (document) => document.attrs[0]?.value as html.DOCUMENT_MODE,
  setDocumentMode: (document, value) => void (document.attrs = [{ name: 'mode', value }]),
  isElementNode: (n): n is HtmlNode => !n.name.startsWith('#'),
  isTextNode: (n): n is HtmlNode => n.value !== null,
};
