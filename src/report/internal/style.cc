#include "report/internal/page_parts.h"

namespace formulary::report {

namespace {

// Colours: each text colour has a contrast of at least 4.5 on the grounds it stands on, each line
// of a chart at least 3. Checked by axe in both themes.
constexpr const char* kColours = R"css(
:root{--paper:#fbfaf7;--sheet:#ffffff;--ink:#1d2126;--muted:#565d66;--rule:#d9d6ce;
--accent:#0b5a6b;--accent-soft:#d5e6e8;--accent-mid:#8dbcc4;--second:#6b4a1e;--second-soft:#efe4d3;
--good:#1e6b3a;--warn:#8a4b08;--bad:#a3262a;--warn-soft:#fbf0dd;--track:#ece9e2;--focus:#1d2126;
--tile-1:#e3eef0;--tile-2:#bcd8dc;--tile-3:#2f7482;--tile-4:#145a68;--tile-5:#0a3f4b;
--on-dark:#ffffff;--grid:#dedbd3}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--sheet:#1b1f23;--ink:#e9e6df;
--muted:#a9b0b7;--rule:#353b41;--accent:#7cc7d4;--accent-soft:#1f3c42;--accent-mid:#3f7580;
--second:#e0b072;--second-soft:#3a2f20;--good:#7fcf9a;--warn:#eeb765;--bad:#f19a98;
--warn-soft:#33291a;--track:#2a2f35;--focus:#e9e6df;--tile-1:#22343a;--tile-2:#2b4a52;
--tile-3:#6fb3bf;--tile-4:#8ecbd5;--tile-5:#b5e0e7;--on-dark:#101315;--grid:#31363c}}
)css";

constexpr const char* kText = R"css(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,
"Segoe UI",Roboto,"Noto Sans","Liberation Sans","DejaVu Sans",sans-serif;
font-variant-numeric:lining-nums;overflow-wrap:break-word}
h1,h2,h3,h4,.lead,.key-value,.finding,.answer li{font-family:Charter,"Bitstream Charter",
"Sitka Text",Cambria,"Noto Serif","DejaVu Serif",Georgia,serif}
h1{font-size:clamp(1.9rem,1.2rem + 3.2vw,3.1rem);line-height:1.12;margin:.2em 0 .8em;
letter-spacing:-.015em;font-weight:600}
h2{font-size:clamp(1.4rem,1.1rem + 1.2vw,1.9rem);line-height:1.25;margin:0 0 .8em;font-weight:600}
h3{font-size:1.2rem;line-height:1.35;margin:1.6em 0 .5em;font-weight:600}
h4{font-size:1.08rem;margin:0 0 .3em;font-weight:600}
p{margin:0 0 1em;max-width:42rem}
a{color:var(--accent);text-underline-offset:.15em}
a:hover{text-decoration-thickness:.15em}
code{font:.9em ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-999rem;background:var(--sheet);color:var(--ink);padding:.6em 1em;
z-index:2}
.skip:focus{left:.5rem;top:.5rem}
.muted,.note{color:var(--muted)}
.note{font-size:.9rem}
.lead{font-size:1.16rem;line-height:1.5}
.kicker{color:var(--muted);margin:0;font-size:.95rem;max-width:none}
)css";

