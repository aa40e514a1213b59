// The form of a record: rows come and go without loading the page, links are found as one types.

const numbered = /new-row/g;

// Each row says its place: in its heading, and in the words `data-said` keeps.
function renumber(table) {
  const rows = [...table.querySelectorAll("tbody[data-row]")];
  rows.forEach((row, index) => {
    row.querySelector(".place").textContent = index + 1;
    for (const one of row.querySelectorAll("[data-said]")) {
      const said = one.dataset.said.replace("{0}", index + 1);
      if (one.hasAttribute("aria-label")) {
        one.setAttribute("aria-label", said);
      } else {
        one.textContent = said;
      }
    }
  });
  table.querySelector("table").hidden = rows.length === 0;
  table.querySelector(".none").hidden = rows.length > 0;
}

function addRow(table) {
  const key = Number(table.dataset.next);
  table.dataset.next = key + 1;
  const made = document.createElement("template");
  made.innerHTML = table.querySelector("template").innerHTML.replace(numbered, key);
  const row = made.content.querySelector("tbody");
  table.querySelector("table").append(row);
  renumber(table);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

const acts = {
  add: (table) => addRow(table),
  up: (table, row) => row.previousElementSibling?.matches("tbody") && row.previousElementSibling.before(row),
  down: (table, row) => row.nextElementSibling?.after(row),
  drop: (table, row) => row.remove(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="_act"][value^="rows:"]');
  if (!button) {
    return;
  }
  const table = button.closest("[data-table]");
  const act = button.value.split(":")[1];
  event.preventDefault();
  acts[act](table, button.closest("tbody"));
  renumber(table);
  if (act === "drop") {
    table.querySelector(":scope > button")?.focus();
  } else if (act !== "add") {
    button.focus();
  }
});

// Links

let waiting;

async function offer(box) {
  const from = box.dataset.doctypeIn;
  const doctype = from ? document.getElementsByName(from)[0]?.value : box.dataset.doctype;
  if (!doctype) {
    return;
  }
  const asked = new URLSearchParams({ doctype, text: box.value });
  const answer = await fetch(`/app/_links?${asked}`, { headers: { Accept: "application/json" } });
  const list = document.getElementById(box.getAttribute("list"));
  if (!answer.ok || !list) {
    return;
  }
  list.replaceChildren(
    ...(await answer.json()).map(([name, title]) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = title;
      return option;
    }),
  );
}

document.addEventListener("input", (event) => {
  const box = event.target;
  if (box.matches("input[data-doctype]")) {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(box), 200);
  }
});
