// Shows the walks of one level, or all of them.
const buttons = [...document.querySelectorAll(".levels button")];
const walks = [...document.querySelectorAll(".walk")];

function choose(level) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === level));
  for (const walk of walks) walk.hidden = level !== "" && walk.dataset.level !== level;
}

for (const button of buttons) button.addEventListener("click", () => choose(button.value));
choose("");
