/** The only style of a report: its hash is what the page's content security policy allows. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --muted: #57606a; --line: #d8dee4; --card: #f6f8fa; --code: #eef1f4;
  --curve: #0b62c4; --area: #0b62c422; --leak: #b3261e; --danger: #b3261e; --warning: #8a5a00; --good: #1a7431;
  --dangerback: #fdecea; --warningback: #fff4d6; --goodback: #e6f4ea; --gap: #57606a22;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0e1217; --ink: #e4e8ed; --muted: #9aa5b1; --line: #2b333d; --card: #151b22; --code: #1d242d;
    --curve: #6cb2ff; --area: #6cb2ff22; --leak: #ff8f85; --danger: #ff8f85; --warning: #e8b84a; --good: #63d17d;
    --dangerback: #3a1a18; --warningback: #33270c; --goodback: #12301b; --gap: #9aa5b122;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.02rem; margin: 0 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--curve); }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
code { background: var(--code); padding: .08em .3em; border-radius: 3px; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .7rem .9rem; background: var(--code); border-radius: 6px; overflow-x: auto; line-height: 1.5; tab-size: 4; }
nav { margin: 1rem 0 0; font-size: .9rem; display: flex; flex-wrap: wrap; gap: .1rem .9rem; }
nav a { white-space: nowrap; }
.muted { color: var(--muted); }
.meta { color: var(--muted); font-size: .9rem; margin: 0; overflow-wrap: anywhere; }
.paper { display: none; }
.notice { border-left: 4px solid var(--warning); background: var(--warningback); padding: .5rem .9rem; border-radius: 0 6px 6px 0; }
.summary { border: 1px solid var(--line); border-left: 5px solid var(--muted); border-radius: 8px; padding: 1rem 1.2rem; background: var(--card); }
.summary.calm { border-left-color: var(--good); }
.summary.bad { border-left-color: var(--danger); }
.summary.watch { border-left-color: var(--warning); }
.summary .headline { font-size: 1.15rem; font-weight: 600; margin: 0 0 .6rem; line-height: 1.45; }
dl { display: grid; grid-template-columns: 7.5rem 1fr; gap: .35rem 1rem; margin: 0; }
dt { color: var(--muted); font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.chip { display: inline-block; font-size: .72rem; font-weight: 700; letter-spacing: .04em; padding: .12rem .5rem; border-radius: 999px; vertical-align: .12em; white-space: nowrap; }
.chip.bad { background: var(--dangerback); color: var(--danger); }
.chip.watch { background: var(--warningback); color: var(--warning); }
.chip.calm { background: var(--goodback); color: var(--good); }
.card { border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem; margin: 1rem 0; }
.card ul { margin: .1rem 0; padding-left: 1.1rem; }
.card details { margin-top: .7rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { text-align: left; color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; white-space: nowrap; }
td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.t { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--muted); }
td.w { min-width: 14rem; }
td[class^="kind-"] { white-space: nowrap; }
table.changes { table-layout: fixed; margin-bottom: 1rem; }
.changes th:first-child { width: auto; } .changes th.reason { width: 9rem; } .changes th.n { width: 5.6rem; }
.changes td.w { min-width: 0; }
td code { background: none; padding: 0; }
.up { color: var(--danger); } .down { color: var(--good); }
.kind-alert, .kind-leak, .kind-lost, .kind-problem { color: var(--danger); font-weight: 600; }
.kind-restarted { color: var(--warning); font-weight: 600; }
details { margin: .35rem 0; }
summary { cursor: pointer; }
summary .n { display: inline-block; min-width: 4.2rem; text-align: right; margin-right: .7rem; font-variant-numeric: tabular-nums; font-weight: 600; }
.groups > details { border-bottom: 1px solid var(--line); padding: .35rem 0; margin: 0; }
.groups > details > div { padding: .2rem 0 .5rem 1rem; }
.stack .lib { color: var(--muted); }
.stack .own { font-weight: 600; }
.source .line { display: block; min-height: 1.5em; }
.source .it { font-weight: 700; background: var(--warningback); }
.path { margin: .8rem 0 -.3rem; font-size: .82em; }
.source .num { color: var(--muted); user-select: none; }
svg { display: block; max-width: 100%; height: auto; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, "DejaVu Sans", sans-serif; fill: var(--muted); }
.grid { stroke: var(--line); stroke-width: 1; }
.curve { fill: none; stroke: var(--curve); stroke-width: 2; stroke-linejoin: round; }
.area { fill: var(--area); stroke: none; }
.leak { fill: none; stroke: var(--leak); stroke-width: 2; stroke-linejoin: round; stroke-dasharray: 6 3; }
.gap { fill: var(--gap); }
.dot { fill: var(--curve); }
.mark { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 3; }
.mark.bad { stroke: var(--danger); }
svg text.badtext { fill: var(--danger); font-weight: 600; }
svg text.curvetext { fill: var(--curve); font-weight: 600; }
svg text.leaktext { fill: var(--leak); font-weight: 600; }
.legend { font-size: .85rem; margin: .2rem 0 1.2rem; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
.legend span { white-space: nowrap; }
.curvekey { color: var(--curve); } .leakkey { color: var(--leak); }
.spark { vertical-align: middle; display: inline-block; }
.spark .curve { stroke-width: 1.5; }
.flame { overflow-x: auto; }
footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: .1rem; } dd { margin-bottom: .5rem; } body { padding: 1rem .8rem 3rem; } .wide, svg text.leaktext { display: none; } td.w { min-width: 0; } svg.chart { overflow: visible; } svg.chart text { font-size: 22px; } }
@media print {
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav, .screen { display: none; }
  .paper { display: block; }
  h2 { break-after: avoid; }
  .card, .summary, tr, .chart { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; overflow: visible; }
  details.printed::details-content { content-visibility: visible; block-size: auto; }
  a { color: inherit; text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
