// Marks that scripts run, then lets GOV.UK Frontend start what the page uses of it.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const { createAll, Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } = await import("./govuk.js");
[Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink].forEach((part) => createAll(part));
