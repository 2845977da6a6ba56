// Lists: tick all of a page, see how many are ticked, hear how far a job is, print. All of it works without.
const EVERY = 2000;

export function start() {
  const choosing = document.querySelector("[data-choosing]");
  if (choosing) countTicked(choosing.closest("form"));
  const progress = document.querySelector("[data-progress]");
  if (progress) watch(progress);
  const printing = document.querySelector("[data-print]");
  if (printing) printing.append(" ", button("Print", () => window.print()));
}

function countTicked(form) {
  const boxes = [...form.querySelectorAll('input[name="case"]')];
  const all = tickAll();
  const told = form.querySelector("[data-chosen]");
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    told.textContent = ticked ? `${ticked} of ${boxes.length} ticked` : "";
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
}

function tickAll() {
  const place = document.querySelector("[data-choose-all]");
  const item = document.createElement("div");
  item.className = "govuk-checkboxes__item govuk-checkboxes--small moj-multi-select__checkbox";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", id: "choose-all", className: "govuk-checkboxes__input" });
  const label = Object.assign(document.createElement("label"), { htmlFor: "choose-all", className: "govuk-label govuk-checkboxes__label" });
  const words = Object.assign(document.createElement("span"), { className: "govuk-visually-hidden", textContent: "Choose all on this page" });
  label.append(words);
  item.append(box, label);
  place.replaceChildren(item);
  return box;
}

async function watch(progress) {
  const text = progress.querySelector("[data-progress-text]");
  try {
    const answer = await fetch(progress.dataset.progress, { headers: { Accept: "application/json" } });
    const { text: said, over } = await answer.json();
    if (over) return location.reload();
    if (text.textContent !== said) text.textContent = said;
  } catch {
    // The next try may reach it; the link on the page does without a script.
  }
  setTimeout(() => watch(progress), EVERY);
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "govuk-button govuk-button--secondary", textContent: words });
  made.addEventListener("click", act);
  return made;
}
