/** The look of the report, light and dark. */
import { trusted, type Html } from './html.js';

const LIGHT = `--bg:#fff;--panel:#f5f7f9;--ink:#1a1f26;--muted:#57616d;--line:#d8dde3;--link:#1d5fbf;
--c-main:#3574d6;--c-lost:#e39a3b;--c-bad:#c4313b;--c-extra:#7d52c7;--c-second:#1a8f92;--c-pale:#e6e9ed;
--h0:#e3edfb;--h1:#c4daf6;--h2:#9fc2ef;--h3:#76a6e5;--h4:#4f89d9;--h5:#336cc2;--h6:#22519e;--h7:#163770;
--ok:#1b7a43;--ok-bg:#e3f4e9;--warn:#8a5200;--warn-bg:#fdf0d9;--err:#a8202a;--err-bg:#fce6e7;color-scheme:light`;

const DARK = `--bg:#12161b;--panel:#1a2027;--ink:#e7ebf0;--muted:#9daab7;--line:#333c46;--link:#86b4ff;
--c-main:#5f97f0;--c-lost:#eaa44c;--c-bad:#f26d74;--c-extra:#b08ff5;--c-second:#3fbdb9;--c-pale:#262e37;
--h0:#1b2a40;--h1:#213b61;--h2:#274d83;--h3:#2f62a8;--h4:#3f7bcd;--h5:#639bea;--h6:#95bdf6;--h7:#cfe1fd;
--ok:#7fd9a2;--ok-bg:#173024;--warn:#f3c172;--warn-bg:#372a12;--err:#ff9ba1;--err-bg:#3b1a1d;color-scheme:dark`;

const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
main,.top,footer{max-width:1120px;margin:0 auto;padding:0 24px}
.top{padding-top:28px;display:flow-root}
.brand{margin:0;color:var(--muted);font-size:13px;letter-spacing:.02em}
h1{font-size:28px;line-height:1.2;margin:4px 0 6px;letter-spacing:-.015em}
h2{font-size:20px;line-height:1.3;margin:52px 0 4px;letter-spacing:-.01em;scroll-margin-top:16px}
h3{font-size:15.5px;margin:28px 0 2px}
p{margin:6px 0 12px}
.lead{font-size:17px;margin:10px 0 0;max-width:44em}
.hint,figcaption{color:var(--muted);font-size:13.5px;max-width:62em}
.id{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--muted)}
.badge{display:inline-block;padding:2px 12px;border-radius:99px;font-size:13.5px;font-weight:600;vertical-align:5px;margin-left:8px;letter-spacing:0}
.done{color:var(--ok);background:var(--ok-bg)}.wait{color:var(--warn);background:var(--warn-bg)}.fail{color:var(--err);background:var(--err-bg)}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:12px;margin:24px 0 8px;padding:0}
.tile{background:var(--panel);border-radius:10px;padding:12px 16px 13px;min-width:0}
.tile dt{color:var(--muted);font-size:13px}
.tile dd{margin:0}
.tile .big{font-size:25px;font-weight:620;line-height:1.25;letter-spacing:-.015em;font-variant-numeric:tabular-nums;display:block}
.tile .small{font-size:13px;color:var(--muted);display:block}
nav{margin:18px 0 0;font-size:14px;display:flex;flex-wrap:wrap;gap:4px 18px;border-bottom:1px solid var(--line);padding-bottom:12px}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
.box{overflow-x:auto;margin:10px 0 4px}
.box:focus-visible,a:focus-visible,summary:focus-visible,button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
figure{margin:12px 0 8px}
figure svg{display:block;width:100%;height:auto}
.wide svg{min-width:720px}
.half{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:8px 28px}
.half figure{min-width:0}
.half figcaption{margin-bottom:2px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{padding:7px 16px 7px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--muted);font-weight:600;font-size:12.5px;white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:500}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.sum td,tr.sum th{font-weight:650;border-bottom-color:var(--muted)}
tr>:last-child{padding-right:0}
.dense table{font-size:13px}.dense th,.dense td{padding-right:9px}.dense tr>:last-child{padding-right:0}
th.key{min-width:110px;width:26%}
td.wrap{min-width:220px}
td.nowrap,th.nowrap{white-space:nowrap;overflow-wrap:normal}
code,pre,.mono{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--panel);border-radius:8px;padding:12px 14px;overflow-x:auto;margin:8px 0;overflow-wrap:normal}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13px;color:var(--muted);padding:0;margin:8px 0 0;list-style:none}
.legend i{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:6px;vertical-align:-1px}
.legend i.dot{border-radius:50%}.legend i.dia{transform:rotate(45deg) scale(.85)}
.scale{display:inline-flex;vertical-align:-1px;margin:0 7px}.scale i{margin:0;border-radius:0;width:18px}
.alert{border-left:4px solid var(--err);background:var(--err-bg);padding:10px 16px;border-radius:0 8px 8px 0;margin:16px 0}
.alert.soft{border-color:var(--warn);background:var(--warn-bg)}
.alert p{margin:2px 0}
.none{color:var(--muted);background:var(--panel);border-radius:8px;padding:14px 16px}
details{margin:10px 0}summary{cursor:pointer;color:var(--link);font-size:14px}
footer{color:var(--muted);font-size:13px;margin-top:56px;padding-top:16px;padding-bottom:40px;border-top:1px solid var(--line)}
#theme{float:right;font:inherit;font-size:13px;color:var(--muted);background:none;border:1px solid var(--line);border-radius:99px;padding:3px 12px;cursor:pointer}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px}
@media (max-width:600px){main,.top,footer{padding-left:16px;padding-right:16px}h1{font-size:23px}.badge{margin-left:0}.tiles{grid-template-columns:1fr 1fr;gap:8px}.tile{padding:10px 12px}.tile .big{font-size:20px}.lead{font-size:16px}h2{margin-top:42px}.wide svg{min-width:860px}}
@media print{nav,#theme{display:none}.box{overflow:visible}}
`;

/** The style sheet: the system's choice of light or dark, unless the page's own button has chosen. */
export function styleSheet(): Html {
  return trusted(
    `:root{${LIGHT}}@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}:root[data-theme=dark]{${DARK}}${RULES}`,
  );
}
