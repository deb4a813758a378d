import { marked } from 'marked';
import { element } from '../../ui/dom.ts';

/** What the document in the frame may do: show itself. No script, no request, no form. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Elements that ask for something when they are parsed, or change how the rest is read. */
const REMOVED = 'link, meta, base, script, iframe, frame, frameset, object, embed, portal, template[shadowrootmode]';

/** Attributes with an address that a click or a key would go to. */
const ADDRESSES = ['href', 'xlink:href', 'action', 'formaction', 'ping', 'target'];

/** VS Code's look for Markdown: colours that the page has computed, for variables do not reach into the frame. */
const MARKDOWN_LOOK = `
  body { margin: 8px 12px; line-height: 1.5; overflow-wrap: anywhere; }
  body > :first-child { margin-top: 0; }
  code, pre { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.92em; }
  pre { overflow: auto; padding: 8px; border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); }
  blockquote { margin-left: 0; padding-left: 12px; border-left: 3px solid color-mix(in srgb, currentcolor 40%, transparent); }
  table { border-collapse: collapse; }
  th, td { padding: 3px 8px; border: 1px solid color-mix(in srgb, currentcolor 30%, transparent); }
  img { max-width: 100%; }`;

/**
 * HTML of an inmate, for the eye only: a sandboxed frame without scripts, forms, navigation or an origin, in which a
 * policy lets nothing be loaded.
 */
export function htmlFrame(html: string, label: string): HTMLIFrameElement {
  return frame(inertDocument(html, ':root { color-scheme: light; background: #fff; }'), label);
}

/**
 * Markdown of an inmate, rendered in the same kind of frame.
 *
 * @throws Error if it is nested too deeply
 */
export function markdownFrame(markdown: string, label: string): HTMLIFrameElement {
  const { color, fontFamily, fontSize } = getComputedStyle(document.body);
  const background = getComputedStyle(document.body).backgroundColor;
  const link = getComputedStyle(document.documentElement).getPropertyValue('--vscode-textLink-foreground').trim();
  const look = `:root { background: ${background}; color: ${color}; font: ${fontSize} ${fontFamily}; }
    a { color: ${/^#[0-9a-f]{3,8}$/i.test(link) ? link : 'inherit'}; }${MARKDOWN_LOOK}`;
  return frame(inertDocument(marked.parse(markdown, { async: false, gfm: true }), look), label);
}

function frame(html: string, label: string): HTMLIFrameElement {
  const made = element('iframe', { class: 'inert-frame', sandbox: true, title: label, referrerpolicy: 'no-referrer' });
  made.srcdoc = html;
  return made;
}

/** The document for the frame. Parsing it here loads and runs nothing: the parsed document has no window. */
function inertDocument(html: string, look: string): string {
  const nonce = document.querySelector<HTMLElement>('script[nonce], style[nonce]')?.nonce ?? '';
  // The page's policy holds in the parsed document and in the frame: of styles it lets through those with its nonce,
  // and no attributes, which go by another name and become rules.
  const named = html.replace(/<style\b/gi, `<style nonce="${nonce}"`).replace(/\bstyle(?=\s*=)/gi, 'data-style');
  const parsed = new DOMParser().parseFromString(named, 'text/html');
  for (const removed of parsed.querySelectorAll(REMOVED)) removed.remove();
  const rules: string[] = [look];
  for (const styled of parsed.querySelectorAll('[data-style]')) {
    const css = styled.getAttribute('data-style') ?? '';
    styled.setAttribute('data-style', String(rules.length));
    rules.push(`[data-style="${rules.length}"][data-style][data-style]{${css.replaceAll(/[{}<]/g, '')}}`);
  }
  for (const linked of parsed.querySelectorAll(ADDRESSES.map((name) => `[${CSS.escape(name)}]`).join(','))) {
    const address = linked.getAttribute('href') ?? '';
    if (address !== '' && linked instanceof HTMLAnchorElement) linked.title = address;
    for (const name of ADDRESSES) linked.removeAttribute(name);
  }
  const style = parsed.createElement('style');
  style.setAttribute('nonce', nonce);
  style.textContent = rules.join('\n');
  parsed.head.append(style);
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const noLookUps = '<meta http-equiv="x-dns-prefetch-control" content="off">';
  return `<!DOCTYPE html><meta charset="utf-8">${policy}${noLookUps}${parsed.documentElement.outerHTML}`;
}
