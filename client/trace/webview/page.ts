/** What stands in the view's page before its script runs; the editor and the tests put the same around it. */
export const BODY = `<header>
<input id="filter" type="search" placeholder="Filter by name or value ( / )" aria-label="Filter calls">
<span id="summary"></span>
<span id="legend" aria-label="Components"></span>
</header>
<canvas id="timeline" aria-label="Calls on a time axis" title="Wheel: zoom. Drag: move. Double click: show all."></canvas>
<main>
<div id="calls" role="tree" tabindex="0" aria-label="Calls"></div>
<dl id="details" hidden></dl>
</main>
<p id="empty">No calls yet. Run a function of a component: F5 on a .wac document, or Run over a function in a .wit.</p>`;
