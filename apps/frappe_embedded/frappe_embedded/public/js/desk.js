// What makes the back office handier; every page works without it.

// One box that ticks all the others of its form.
for (const all of document.querySelectorAll("input[data-ticks]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(`input[name="${all.dataset.ticks}"]`)) {
      box.checked = all.checked;
    }
  });
}

// A question before what cannot be taken back.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});