constexpr const char* kLayout = R"css(
.wide,main,footer .wide{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{border-top:6px solid var(--accent);padding:1.1rem 0 .6rem}
.brand{margin:0;font-size:.9rem;color:var(--muted);max-width:none}
.brand strong{color:var(--ink);margin-right:.5em}
.opening{padding-top:1.6rem}
.opening h2{font-size:1.05rem;font-family:inherit;color:var(--muted);font-weight:600;
margin:0 0 .6em}
.answer ol{list-style:none;margin:0 0 1.4rem;padding:0;counter-reset:answer}
.answer li{font-size:clamp(1.12rem,1rem + .55vw,1.36rem);line-height:1.45;max-width:46rem;
padding:0 0 .7em 2.4rem;position:relative;counter-increment:answer}
.answer li::before{content:counter(answer);position:absolute;left:0;top:.08em;color:var(--accent);
font-weight:600}
.keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));margin:0 0 2.4rem;
border-top:1px solid var(--rule)}
.key{padding:1rem 1.2rem 1rem 0;border-bottom:1px solid var(--rule);min-width:0}
.key dt{font-size:.9rem;color:var(--muted)}
.key dd{margin:.15rem 0 0}
.key-value{display:block;font-size:1.75rem;line-height:1.2;font-weight:600}
.key-note{display:block;font-size:.85rem;color:var(--muted);line-height:1.4;margin-top:.3rem}
nav{border-bottom:1px solid var(--rule);padding-bottom:1.4rem}
nav h2{font-size:1.05rem;margin-bottom:.6em;color:var(--muted);font-family:inherit}
nav ol{columns:19rem 3;column-gap:2rem;margin:0;padding-left:1.6rem}
nav li{break-inside:avoid;padding:.18rem 0}
main>section{padding:2.6rem 0 1.2rem;border-bottom:1px solid var(--rule)}
.section-number{color:var(--accent);margin-right:.35em}
.card{background:var(--sheet);border:1px solid var(--rule);padding:1.25rem 1.35rem 1rem;
margin:0 0 1.5rem;min-width:0;border-radius:3px}
.card h3{margin-top:0}
.finding{font-size:1.06rem;max-width:46rem}
.card-body{display:grid;gap:1.4rem;align-items:start;grid-template-columns:minmax(0,1fr)}
.chart{max-width:31rem;min-width:0}
.chart svg{display:block;width:100%;height:auto}
@media (min-width:58rem){.card-body{grid-template-columns:minmax(0,27rem) minmax(0,1fr)}
.small-cards .card-body,.stacked{grid-template-columns:minmax(0,1fr)!important}}
.group .small-cards{margin-top:.6rem}
.small-cards{display:grid;gap:1.5rem;align-items:start;margin-bottom:1.5rem}
.small-cards{grid-template-columns:repeat(auto-fit,minmax(min(100%,23rem),1fr))}
.small-cards .card{margin:0}
.group-name{font-weight:600;margin:1.6em 0 .6em}
.meta{display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;margin:1rem 0 0;padding-top:.7rem;
border-top:1px solid var(--rule);font-size:.84rem;color:var(--muted)}
.meta div,.meta dt,.meta dd{display:inline;margin:0}
.meta dt::after{content:": "}
.facts{margin:0 0 .8rem;font-size:.95rem}
.facts div{margin:.15rem 0}
.facts dt{display:inline;color:var(--muted)}
.facts dt::after{content:": "}
.facts dd{display:inline;margin:0}
.problems{padding-left:1.4rem;margin:0}
.problems>li{padding:0 0 1.2rem .3rem}
.problems>li::marker{font-weight:600;color:var(--accent)}
.warning{background:var(--warn-soft);border-left:5px solid var(--warn);padding:.7rem 1rem;
max-width:46rem;margin:0 0 .8rem}
.warning-sign{font-weight:700;color:var(--warn);margin-right:.6em}
details{margin:0 0 .6rem}
summary{cursor:pointer;padding:.35rem 0;color:var(--accent);font-weight:600;font-size:.95rem}
summary:hover{text-decoration:underline}
.group{border-top:1px solid var(--rule);padding:.4rem 0;margin:0}
.group[open]{padding-bottom:1rem}
.reproduce>div{padding:.5rem 0;border-top:1px solid var(--rule)}
.reproduce dt{color:var(--muted);font-size:.9rem}
.reproduce dd{margin:0}
footer{padding:1.6rem 0 2.4rem;color:var(--muted);font-size:.88rem}
footer p{margin:0}
)css";

constexpr const char* kTables = R"css(
.scroll{overflow-x:auto;margin:0 0 1rem;max-width:100%}
table{border-collapse:collapse;font-size:.9rem;line-height:1.4;width:100%}
caption span{display:block;max-width:calc(100vw - 3.6rem)}
caption{text-align:left;color:var(--muted);font-size:.88rem;padding:0 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;
border-bottom:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--muted);font-weight:600;font-size:.84rem;vertical-align:bottom;
border-bottom:1.5px solid var(--ink)}
tbody th{font-weight:600;min-width:8.5rem}
td{min-width:5rem}td.number{min-width:3rem}
.number{text-align:right;font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
thead .number{white-space:normal}
.cell-note{display:block;white-space:normal;font-weight:400;font-size:.92em;color:var(--muted)}
.mark{font-weight:600}
.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
)css";

