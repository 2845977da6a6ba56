// Marks that scripts run, then lets GOV.UK Frontend start what the page uses of it.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const { createAll, Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } = await import("./govuk.js");
[Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink].forEach((part) => createAll(part));

const timeOut = document.querySelector("[data-time-out]");
if (timeOut) (await import("./time_out.js")).watchSession(timeOut);

const passkey = document.querySelector("form[data-passkey]");
if (passkey) (await import("./passkeys.js")).usePasskey(passkey);

const others = document.querySelector("[data-presence]");
if (others) (await import("./presence.js")).watchOthers(others);

if (document.querySelector("[data-choosing], [data-progress], [data-print]")) (await import("./lists.js")).start();

const chat = document.querySelector("[data-live]");
if (chat) (await import("./live.js")).follow(chat);
