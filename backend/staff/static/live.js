// Brings in what is said in a chat that is open here. The page works without it, by its link.
const EVERY = 2_000;

export function follow(list) {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(`${list.dataset.live}?after=${list.dataset.last}`, { redirect: "error" });
      if (!answer.ok) return;
      const { html, last } = await answer.json();
      if (String(last) === list.dataset.last) return;
      list.dataset.last = last;
      list.append(...new DOMParser().parseFromString(html, "text/html").body.children);
    } catch {
      // The next try may work; the link below the chat always does.
    }
  };
  setInterval(ask, EVERY);
}