constexpr const char* kCharts = R"css(
svg text{fill:var(--ink);font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
"Liberation Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
svg .small{font-size:11.5px;fill:var(--muted)}
svg .strong{font-weight:700}
svg .value.strong{fill:var(--warn)}
svg .small.strong{fill:var(--ink)}
.track{fill:var(--track)}.bar{fill:var(--accent)}.binding{fill:var(--warn)}
.mark-line{stroke:var(--ink);stroke-width:2.5}
.whisker{stroke:var(--ink);stroke-width:1.4}
.grid{stroke:var(--grid);stroke-width:1}.axis{stroke:var(--muted);stroke-width:1}
.zero{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}
.range-90{stroke:var(--accent);stroke-width:2.5}
.range-50{stroke:var(--accent);stroke-width:9}
.dot{fill:var(--accent);stroke:var(--sheet);stroke-width:1.5}
.range-dot{fill:var(--sheet);stroke:var(--ink);stroke-width:2.2}
.hollow{fill:var(--sheet);stroke:var(--second);stroke-width:2}
.chosen{stroke:var(--ink);stroke-width:2.5}
.band-90{fill:var(--accent);fill-opacity:.2}.band-50{fill:var(--accent);fill-opacity:.34}
.median{fill:none;stroke:var(--accent);stroke-width:2.6;stroke-linejoin:round}
.dashed{fill:none;stroke:var(--second);stroke-width:2.2;stroke-dasharray:6 4}
.edge{fill:none;stroke:var(--second);stroke-width:.8;stroke-dasharray:1.5 3}
.hatch{stroke:var(--second);stroke-width:1.1;stroke-opacity:.6}
.stack-0{fill:var(--accent-soft)}.stack-1{fill:var(--accent-mid)}
.stack-2{fill:var(--accent)}.stack-3{fill:var(--ink)}
[class^=stack-],[class^=span-]{stroke:var(--muted);stroke-width:.7}
.funnel-1{fill:var(--accent-soft)}.funnel-2{fill:var(--accent-mid)}.funnel-3{fill:var(--accent)}
[class^=funnel-]{stroke:var(--muted);stroke-width:.7}
.complete-line{stroke:var(--second);stroke-width:2.5}
.span-0{fill:var(--accent-soft)}.span-1{fill:var(--second-soft)}.span-2{fill:var(--accent)}
.span-3{fill:var(--second)}.span-4{fill:var(--ink)}
.tile-0{fill:var(--track)}.tile-1{fill:var(--tile-1)}.tile-2{fill:var(--tile-2)}
.tile-3{fill:var(--tile-3)}.tile-4{fill:var(--tile-4)}.tile-5{fill:var(--tile-5)}
svg .tile-name{font-size:9px}svg .tile-value{font-size:12.5px;font-weight:700}
svg .on-dark{fill:var(--on-dark)}
)css";

// On a narrow screen the cards take its whole width, and letters in charts grow to stay readable.
constexpr const char* kNarrow = R"css(
@media (max-width:34rem){.wide,main,footer .wide{padding:0 .9rem}
.card{margin-left:-.9rem;margin-right:-.9rem;padding:1rem .9rem .8rem;border-left:0;border-right:0}
.small-cards .card{margin:0 -.9rem}
svg text{font-size:15px}svg .small{font-size:13.5px}svg .tile-value{font-size:13px}
svg .tile-name{font-size:9.4px}}
)css";

// On paper everything is open, light and without navigation.
constexpr const char* kPrint = R"css(
@media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--muted:#444;--rule:#bbb;--accent:#0b5a6b;
--accent-soft:#d5e6e8;--accent-mid:#8dbcc4;--second:#6b4a1e;--second-soft:#efe4d3;--good:#1e6b3a;
--warn:#8a4b08;--bad:#a3262a;--warn-soft:#fff;--track:#ece9e2;--grid:#dedbd3;--tile-1:#e3eef0;
--tile-2:#bcd8dc;--tile-3:#2f7482;--tile-4:#145a68;--tile-5:#0a3f4b;--on-dark:#fff}
body{font-size:10pt}nav,.skip{display:none}.scroll{overflow:visible}table{font-size:8pt}
.card,.key,tr,.warning{break-inside:avoid}h2,h3,h4{break-after:avoid}
details::details-content{content-visibility:visible;height:auto}summary{color:#444}
svg *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

}  // namespace

std::string style_sheet() {
  return std::string(kColours) + kText + kLayout + kTables + kCharts + kNarrow + kPrint;
}

}  // namespace formulary::report
