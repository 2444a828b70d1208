/** A row: images, caption, label, paragraphs that refer to it, caption and label of the whole. */
export type Row = [
  images: string[],
  caption: string,
  label: string,
  paragraphs: string[],
  wholeCaption: string,
  wholeLabel: string,
];
/** What the figure extractor of Data-Juicer 1.6.1 makes of odd LaTeX: name, text, parameters, rows. */
export const ANSWERS: [name: string, latex: string, params: object, rows: Row[]][] = [
  [
    'caption, label, images and paragraphs',
    '\\begin{figure*}[h]\\includegraphics[width=1]{ a } \\includegraphics{b}\\caption[s]{ A {b} }\\label{ l }\\end{figure*}\n\n one \\ref{l}\n\n\n\ntwo \\cref{k, l}\n\n\\nref{l} \\ref{ l} \\ref{ll}',
    {},
    [[['a', 'b'], 'A {b}', 'l', ['one \\ref{l}', 'two \\cref{k, l}'], '', '']],
  ],
  ['figures without images are none', '\\begin{figure}\\includegraphics{}\\caption{x}\\end{figure}', {}, []],
  [
    'parts are rows of their own, cited by their label or that of the whole',
    '\\begin{figure}\\begin{subfigure}[b]{1cm}\\includegraphics{a.png}\\caption{p}\\label{p}\\end{subfigure}\\subfloat[ q ]{\\includegraphics{a.png}\\label{q}}\\subfigure {\\includegraphics{a.png}}\\subfloat{x}\\caption{W}\\label{w}\\end{figure}\n\n\\ref{q}\n\n\\ref{w}\n\n\\ref{p,w}\n\n\\ref{w}',
    {},
    [
      [['a.png'], 'p', 'p', ['\\ref{w}', '\\ref{p,w}'], 'W', 'w'],
      [['a.png'], 'q', 'q', ['\\ref{w}', '\\ref{p,w}', '\\ref{q}'], 'W', 'w'],
      [['a.png'], '', '', ['\\ref{w}', '\\ref{p,w}'], 'W', 'w'],
    ],
  ],
  [
    'a part within a part is taken out of the whole twice',
    '\\begin{figure}\\begin{subfigure}\\includegraphics{a.png}\\subfloat{xx}\\end{subfigure}0\\caption{c}\\end{figure}',
    {},
    [[['a.png'], '', '', [], '', '']],
  ],
  [
    'several minipages are figures, tables among them are not',
    '\\begin{wrapfigure}\\begin{minipage}{1cm}\\includegraphics{a.png}\\captionof{figure}{f}\\end{minipage}\\begin{minipage}\\includegraphics{a.png}\\captionof{table}{t}\\end{minipage}\\end{wrapfigure}',
    {},
    [[['a.png'], 'f', '', [], '', '']],
  ],
  [
    'one minipage is part of its figure',
    '\\begin{figure}\\begin{minipage}\\includegraphics{a.png}\\end{minipage}\\caption{c}\\end{figure}',
    {},
    [[['a.png'], 'c', '', [], '', '']],
  ],
  [
    'brackets that hold the end are no arguments when no other end follows',
    '\\begin{figure}[\\end{figure}]\\includegraphics{a.png} \\begin{figure}[\\end{figure}]\\includegraphics{a.png}\\end{figure}',
    {},
    [[['a.png'], '', '', [], '', '']],
  ],
  [
    'braces that are not balanced hold no caption',
    '\\begin{figure}\\includegraphics{a.png}\\caption{a {b}\\caption*{c}\\subcaption{d}\\end{figure}',
    {},
    [[['a.png'], 'c', '', [], '', '']],
  ],
  [
    'other environments are no prose',
    '\\begin{figure}\\includegraphics{a.png}\\label{l}\\end{figure}a \\begin{equation}\n\n\\ref{l}\\end{equation} b\\ref{l}\n\n\\begin{itemize}\\ref{l}\\end{itemize}\n\n\\begin{table*}\\ref{l}',
    {},
    [
      [
        ['a.png'],
        '',
        'l',
        ['a  b\\ref{l}', '\\begin{itemize}\\ref{l}\\end{itemize}', '\\begin{table*}\\ref{l}'],
        '',
        '',
      ],
    ],
  ],
  [
    'labels with commas',
    '\\begin{figure}\\includegraphics{a.png}\\label{a,b}\\end{figure}\n\n\\ref{c, a,b ,d}\n\n\\ref{a, b}\n\n\\ref{xa,b}',
    {},
    [[['a.png'], '', 'a,b', ['\\ref{c, a,b ,d}'], '', '']],
  ],
  [
    'commands and separator of the recipe',
    '\\begin{figure}\\includegraphics{a.png}\\label{l}\\end{figure}.x \\\\see{l}. y \\ref{l}.z{l}',
    { citation_commands: ['\\see', 'z'], paragraph_separator: '.' },
    [[['a.png'], '', 'l', ['x \\\\see{l}'], '', '']],
  ],
  [
    'no command at all is one without a name',
    '\\begin{figure}\\includegraphics{a.png}\\label{l}\\end{figure}\n\n\\{l}\n\n\\ref{l}',
    { citation_commands: [] },
    [[['a.png'], '', 'l', ['\\{l}'], '', '']],
  ],
];
