// Makes a passkey, or uses one, and sends the browser's answer with the form.
const FAILED = {
  NotAllowedError: "It was stopped, or took too long. Try again.",
  InvalidStateError: "This passkey was added before.",
};
const ways = {
  create: async (publicKey) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) }),
  get: async (publicKey) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }),
};

export async function usePasskey(form) {
  const said = form.querySelector("[data-passkey-said]");
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    said.textContent = "Your browser is too old for passkeys. Use an app instead.";
    return;
  }
  try {
    const made = await ways[form.dataset.passkey](JSON.parse(form.dataset.options));
    const answer = made.toJSON();
    const extensions = JSON.stringify(answer.clientExtensionResults);
    form.elements.credential.value = JSON.stringify({ ...answer, extensions });
    form.submit();
  } catch (error) {
    said.textContent = FAILED[error.name] ?? "It did not work. Try again, or use an app instead.";
  }
}
