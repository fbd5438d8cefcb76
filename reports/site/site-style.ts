// What the pages of the site need beside the style of the report.

export const SITE_STYLE = `
.runs td,.runs th{vertical-align:top}
.runs .when{white-space:nowrap}
.runs p{margin:0}
ul.charts{list-style:none;padding:0;columns:18rem}
svg.history{display:block;width:100%;max-width:60rem;height:auto;font-size:11px;margin:0.5rem 0}
svg.history text{fill:var(--quiet)}
svg.history .tick{stroke:var(--line)}
svg.history .line{fill:none;stroke-width:1.6}
svg.history .dot{fill:var(--ground);stroke-width:1.4;stroke-dasharray:none}
svg.history .marker circle{fill:var(--ground);stroke:var(--alarm);stroke-width:1.5}
svg.history .marker text{fill:var(--ink);font-weight:650}
svg.swatch{width:2.2rem;height:0.8rem;vertical-align:middle}
svg.swatch line{stroke-width:2}
@media (forced-colors:active){svg.history .line,svg.history .dot,svg.swatch line{stroke:CanvasText}svg.history text{fill:CanvasText}}
`;
