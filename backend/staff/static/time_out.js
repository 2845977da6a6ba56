// Warns before a session ends and lets the person stay; afterwards it hides the page and keeps it.
const CHECK_EVERY = 60_000;
const minutes = (seconds) => {
  const whole = Math.max(1, Math.ceil(seconds / 60));
  return whole === 1 ? "1 minute" : `${whole} minutes`;
};

export function watchSession(dialog) {
  const { timeOut: address, warnedBefore } = dialog.dataset;
  const part = (name) => dialog.querySelector(`[data-time-out-part="${name}"]`);
  const said = dialog.querySelector("[data-time-out-said]");
  let timer;

  const show = (name) => {
    dialog.querySelectorAll("[data-time-out-part]").forEach((each) => { each.hidden = each !== part(name); });
    dialog.querySelector("h2").textContent = name === "over" ? "You were signed out" : "You will be signed out soon";
    document.documentElement.classList.toggle("console-signed-out", name === "over");
    if (!dialog.open) dialog.showModal();
  };

  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(CHECK_EVERY, Math.max(1000, seconds * 1000)));
  };

  const close = () => {
    document.documentElement.classList.remove("console-signed-out");
    dialog.close();
  };

  const ask = async (method = "GET") => {
    const headers = { Accept: "application/json", "X-CSRFToken": dialog.dataset.token };
    const answer = await fetch(address, { method, headers, redirect: "manual" });
    return answer.ok ? renewed(await answer.json()) : null;
  };

  // A page that outlived its session sends its forms with the token of the new one.
  const renewed = (left) => {
    dialog.dataset.token = left.token;
    document.querySelectorAll("input[name=csrf_token]").forEach((each) => { each.value = left.token; });
    return left;
  };

  async function look(method) {
    const left = await ask(method).catch(() => undefined);
    if (left === undefined) return later(CHECK_EVERY / 1000); // no network: nothing is known
    if (left === null) return show("over");
    if (left.seconds > Number(warnedBefore)) {
      if (dialog.open) close();
      return later(left.seconds - Number(warnedBefore));
    }
    if (!dialog.dataset.seen || left.longer) show(left.longer ? "warning" : "last");
    dialog.querySelectorAll("[data-time-out-minutes]").forEach((each) => { each.textContent = minutes(left.seconds); });
    return later(Math.min(15, left.seconds + 1));
  }

  const acts = {
    stay: () => look("POST"),
    close: () => { dialog.dataset.seen = "yes"; close(); },
    again: async () => {
      said.textContent = "";
      await look();
      if (dialog.open && !part("over").hidden) said.textContent = "You are not signed in yet.";
    },
  };
  dialog.addEventListener("click", (event) => acts[event.target.dataset.timeOutDo]?.());
  // Escape means "stay" while that is offered, and nothing once the session is over.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!part("warning").hidden) acts.stay();
    else if (!part("last").hidden) acts.close();
  });
  look();
}
