/** The frame of a page that is one file: it loads nothing and sends nothing. */
import { html, type Html } from './html.js';
import { styleSheet } from './style.js';

const POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;

/** The whole file. `script`: the hash of the one script that may run, as a policy names it; absent: none may. */
export function htmlDocument(o: { title: string; body: Html; script?: string }): string {
  const policy = o.script === undefined ? POLICY : `${POLICY}; script-src '${o.script}'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${o.title}</title>
        <style>
          ${styleSheet()}
        </style>
      </head>
      <body>
        ${o.body}
      </body>
    </html> `;
  return page.html;
}
