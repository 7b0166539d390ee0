// Draws what the API says, with a margin of a tenth above and below.
const chart = document.querySelector(".chart");
const { width, height } = chart.viewBox.baseVal;
const weights = await (await fetch("/api/weights")).json();
const low = Math.min(...weights);
const span = Math.max(...weights) - low || 1;
const line = weights
  .map((value, at) => [(at / (weights.length - 1)) * width, height * (0.9 - (0.8 * (value - low)) / span)])
  .map((point) => point.map((number) => number.toFixed(1)).join(" "))
  .join(" L ");

chart.querySelector(".curve").setAttribute("d", `M ${line}`);
chart.querySelector(".area").setAttribute("d", `M 0 ${height} L ${line} L ${width} ${height} Z`);
document.querySelector("#gain").textContent = `${(weights.at(-1) - weights[0]).toFixed(2)} kg`;
document.querySelector("#lightest").textContent = `${weights.indexOf(low)}:00`;
document.querySelector("main").dataset.shown = "true";
