// Shows the seeds in whose text the words are that were typed.
const seeds = [...document.querySelectorAll(".seed")];
const search = document.querySelector(".search input");

search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const seed of seeds) seed.hidden = !seed.textContent.toLowerCase().includes(wanted);
});
document.querySelector("main").dataset.shown = "true";
