// Runs inside a page: what can be seen to be wrong with it at this width. A page may not scroll sideways, and the text of each visible
// drawing lies inside the drawing's box.
(() => {
	const wrong = [];
	const wide = document.scrollingElement.scrollWidth;
	if (wide > innerWidth) {
		const at = [...document.querySelectorAll("body *")].find((e) => e.getBoundingClientRect().right > innerWidth + 0.5);
		wrong.push(`scrolls sideways: ${wide} px wide at ${innerWidth}` + (at ? ` (first: ${at.tagName}.${at.getAttribute("class")} ${at.id})` : ""));
	}
	for (const svg of document.querySelectorAll("svg")) {
		const box = svg.getBoundingClientRect();
		if (box.width === 0 || box.height === 0 || !svg.checkVisibility({ checkVisibilityCSS: true }))
			continue;
		for (const text of svg.querySelectorAll("text")) {
			const t = text.getBoundingClientRect();
			const over = [box.left - t.left, box.top - t.top, t.right - box.right, t.bottom - box.bottom];
			if (t.width > 0 && over.some((x) => x > 0.5))
				wrong.push(`text outside its drawing at ${innerWidth}: "${text.textContent.trim().slice(0, 40)}" in ${svg.id || svg.getAttribute("class")}: `
					+ `left, top, right, bottom by ${over.map((x) => Math.max(0, x).toFixed(1))} px`);
		}
	}
	return wrong;
})()
