// What a reader would call broken in how a page is laid out. Runs within the page: it may name
// nothing outside itself. Out: sentences, none where all is well.

export function faultsOfLayout() {
  const faults = [];
  const root = document.documentElement;
  // A picture opened by itself has no body.
  const body = document.body ?? root;
  const named = (element) => {
    const own = element.id ? `#${element.id}` : element.className?.baseVal ?? element.className;
    return `<${element.localName}${own ? ` ${String(own).trim()}` : ""}>`;
  };
  const said = (text) => `“${text.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  if (root.scrollWidth > window.innerWidth) {
    faults.push(`scrolls sideways: ${root.scrollWidth} px in ${window.innerWidth}`);
  }

  // What a container cuts off or scrolls is not where its box says.
  const cut = new Map();
  const clip = (element) => {
    if (!element || element === root || element === body) return null;
    if (!cut.has(element)) {
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      const cuts = overflowX !== "visible" || overflowY !== "visible" || clipPath !== "none";
      cut.set(element, cuts ? element : clip(element.parentElement));
    }
    return cut.get(element);
  };

  const lines = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest("math, sup, sub, .vh, .skip, style")) continue;
    // Text right within a closed part is hidden, though its element is not.
    if (parent.matches("details:not([open])")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const around = clip(parent);
    const box = around?.getBoundingClientRect();
    for (const rect of range.getClientRects()) {
      if (rect.width < 2 || rect.height < 2) continue;
      if (!around && (rect.right > window.innerWidth + 1 || rect.left < -1)) {
        faults.push(`${said(node.data)} in ${named(parent)} leaves the page`);
      }
      // Only what shows: a line that a scrolling box hides overlaps nothing.
      if (box && (rect.left >= box.right || rect.right <= box.left || rect.top >= box.bottom || rect.bottom <= box.top)) continue;
      // Line boxes are higher than letters: the middle half is ink.
      lines.push({ node, top: rect.top + rect.height * 0.25, bottom: rect.bottom - rect.height * 0.25, left: box ? Math.max(rect.left, box.left) : rect.left, right: box ? Math.min(rect.right, box.right) : rect.right });
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((one, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < one.bottom; next++) {
      const other = lines[next];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      if (one.node !== other.node && wide > 2 && high > 2) {
        faults.push(`${said(one.node.data)} in ${named(one.node.parentElement)} overlaps ${said(other.node.data)} in ${named(other.node.parentElement)}`);
      }
    }
  });

  // Text that is cut off where nobody can scroll to it.
  for (const element of body.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest(".vh, svg, math") || !element.textContent.trim()) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const lost = (overflow) => overflow === "hidden" || overflow === "clip";
    if (lost(overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`${named(element)} cuts its text off`);
    if (lost(overflowY) && element.scrollHeight > element.clientHeight + 1) faults.push(`${named(element)} cuts its text off below`);
  }
  return [...new Set(faults)];
}
