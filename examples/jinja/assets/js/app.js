document.querySelector("h1").addEventListener("click", (event) => event.target.animate({ rotate: ["0", "1turn"] }, 600));
