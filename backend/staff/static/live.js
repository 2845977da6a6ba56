// Brings in what is said in a chat that is open here, and says that somebody writes. The page works
// without it, by its link.
const EVERY = 2_000;
const WRITING = 4_000;

export function follow(list) {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(`${list.dataset.live}?after=${list.dataset.last}`, { redirect: "error" });
      if (!answer.ok) return;
      const { html, last, became } = await answer.json();
      note(list, became);
      if (String(last) === list.dataset.last) return;
      list.dataset.last = last;
      list.append(...new DOMParser().parseFromString(html, "text/html").body.children);
    } catch {
      // The next try may work; the link below the chat always does.
    }
  };
  setInterval(ask, EVERY);
  if (list.dataset.typing) sayTyping(list, document.getElementById("words"));
}

// What became of each line on its way.
function note(list, became) {
  for (const place of list.querySelectorAll("[data-became]")) {
    const told = became[place.dataset.became] ?? "";
    if (place.textContent !== told) place.textContent = told;
  }
}

// At most once in a while, and only while there are words.
function sayTyping(list, words) {
  let told = -WRITING;
  words.addEventListener("input", (event) => {
    if (!words.value.trim() || event.timeStamp - told < WRITING) return;
    told = event.timeStamp;
    fetch(list.dataset.typing, {
      method: "POST",
      headers: { "X-CSRFToken": list.dataset.token },
      redirect: "error",
    }).catch(() => {}); // only a hint
  });
}
