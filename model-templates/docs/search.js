(() => {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = "Search";
  box.setAttribute("aria-label", "Search the documentation");
  document.querySelector("nav").append(box);
  const parts = [...document.querySelectorAll("[data-part]")];
  const texts = parts.map((part) => part.textContent.toLowerCase());
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    parts.forEach((part, at) => {
      part.hidden = !words.every((word) => texts[at].includes(word));
    });
  });
})();
