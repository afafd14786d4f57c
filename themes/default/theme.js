// Runs before the first paint, so that a page never flashes in the other theme. Out: the reader's
// choice of theme on the root, and a class that lets the stylesheet show what needs a script.
document.documentElement.classList.add("script");
try {
  const chosen = localStorage.getItem("onramp-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing follows the system.
}
