/** The page's style sheet: light and dark, wide, narrow and printed. */

import { colors } from './base/colors.js'

/** Pictures are drawn in the light colors; on a dark page each is replaced by its twin. */
const darkPictures = Object.values(colors)
  .map(({ light, dark }) => `figure [fill="${light}"]{fill:${dark}}figure [stroke="${light}"]{stroke:${dark}}`)
  .join('')

/** A picture has a white background of its own; on the page the page's background replaces it. */
const paper = 'figure [fill="#ffffff"]{fill:none}figure [stroke="#ffffff"]{stroke:var(--page)}'

export const pageStyle = `
:root{--ink:${colors.ink.light};--muted:${colors.muted.light};--line:#d8dee4;--page:#ffffff;--card:#f6f8fa;--better:${colors.accent.light};--worse:${colors.worse.light};color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
header,main,footer{max-width:1160px;margin:0 auto;padding:0 24px}
header{padding-top:40px}
.kicker{margin:0;color:var(--muted);font-size:13px;letter-spacing:.04em}
h1{margin:2px 0 4px;font-size:32px;line-height:1.2;overflow-wrap:anywhere}
.question{margin:0;font-size:18px;color:var(--muted);max-width:70ch}
.answer{margin:24px 0 16px;padding:14px 20px;background:var(--card);border-left:4px solid var(--better);border-radius:4px}
.answer p{margin:4px 0;max-width:88ch;overflow-wrap:anywhere}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;margin:0}
.tiles div{padding:12px 16px;border:1px solid var(--line);border-radius:8px}
.tiles dt{color:var(--muted);font-size:13px}
.tiles dd{margin:0;font-size:24px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.tiles small{display:block;font-size:13px;font-weight:400;color:var(--muted);overflow-wrap:anywhere}
section{margin-top:36px}
section.answer{margin-top:24px}
h2{margin:0 0 6px;padding-bottom:6px;border-bottom:1px solid var(--line);font-size:20px;overflow-wrap:anywhere}
summary{cursor:pointer}
summary h2{display:inline-block;border:0;padding:0;margin:0 0 0 4px}
.method{margin:8px 0 12px;color:var(--muted);max-width:88ch}
.notes{margin:10px 0 0;padding-left:20px;color:var(--muted);font-size:14px}
.notes li{overflow-wrap:anywhere}
.scroll{position:relative;overflow-x:auto}
.scroll+.method,.scroll+.scroll{margin-top:22px}
td code{overflow-wrap:break-word}
figure{display:inline-block;vertical-align:top;max-width:calc(100% - 32px);margin:12px 32px 16px 0}
figure svg{display:block;max-width:none;height:auto}
figure svg text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif}
${paper}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:6px 9px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--muted);font-weight:500;vertical-align:bottom}
td:first-child,th:first-child{padding-left:4px}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number,td.ref{white-space:nowrap}
th button{all:unset;cursor:pointer}
th button:focus-visible{outline:2px solid var(--better)}
th[aria-sort] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
tbody tr:hover{background:var(--card)}
.greyed td,.muted{color:var(--muted)}
.better{color:var(--better);font-weight:600}
.worse{color:var(--worse);font-weight:600}
.better,.worse,.muted{white-space:nowrap}
code{font:12.5px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--card);padding:1px 5px;border-radius:4px;overflow-wrap:anywhere}
footer{padding:32px 24px 40px;color:var(--muted);font-size:13px}
@media (max-width:640px){figure{margin-right:0;max-width:100%}header,main,footer{padding-left:14px;padding-right:14px}h1{font-size:26px}.question{font-size:16px}.tiles{grid-template-columns:1fr 1fr}.tiles dd{font-size:20px}figure svg{max-width:600px}}
@media (prefers-color-scheme:dark){:root{--ink:${colors.ink.dark};--muted:${colors.muted.dark};--line:#30363d;--page:#0d1117;--card:#161b22;--better:${colors.accent.dark};--worse:${colors.worse.dark}}${darkPictures}}
@media print{section{break-inside:avoid}.scroll{overflow:visible}}
`
