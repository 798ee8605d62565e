/** What stands in the view's page before its script runs; the editor and the tests put the same around it. */
export const BODY = `<header>
<div id="tabs" role="tablist">
<button id="tab-calls" role="tab" aria-selected="true" aria-controls="calls">Calls</button>
<button id="tab-edges" role="tab" aria-selected="false" aria-controls="edges" title="What crosses between whom, and what is recorded of it">Edges</button>
</div>
<input id="filter" type="search" placeholder="Filter, or @time ( / )" title="Shows calls by name, outcome or value. @12.5ms goes to the call at that time." aria-label="Filter calls">
<span id="live" hidden></span>
<span id="summary"></span>
<span id="all" hidden></span>
<span id="legend" aria-label="Components"></span>
</header>
<canvas id="timeline" aria-label="Calls on a time axis" title="Wheel: zoom. Drag: move. Double click: show all."></canvas>
<main>
<div id="calls" role="tree" tabindex="0" aria-label="Calls"></div>
<div id="edges" role="grid" tabindex="0" aria-label="Edges" hidden></div>
<dl id="details" hidden></dl>
</main>
<p id="empty">No calls yet. Run a function of a component: F5 on a .wac document, or Run over a function in a .wit.</p>`;
