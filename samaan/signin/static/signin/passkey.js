// <form data-passkey="create|get">: the browser makes or uses a passkey, then the form is sent with what it says.
// The options stand in the form as JSON, or are fetched from <form data-passkey-options="address">.
(() => {
  const supported = window.PublicKeyCredential && window.webauthnJSON;

  async function optionsOf(form) {
    if (!form.dataset.passkeyOptions) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).request_options;
  }

  function refuse(form) {
    const words = document.getElementById("passkey-refused");
    document.getElementById("passkey-state").replaceChildren(words.content.cloneNode(true));
    form.querySelector("[type=submit]").disabled = false;
  }

  async function use(event) {
    const form = event.target;
    const credential = form.elements.credential;
    event.preventDefault();
    form.querySelector("[type=submit]").disabled = true;
    try {
      const options = await optionsOf(form);
      credential.value = JSON.stringify(await window.webauthnJSON[form.dataset.passkey](options));
      form.submit();
    } catch {
      refuse(form);
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (!supported) return;
    form.querySelector("[type=submit]").disabled = false;
    form.hidden = false;
    form.addEventListener("submit", use);
  });
})();
