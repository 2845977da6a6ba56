// Says every minute that the case is still open here, and who else has it open. A page that nobody
// looks at asks nothing.
const EVERY = 45_000;

export function watchOthers(line) {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(line.dataset.presence, {
        method: "POST",
        headers: { "X-CSRFToken": line.dataset.token },
        redirect: "error",
      });
      if (!answer.ok) return;
      const { others } = await answer.json();
      if (line.textContent !== others) line.textContent = others;
    } catch {
      // Only a hint: the next try may work.
    }
  };
  setInterval(ask, EVERY);
}
