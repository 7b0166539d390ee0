// The switch in the header. What it sets is read again by inline/theme.js, before the next page is painted.
(() => {
  "use strict";

  const root = document.documentElement;
  const dark = () => root.dataset.theme === "dark";

  function toggle() {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Storage may be refused; then the choice lasts as long as the page.
    }
  }

  document.querySelector("#theme").addEventListener("click", toggle);
  document.addEventListener("theme:toggle", toggle);
})()
